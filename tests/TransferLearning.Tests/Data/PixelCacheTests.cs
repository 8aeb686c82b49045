namespace TransferLearning.Tests.Data;

public sealed class PixelCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stored_pixels_are_those_of_the_decoded_and_resized_picture()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);
        using PixelCache cache = PixelCache.Open(pictures.Pictures, 32, folder.File("cache"));
        byte[] stored = new byte[cache.PictureBytes];

        foreach (Picture picture in pictures.Pictures)
        {
            cache.CopyPixels(picture, stored);
            using FileStream stream = File.OpenRead(picture.Path);
            Assert.Equal(PixelCache.Decode(stream, 32), stored);
        }
    }

    [Fact]
    public void A_second_opening_finds_the_file_of_the_first()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);
        var steps = new List<StepProgress>();
        string cacheFolder = folder.File("cache");
        PixelCache.Open(pictures.Pictures, 32, cacheFolder, new Listing(steps)).Dispose();
        Assert.NotEmpty(steps);
        steps.Clear();

        PixelCache.Open(pictures.Pictures, 32, cacheFolder, new Listing(steps)).Dispose();

        Assert.Empty(steps);
        Assert.Single(Directory.GetFiles(cacheFolder));
    }

    [Fact]
    public void A_changed_picture_is_decoded_again()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);
        string cacheFolder = folder.File("cache");
        byte[] before = Pixels(pictures, cacheFolder);
        File.Copy(pictures.Pictures[1].Path, pictures.Pictures[0].Path, overwrite: true);

        Assert.NotEqual(before, Pixels(pictures, cacheFolder));
    }

    [Fact]
    public void A_file_that_was_cut_off_is_made_again()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);
        string cacheFolder = folder.File("cache");
        byte[] before = Pixels(pictures, cacheFolder);
        using (FileStream file = File.OpenWrite(Directory.GetFiles(cacheFolder).Single()))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Equal(before, Pixels(pictures, cacheFolder));
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 3);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        string cacheFolder = folder.File("cache");

        Assert.ThrowsAny<OperationCanceledException>(() => PixelCache.Open(pictures.Pictures, 32, cacheFolder, cancellation: stop.Token));

        Assert.Empty(Directory.GetFiles(cacheFolder));
    }

    private static byte[] Pixels(ImageFolder pictures, string cacheFolder)
    {
        using PixelCache cache = PixelCache.Open(pictures.Pictures, 32, cacheFolder);
        byte[] pixels = new byte[cache.PictureBytes];
        cache.CopyPixels(pictures.Pictures[0], pixels);
        return pixels;
    }

    private sealed class Listing(List<StepProgress> steps) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            lock (steps)
            {
                steps.Add(value);
            }
        }
    }
}
