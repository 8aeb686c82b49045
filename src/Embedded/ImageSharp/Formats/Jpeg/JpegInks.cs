namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Rows of four components, inks and black as Adobe stores them (inverted), to rows of RGB.</summary>
internal static class JpegInks
{
    private const float Top = 255f;
    private const float Middle = 128f;

    /// <param name="color"><see cref="JpegColor.Cmyk"/> or <see cref="JpegColor.Ycck"/>.</param>
    /// <param name="planes">One plane a component, its row selected.</param>
    /// <param name="rgb">Takes the row.</param>
    /// <param name="width">In pixels.</param>
    public static void Convert(JpegColor color, JpegPlane[] planes, Span<byte> rgb, int width)
    {
        ReadOnlySpan<byte> first = planes[0].Row;
        ReadOnlySpan<byte> second = planes[1].Row;
        ReadOnlySpan<byte> third = planes[2].Row;
        ReadOnlySpan<byte> black = planes[3].Row;
        for (int x = 0; x < width; x++)
        {
            (float red, float green, float blue) = color == JpegColor.Ycck
                ? FromYcc(first[x], second[x] - Middle, third[x] - Middle)
                : (first[x], second[x], third[x]);
            float share = black[x] / Top;
            rgb[3 * x] = ToByte(red * share);
            rgb[(3 * x) + 1] = ToByte(green * share);
            rgb[(3 * x) + 2] = ToByte(blue * share);
        }
    }

    // What lies outside the range is cut off after black has its share, not before: as the package does, other than libjpeg.
    private static (float Red, float Green, float Blue) FromYcc(float y, float cb, float cr) => (
        Top - MathF.Round(y + (1.402f * cr)),
        Top - MathF.Round(y - (0.344136286f * cb) - (0.714136286f * cr)),
        Top - MathF.Round(y + (1.772f * cb)));

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0f, Top);
}
