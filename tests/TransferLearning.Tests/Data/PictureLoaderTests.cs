using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Data;

public sealed class PictureLoaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Batches_bring_every_picture_once_as_bytes_in_channel_row_column_order()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 5);
        PictureBatch[] batches = [.. pictures.All.Batches(imageSize: 32, batchSize: 4)];

        Assert.Equal([4, 4, 2], batches.Select(batch => (int)batch.Labels.shape[0]));
        Assert.All(batches, batch => Assert.Equal(ScalarType.Byte, batch.Pictures.dtype));
        Assert.Equal([4, 3, 32, 32], batches[0].Pictures.shape);
        Assert.Equal([0L, 0, 0, 0, 0, 1, 1, 1, 1, 1], batches.SelectMany(batch => batch.Labels.data<long>().ToArray()));

        byte[] expected = new byte[32 * 32 * 3];
        pictures.All.Pool.Pixels(32).CopyPixels(pictures.Pictures[1], expected);
        Assert.Equal(expected[(7 * 32 + 9) * 3 + 2], batches[0].Pictures[1, 2, 7, 9].item<byte>());
        Array.ForEach(batches, batch => batch.Dispose());
    }

    [Fact]
    public void The_order_depends_on_the_seed_alone()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 12);

        Assert.Equal(Labels(pictures, 3), Labels(pictures, 3));
        Assert.NotEqual(Labels(pictures, 3), Labels(pictures, 4));
        Assert.Equal(12, Labels(pictures, 3).Sum());
    }

    [Fact]
    public void Leaving_an_enumeration_early_ends_the_reader()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 30);
        int seen = 0;
        foreach (PictureBatch batch in pictures.All.Batches(imageSize: 32, batchSize: 2))
        {
            batch.Dispose();
            if (++seen == 2)
            {
                break;   // Dispose of the enumerator waits for the reader: this would hang if it did not end
            }
        }

        Assert.Equal(2, seen);
    }

    // What another thread allocates makes the collector run in the middle of a step, and TorchSharp 0.107 then frees numbers that libtorch still reads.
    [Fact]
    public void Reading_ahead_allocates_nothing()
    {
        PictureSet pictures = MadeUpPictures.TwoClasses(folder, 4).All;
        PixelCache cache = pictures.Pool.Pixels(32);
        var buffer = new PictureBuffer(cache, batchSize: 8);
        PictureChange[] changes = [.. Enumerable.Range(0, 8).Select(index => Augmentation.Standard.Draw(1, index, 32))];
        int[] indices = [7, 6, 5, 4, 3, 2, 1, 0];
        Assert.Equal(0, AllocatedBy(() => buffer.Fill(pictures, indices, changes)));
        Assert.Equal(0, AllocatedBy(() => buffer.Fill(pictures, indices, [])));

        using PictureBatch batch = buffer.ToTensors();
        Assert.Equal([1L, 1, 1, 1, 0, 0, 0, 0], batch.Labels.data<long>().ToArray());
    }

    // The second time: the first one also compiles.
    private static long AllocatedBy(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long[] Labels(ImageFolder pictures, int seed)
    {
        var labels = new List<long>();
        foreach (PictureBatch batch in pictures.All.Batches(imageSize: 32, batchSize: 5, shuffleSeed: seed))
        {
            using (batch)
            {
                labels.AddRange(batch.Labels.data<long>().ToArray());
            }
        }

        return [.. labels];
    }
}
