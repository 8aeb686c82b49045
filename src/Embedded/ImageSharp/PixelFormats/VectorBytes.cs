using System.Numerics;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>How floats become bytes.</summary>
internal static class VectorBytes
{
    /// <summary>Red, green, blue and alpha from 0 to 1 as bytes, rounded.</summary>
    public static Rgba32 ToRgba32(Vector4 vector)
    {
        vector = Vector4.Clamp((vector * 255f) + new Vector4(0.5f), Vector4.Zero, new Vector4(255f));
        return new Rgba32((byte)vector.X, (byte)vector.Y, (byte)vector.Z, (byte)vector.W);
    }

    /// <summary>The luminance of a colour (ITU-R BT.709).</summary>
    public static byte Luminance(byte red, byte green, byte blue) =>
        (byte)((red * 0.2126f) + (green * 0.7152f) + (blue * 0.0722f) + 0.5f);
}
