using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

/// <summary>The way of a GPU, walked on the processor: what it must have in common with the loader.</summary>
public sealed class DevicePixelExamplesTests : IDisposable
{
    private const int ImageSize = 32, BatchSize = 7;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Batches_are_those_of_the_loader(int? seed)
    {
        PictureSet set = MadeUpPictures.TwoClasses(folder, 9).All;
        using var loaded = new PixelExamples(set, ImageSize, Augmentation.None);
        using var onDevice = new DevicePixelExamples(set, ImageSize, Augmentation.None, CPU);

        Assert.Equal(loaded.Pictures, onDevice.Pictures);
        foreach (((byte[] expected, long[] labels, long[] shape), (byte[] found, long[] foundLabels, long[] foundShape)) in Read(loaded, seed).Zip(Read(onDevice, seed)))
        {
            Assert.Equal(shape, foundShape);
            Assert.Equal(labels, foundLabels);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Augmented_pictures_differ_from_the_loaders_by_a_level_or_two()
    {
        PictureSet set = MadeUpPictures.TwoClasses(folder, 9).All;
        Augmentation strong = Augmentation.Standard with { RotationDegrees = 45, SmallestCrop = 0.3 };
        using var loaded = new PixelExamples(set, ImageSize, strong);
        using var onDevice = new DevicePixelExamples(set, ImageSize, strong, CPU);
        using var plain = new PixelExamples(set, ImageSize, Augmentation.None);

        byte[] expected = [.. Read(loaded, 5).SelectMany(batch => batch.Pixels)], found = [.. Read(onDevice, 5).SelectMany(batch => batch.Pixels)];
        int[] differences = [.. expected.Zip(found, (one, other) => Math.Abs(one - other))];

        Assert.InRange(differences.Max(), 0, 2);
        Assert.True(differences.Count(difference => difference > 1) < 0.01 * differences.Length);
        Assert.NotEqual(Read(plain, 5).SelectMany(batch => batch.Pixels), found);
    }

    [Fact]
    public void Judging_uses_the_pictures_as_they_are()
    {
        PictureSet set = MadeUpPictures.TwoClasses(folder, 4).All;
        using var plain = new PixelExamples(set, ImageSize, Augmentation.None);
        using var onDevice = new DevicePixelExamples(set, ImageSize, Augmentation.Standard, CPU);

        Assert.Equal(Read(plain, null).SelectMany(batch => batch.Pixels), Read(onDevice, null).SelectMany(batch => batch.Pixels));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        PictureSet set = MadeUpPictures.TwoClasses(folder, 9).All;
        set.Pool.Pixels(ImageSize);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var examples = new DevicePixelExamples(set, ImageSize, Augmentation.Standard, CPU))
        {
            Read(examples, 1);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static List<(byte[] Pixels, long[] Labels, long[] Shape)> Read(Examples examples, int? seed)
    {
        var batches = new List<(byte[], long[], long[])>();
        foreach ((Tensor inputs, Tensor labels) in examples.Batches(BatchSize, seed))
        {
            using (inputs)
            using (labels)
            using (Tensor inRows = inputs.contiguous())
            {
                batches.Add((inRows.data<byte>().ToArray(), labels.data<long>().ToArray(), inputs.shape));
            }
        }

        return batches;
    }
}
