using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Data;

public sealed class PixelCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string CacheFolder => folder.File("cache", "x")[..^2];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_opening_finds_the_file_of_the_first_without_reading_an_image()
    {
        string[] images = Images();
        var steps = new Steps();
        string first = PixelCache.Open(images, 32, CacheFolder, steps).Path;
        Assert.Equal(6, steps.Last?.Done);
        foreach (string path in images)
        {
            // Other bytes, same length and time: whoever read it would notice.
            DateTime time = File.GetLastWriteTimeUtc(path);
            File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
            File.SetLastWriteTimeUtc(path, time);
        }

        steps.Last = null;
        PixelFile again = PixelCache.Open(images, 32, CacheFolder, steps);

        Assert.Equal(first, again.Path);
        Assert.Null(steps.Last);
        Assert.All(again.Reasons, Assert.Null);
    }

    [Fact]
    public void A_changed_image_is_decoded_again_and_another_size_is_another_file()
    {
        string[] images = Images();
        string first = PixelCache.Open(images, 32, CacheFolder).Path;
        byte[] before = Pixels(images);

        File.Copy(images[1], images[0], overwrite: true);

        Assert.NotEqual(before, Pixels(images));
        Assert.NotEqual(first, PixelCache.Open(images, 48, CacheFolder).Path);
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("half zeros")]
    [InlineData("one bit")]
    [InlineData("cut off")]
    [InlineData("empty")]
    [InlineData("longer")]
    [InlineData("gone")]
    [InlineData("description empty")]
    [InlineData("description gone")]
    [InlineData("description lacks the reasons")]
    public void A_damaged_file_is_made_again(string damage)
    {
        string[] images = Images();
        byte[] before = Pixels(images);
        string path = PixelCache.Open(images, 32, CacheFolder).Path;
        byte[] bytes = File.ReadAllBytes(path);
        byte[] damaged = damage switch
        {
            "zeros" => new byte[bytes.Length],
            "half zeros" => [.. bytes[..(bytes.Length / 2)], .. new byte[bytes.Length - bytes.Length / 2]],
            "one bit" => [.. bytes[..100], (byte)(bytes[100] ^ 1), .. bytes[101..]],
            "cut off" => bytes[..(bytes.Length / 2)],
            "empty" => [],
            "longer" => [.. bytes, 0],
            _ => bytes,
        };
        File.WriteAllBytes(path, damaged);
        string description = Path.ChangeExtension(path, ".json");
        switch (damage)
        {
            case "gone":
                File.Delete(path);
                break;
            case "description empty":
                File.WriteAllText(description, "");
                break;
            case "description lacks the reasons":
                File.WriteAllText(description, File.ReadAllText(description).Replace("Reasons", "Others"));
                break;
            case "description gone":
                File.Delete(description);
                break;
        }

        Assert.Equal(before, Pixels(images));
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal(2, Directory.GetFiles(CacheFolder).Length);
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => PixelCache.Open(Images(), 32, CacheFolder, cancellation: stop.Token));
        Assert.Empty(Directory.GetFiles(CacheFolder));
    }

    [Fact]
    public async Task Several_at_once_end_with_one_whole_file()
    {
        string[] images = Images();
        PixelFile[] made =
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PixelCache.Open(images, 32, CacheFolder))));

        Assert.Single(made.Select(file => file.Path).Distinct());
        Assert.Equal(2, Directory.GetFiles(CacheFolder).Length);
        Assert.Equal(made[0].Path, PixelCache.Open(images, 32, CacheFolder).Path);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_with_the_way_out()
    {
        string file = folder.File("in-the-way");
        File.WriteAllText(file, "");

        string message = Assert.Throws<UserMistakeException>(() => PixelCache.Open(Images(), 32, Path.Combine(file, "cache"))).Message;

        Assert.Contains(Path.Combine(file, "cache"), message);
        Assert.Contains("TRANSFER_LEARNING_CACHE", message);
    }

    [Fact]
    public void Files_beyond_sixteen_that_have_not_been_used_since_yesterday_go()
    {
        for (int i = 0; i < 20; i++)
        {
            File.WriteAllText(folder.File("cache", $"{i:00}.pixels"), "");
            File.SetLastWriteTimeUtc(folder.File("cache", $"{i:00}.pixels"), DateTime.UtcNow.AddDays(-2 - i));
            File.WriteAllText(folder.File("cache", $"{i:00}.json"), "{}");
        }

        File.WriteAllText(folder.File("cache", "x.part"), "");
        PixelCache.Open(Images(), 32, CacheFolder);

        Assert.Equal(16, Directory.GetFiles(CacheFolder, "*.pixels").Length);
        Assert.Equal(16, Directory.GetFiles(CacheFolder, "*.json").Length);
        Assert.True(File.Exists(folder.File("cache", "14.pixels")));
        Assert.True(File.Exists(folder.File("cache", "x.part")));   // another process may be writing it
    }

    [Fact]
    public void The_key_of_a_set_holds_everything_that_decides_the_result()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(folder, 20);
        Split split = images.Split(seed: 1);
        var keys = new List<string>
        {
            split.Training.Key(32), split.Training.Key(48), split.Validation.Key(32), images.Split(seed: 2).Training.Key(32),
            split.Training.WithLabels([.. split.Training.Select(file => 1 - file.Label)]).Key(32),
        };
        File.Move(folder.File("bright", "000.png"), folder.File("dark", "000b.png"));   // corrected label
        keys.Add(ImageFolder.Open(folder.Path).All.Key(32));
        Directory.Move(folder.File("bright", "x")[..^2], folder.File("clear", "x")[..^2] + "er");   // class renamed
        keys.Add(ImageFolder.Open(folder.Path).All.Key(32));

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(ImageFolder.Open(folder.Path).All.Key(32), keys[^1]);
    }

    private string[] Images()
    {
        MadeUpPictures.Write(folder, "bright", 6, 190, prefix: "images");
        return [.. Directory.GetFiles(folder.File("images", "bright", "x")[..^2]).Order(StringComparer.Ordinal)];
    }

    private byte[] Pixels(string[] images)
    {
        using Tensor mapped = PixelCache.Open(images, 32, CacheFolder).Map();
        return [.. mapped.data<byte>()];
    }

    private sealed class Steps : IProgress<StepProgress>
    {
        public StepProgress? Last { get; set; }

        public void Report(StepProgress value) => Last = value;
    }
}
