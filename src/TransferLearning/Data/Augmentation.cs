namespace TransferLearning;

/// <summary>
/// Random changes that leave the class as it is, so that a network sees more than the pictures there are. Off by default.
/// The geometric ones are one affine map, sampled bilinearly from the cached bytes.
/// </summary>
public sealed record Augmentation
{
    /// <summary>Leaves pictures as they are.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>A moderate mixture: flip, crops down to 60 % of the area, 10° of rotation, 20 % of brightness.</summary>
    public static Augmentation Standard { get; } = new() { HorizontalFlip = true, SmallestCrop = 0.6, RotationDegrees = 10, Brightness = 0.2 };

    /// <summary>Mirrors every other picture, left to right.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Smallest share of the area that a random crop keeps before it is resized to the full size; 1 crops nothing.</summary>
    public double SmallestCrop { get; init; } = 1;

    /// <summary>Largest rotation to either side, in degrees.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Largest change of brightness to either side, as a share: 0.2 multiplies by 0.8 to 1.2.</summary>
    public double Brightness { get; init; }

    /// <summary>Whether nothing is changed.</summary>
    public bool IsNone => this == None;

    /// <summary>What chance decides for a picture in a pass over the pictures; the same wherever it is then carried out.</summary>
    /// <param name="seed">Seed of the pass.</param>
    /// <param name="index">Index of the picture in its set.</param>
    /// <param name="size">Width and height in pixels.</param>
    internal PictureChange Draw(int seed, int index, int size) => Draw(new Random(unchecked(seed * 1_000_003 + index)), size);

    /// <summary>Applies a random change.</summary>
    /// <param name="source">H×W×3, RGB; H = W = <paramref name="size"/>.</param>
    /// <param name="destination">Of the same shape; must not overlap.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="random">Where chance comes from.</param>
    internal void Apply(ReadOnlySpan<byte> source, Span<byte> destination, int size, Random random) => Apply(source, destination, size, Draw(random, size));

    /// <summary>Carries out a change.</summary>
    internal static void Apply(ReadOnlySpan<byte> source, Span<byte> destination, int size, PictureChange change)
    {
        double centre = (size - 1) / 2.0;
        int fixedGain = (int)Math.Round(change.Gain * 65536);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                double u = change.Mirror * (x - centre), v = y - centre;
                double sourceX = centre + change.ShiftX + change.Cos * u - change.Sin * v, sourceY = centre + change.ShiftY + change.Sin * u + change.Cos * v;
                Sample(source, size, sourceX, sourceY, fixedGain, destination.Slice((y * size + x) * 3, 3));
            }
        }
    }

    private PictureChange Draw(Random random, int size)
    {
        bool flip = HorizontalFlip && random.Next(2) == 1;
        double zoom = SmallestCrop < 1 ? Math.Sqrt(SmallestCrop + (1 - SmallestCrop) * random.NextDouble()) : 1;
        double slack = (1 - zoom) * size / 2;
        double shiftX = SmallestCrop < 1 ? slack * (2 * random.NextDouble() - 1) : 0;
        double shiftY = SmallestCrop < 1 ? slack * (2 * random.NextDouble() - 1) : 0;
        double angle = RotationDegrees > 0 ? (2 * random.NextDouble() - 1) * RotationDegrees * Math.PI / 180 : 0;
        double gain = Brightness > 0 ? 1 + (2 * random.NextDouble() - 1) * Brightness : 1;
        return new PictureChange(Math.Cos(angle) * zoom, Math.Sin(angle) * zoom, flip ? -1 : 1, shiftX, shiftY, gain);
    }

    /// <summary>Bilinear in 8-bit fixed point; beyond the border the nearest pixel stands.</summary>
    private static void Sample(ReadOnlySpan<byte> source, int size, double x, double y, int gain, Span<byte> pixel)
    {
        int fixedX = (int)Math.Clamp(Math.Round(x * 256), 0, (size - 1) * 256), fixedY = (int)Math.Clamp(Math.Round(y * 256), 0, (size - 1) * 256);
        int x0 = fixedX >> 8, y0 = fixedY >> 8, ax = fixedX & 255, ay = fixedY & 255;
        int x1 = Math.Min(x0 + 1, size - 1), y1 = Math.Min(y0 + 1, size - 1);
        int p00 = (y0 * size + x0) * 3, p01 = (y0 * size + x1) * 3, p10 = (y1 * size + x0) * 3, p11 = (y1 * size + x1) * 3;
        for (int c = 0; c < 3; c++)
        {
            int top = source[p00 + c] * (256 - ax) + source[p01 + c] * ax;
            int bottom = source[p10 + c] * (256 - ax) + source[p11 + c] * ax;
            int value = (top * (256 - ay) + bottom * ay + 32768) >> 16;
            pixel[c] = (byte)Math.Clamp((int)(((long)value * gain + 32768) >> 16), 0, 255);
        }
    }
}
