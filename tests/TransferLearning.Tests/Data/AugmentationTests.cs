using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Data;

public sealed class AugmentationTests : IDisposable
{
    private const int Size = 24;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Nothing_changes_by_default()
    {
        Tensor images = Patterns(2), result = Augmentation.None.Apply(images, seed: 1);

        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.True(result.equal(images.to_type(ScalarType.Float32)).all().item<bool>());
    }

    [Fact]
    public void Flips_mirror_half_of_the_images_and_neighbours_are_independent()
    {
        // 600 images, each in three passes: seeded one by one with seed * 1_000_003 + index, neighbours agreed in 4.5 % of the pairs.
        Tensor images = Patterns(200), mirrored = images.flip(3);
        for (int seed = 1; seed <= 3; seed++)
        {
            Tensor result = new Augmentation { HorizontalFlip = true }.Apply(images, seed).round();
            bool[] flipped = [.. result.sub(mirrored).abs().amax([1, 2, 3]).eq(0).data<bool>()];
            bool[] kept = [.. result.sub(images).abs().amax([1, 2, 3]).eq(0).data<bool>()];

            Assert.All(flipped.Zip(kept), pair => Assert.True(pair.First ^ pair.Second));
            Assert.InRange(flipped.Count(flip => flip), 75, 125);
            Assert.InRange(flipped.Zip(flipped.Skip(1)).Count(pair => pair.First == pair.Second), 75, 125);
            Assert.InRange(flipped.Zip(flipped.Skip(2)).Count(pair => pair.First == pair.Second), 75, 125);
        }
    }

    [Fact]
    public void Flips_of_an_image_in_consecutive_passes_are_independent()
    {
        Tensor images = Patterns(1);
        bool[] flipped = [.. Enumerable.Range(0, 200).Select(seed =>
            new Augmentation { HorizontalFlip = true }.Apply(images, seed).round().equal(images.to_type(ScalarType.Float32)).all()
                .item<bool>())];

        Assert.InRange(flipped.Count(flip => flip), 75, 125);
        Assert.InRange(flipped.Zip(flipped.Skip(1)).Count(pair => pair.First == pair.Second), 75, 125);
    }

    [Fact]
    public void Brightness_multiplies_an_image_alike_and_stays_within_0_to_255()
    {
        Tensor images = full([50, 3, 4, 4], 100, ScalarType.Byte), bright = full([50, 3, 4, 4], 250, ScalarType.Byte);
        var augmentation = new Augmentation { Brightness = 0.2 };
        Tensor result = augmentation.Apply(images, seed: 3);

        Tensor low = result.amin([1, 2, 3]), high = result.amax([1, 2, 3]);
        Assert.True(low.allclose(high));
        Assert.InRange(low.min().item<float>(), 80, 90);
        Assert.InRange(high.max().item<float>(), 110, 120);
        Assert.Equal(255, augmentation.Apply(bright, seed: 3).max().item<float>());
    }

    [Fact]
    public void A_crop_shows_at_least_its_share_of_the_area_at_full_size()
    {
        // A ramp of ten per pixel stays a ramp, but a flatter one: half as steep at a quarter of the area.
        Tensor ramp = arange(Size).mul(10).to_type(ScalarType.Byte).expand(100, 3, Size, Size);
        Tensor result = new Augmentation { SmallestCrop = 0.25 }.Apply(ramp, seed: 4);
        Tensor steps = result.narrow(3, Size / 2, 1).sub(result.narrow(3, Size / 2 - 1, 1));

        Assert.InRange(steps.min().item<float>(), 4.9, 6);
        Assert.InRange(steps.max().item<float>(), 9, 10.1);
    }

    [Fact]
    public void A_rotation_turns_about_the_centre()
    {
        Tensor images = zeros([30, 3, Size, Size], ScalarType.Byte);
        images[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(10, 14), TensorIndex.Colon] = 255;   // a bar
        Tensor result = new Augmentation { RotationDegrees = 90 }.Apply(images, seed: 2);

        Assert.True(result.narrow(2, 11, 2).narrow(3, 11, 2).ge(254).all().item<bool>());
        Assert.True(result.narrow(2, 0, 1).amax([1, 2, 3]).gt(200).any().item<bool>());   // some stand upright
    }

    [Fact]
    public void Same_seed_same_pixels()
    {
        Tensor images = Patterns(3);

        Assert.True(Augmentation.Standard.Apply(images, 9).equal(Augmentation.Standard.Apply(images, 9)).all().item<bool>());
        Assert.False(Augmentation.Standard.Apply(images, 9).equal(Augmentation.Standard.Apply(images, 10)).all().item<bool>());
    }

    [Fact]
    public void Sampling_is_that_of_PyTorch_and_leaves_channels_last_strides()
    {
        using JsonDocument recorded =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Data", "augmentation.json")));
        float[] Numbers(string name) => [.. recorded.RootElement.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
        Tensor result = Augmentation.Sample(tensor(Numbers("images"), [2, 3, 4, 5]), tensor(Numbers("maps"), [2, 2, 3]));

        Assert.True(result.allclose(tensor(Numbers("result"), [2, 3, 4, 5]), rtol: 1e-5, atol: 1e-3));
        Assert.Equal([60, 1, 15, 3], result.stride());
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        Tensor images = Patterns(2);
        long before = Tensor.TotalCount;
        Augmentation.Standard.Apply(images, 1).Dispose();

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Patterns(int count) =>
        arange(count * 3 * Size * Size).mul(131).remainder(251).to_type(ScalarType.Byte).view(count, 3, Size, Size);
}
