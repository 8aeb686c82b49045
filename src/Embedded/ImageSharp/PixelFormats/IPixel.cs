using System.Numerics;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>A pixel that converts to and from the others.</summary>
public interface IPixel
{
    /// <summary>Takes red, green, blue and alpha from 0 to 1.</summary>
    void FromScaledVector4(Vector4 vector);

    /// <summary>Red, green, blue and alpha from 0 to 1.</summary>
    Vector4 ToScaledVector4();

    /// <summary>Takes a vector in the pixel's own range, which here is from 0 to 1.</summary>
    void FromVector4(Vector4 vector);

    /// <summary>A vector in the pixel's own range, which here is from 0 to 1.</summary>
    Vector4 ToVector4();

    /// <summary>Takes a grey.</summary>
    void FromL8(L8 source);

    /// <summary>Takes a colour.</summary>
    void FromRgb24(Rgb24 source);

    /// <summary>Takes a colour with alpha.</summary>
    void FromRgba32(Rgba32 source);

    /// <summary>Gives the pixel as a colour with alpha.</summary>
    void ToRgba32(ref Rgba32 dest);
}
