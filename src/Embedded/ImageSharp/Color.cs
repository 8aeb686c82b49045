using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>A colour, whatever pixels show it.</summary>
public struct Color : IEquatable<Color>
{
    /// <summary>Black.</summary>
    public static readonly Color Black = FromRgb(0, 0, 0);

    /// <summary>White.</summary>
    public static readonly Color White = FromRgb(255, 255, 255);

    /// <summary>White, and not to be seen.</summary>
    public static readonly Color Transparent = FromRgba(255, 255, 255, 0);

    private readonly Rgba32 pixel;

    /// <summary>The colour of a pixel.</summary>
    public Color(Rgba32 pixel) => this.pixel = pixel;

    public static bool operator ==(Color left, Color right) => left.Equals(right);

    public static bool operator !=(Color left, Color right) => !left.Equals(right);

    /// <summary>An opaque colour.</summary>
    public static Color FromRgb(byte r, byte g, byte b) => new(new Rgba32(r, g, b));

    /// <summary>A colour with alpha.</summary>
    public static Color FromRgba(byte r, byte g, byte b, byte a) => new(new Rgba32(r, g, b, a));

    /// <summary>The pixel that shows it.</summary>
    public readonly TPixel ToPixel<TPixel>()
        where TPixel : unmanaged, IPixel<TPixel>
    {
        TPixel result = default;
        result.FromRgba32(pixel);
        return result;
    }

    public readonly bool Equals(Color other) => pixel.Equals(other.pixel);

    public override readonly bool Equals(object? obj) => obj is Color other && Equals(other);

    public override readonly int GetHashCode() => pixel.GetHashCode();

    public override readonly string ToString() => Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<Rgba32>(in pixel)));
}
