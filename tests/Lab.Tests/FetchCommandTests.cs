using System.IO.Compression;

namespace Lab.Tests;

public sealed class FetchCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lab-fetch-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("cats-vs-dogs", "825 MB", "fetch", "--help")]
    [InlineData("cats-vs-dogs-small", "69 MB", "fetch", "--help")]
    [InlineData("mobilenet_v2", "14 MB", "fetch", "weights", "--help")]
    [InlineData("vgg16", "553 MB", "fetch", "weights", "--help")]
    public async Task Help_lists_what_there_is_and_how_large_it_is(string name, string size, params string[] arguments)
    {
        (int status, string output, _) = await CapturedConsole.RunAsync(arguments);

        Assert.Equal(0, status);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains(size, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("magic", "fetch", "weights", "magic")]
    [InlineData("no folder", "fetch", "weights", "resnet18", "--from", "{folder}/nowhere", "--to", "{folder}/data")]
    [InlineData("no resnet18-f37072fd.pth in", "fetch", "weights", "resnet18", "--from", "{folder}", "--to", "{folder}/data")]
    [InlineData("no kagglecatsanddogs_5340.zip in", "fetch", "cats-vs-dogs", "--from", "{folder}", "--to", "{folder}/data")]
    [InlineData("horses", "fetch", "horses")]
    public async Task A_mistake_gets_one_sentence_and_exit_status_2(string said, params string[] arguments)
    {
        (int status, _, string error) =
            await CapturedConsole.RunAsync([.. arguments.Select(argument => argument.Replace("{folder}", folder))]);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Images_come_from_a_mirror_into_a_folder_per_class_and_only_once()
    {
        string mirror = Path.Combine(folder, "mirror"), data = Path.Combine(folder, "data");
        WriteSmallArchive(mirror);
        string[] arguments = ["fetch", "cats-vs-dogs-small", "--from", mirror, "--to", data];

        (int status, string output, string error) = await CapturedConsole.RunAsync(arguments);

        Assert.True(status == 0, error);
        Assert.Contains("3,000 images are in", output, StringComparison.Ordinal);
        string images = Path.Combine(data, "cats-vs-dogs-small");
        Assert.Equal(1000, Directory.GetFiles(Path.Combine(images, "train", "cat")).Length);
        Assert.Equal(500, Directory.GetFiles(Path.Combine(images, "validation", "dog")).Length);
        Assert.Equal(
            [images, Path.Combine(data, "cats_and_dogs_filtered.zip")], Directory.GetFileSystemEntries(data).Order(StringComparer.Ordinal));

        Directory.Delete(mirror, recursive: true);
        (status, output, _) = await CapturedConsole.RunAsync(arguments);
        Assert.Equal(0, status);
        Assert.Contains("3,000 images are in", output, StringComparison.Ordinal);
        Assert.Contains("serves a class with --from", output, StringComparison.Ordinal);
    }

    // An archive with the official one's names and length, of made-up contents.
    private static void WriteSmallArchive(string mirror)
    {
        const long Bytes = 68_606_236;
        const string Padding = "cats_and_dogs_filtered/vectorize.py";
        Directory.CreateDirectory(mirror);
        string path = Path.Combine(mirror, "cats_and_dogs_filtered.zip");
        Write(padding: 0);
        Write(Bytes - new FileInfo(path).Length);
        Assert.Equal(Bytes, new FileInfo(path).Length);

        void Write(long padding)
        {
            File.Delete(path);
            using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
            foreach ((string set, int first, int count) in new[] { ("train", 0, 1000), ("validation", 2000, 500) })
            {
                foreach (string kind in new[] { "cat", "dog" })
                {
                    for (int i = first; i < first + count; i++)
                    {
                        using Stream entry = archive.CreateEntry(
                            $"cats_and_dogs_filtered/{set}/{kind}s/{kind}.{i}.jpg", CompressionLevel.NoCompression).Open();
                        entry.WriteByte((byte)i);
                    }
                }
            }

            using Stream rest = archive.CreateEntry(Padding, CompressionLevel.NoCompression).Open();
            rest.WriteByte(0);
            byte[] chunk = new byte[1 << 20];
            for (; padding > 0; padding -= chunk.Length)
            {
                rest.Write(chunk.AsSpan(0, (int)Math.Min(chunk.Length, padding)));
            }
        }
    }
}
