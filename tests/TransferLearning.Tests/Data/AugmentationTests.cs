namespace TransferLearning.Tests.Data;

public sealed class AugmentationTests
{
    private const int Size = 24;

    [Fact]
    public void Nothing_changes_by_default()
    {
        Assert.Equal(Pattern(), Apply(Augmentation.None, seed: 1));
    }

    [Fact]
    public void A_flip_mirrors_every_row_or_leaves_it()
    {
        byte[] source = Pattern(), mirrored = new byte[source.Length];
        for (int i = 0; i < Size * Size; i++)
        {
            int target = i / Size * Size + Size - 1 - i % Size;
            source.AsSpan(i * 3, 3).CopyTo(mirrored.AsSpan(target * 3));
        }

        var flip = new Augmentation { HorizontalFlip = true };
        byte[][] results = [.. Enumerable.Range(0, 40).Select(seed => Apply(flip, seed))];

        Assert.All(results, result => Assert.True(result.SequenceEqual(source) || result.SequenceEqual(mirrored)));
        Assert.InRange(results.Count(result => result.SequenceEqual(mirrored)), 10, 30);
    }

    [Fact]
    public void Brightness_multiplies_all_pixels_alike()
    {
        byte[] flat = [.. Enumerable.Repeat((byte)100, Size * Size * 3)], result = new byte[flat.Length];
        new Augmentation { Brightness = 0.2 }.Apply(flat, result, Size, new Random(3));

        Assert.Single(result.Distinct());
        Assert.InRange(result[0], 80, 120);
        Assert.NotEqual(100, result[0]);
    }

    [Fact]
    public void A_crop_shows_a_part_at_full_size()
    {
        // A ramp stays a ramp, but a flatter one.
        byte[] ramp = [.. Enumerable.Range(0, Size * Size).SelectMany(i => Enumerable.Repeat((byte)(i % Size * 10), 3))], result = new byte[ramp.Length];
        new Augmentation { SmallestCrop = 0.25 }.Apply(ramp, result, Size, new Random(4));
        int range = result[(Size - 1) * 3] - result[0];

        Assert.InRange(range, 115, 229);
    }

    [Fact]
    public void Rotation_keeps_the_centre_and_moves_the_corners()
    {
        byte[] source = Pattern(), result = Apply(new Augmentation { RotationDegrees = 45 }, seed: 2);

        Assert.NotEqual(source, result);
        Assert.InRange(Math.Abs(source[(Size / 2 * Size + Size / 2) * 3 + 2] - result[(Size / 2 * Size + Size / 2) * 3 + 2]), 0, 30);
    }

    [Fact]
    public void Same_seed_same_bytes()
    {
        Assert.Equal(Apply(Augmentation.Standard, seed: 9), Apply(Augmentation.Standard, seed: 9));
        Assert.NotEqual(Apply(Augmentation.Standard, seed: 9), Apply(Augmentation.Standard, seed: 10));
    }

    private static byte[] Pattern()
    {
        byte[] pixels = new byte[Size * Size * 3];
        for (int i = 0; i < Size * Size; i++)
        {
            pixels[i * 3] = (byte)(i % Size * 10);
            pixels[i * 3 + 1] = (byte)(i / Size * 10);
            pixels[i * 3 + 2] = (byte)(128 + i % Size - i / Size);
        }

        return pixels;
    }

    private static byte[] Apply(Augmentation augmentation, int seed)
    {
        byte[] result = new byte[Size * Size * 3];
        augmentation.Apply(Pattern(), result, Size, new Random(seed));
        return result;
    }
}
