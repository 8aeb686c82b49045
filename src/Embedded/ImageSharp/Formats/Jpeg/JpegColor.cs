namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>What the components of a picture mean.</summary>
internal enum JpegColor
{
    Grayscale,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}
