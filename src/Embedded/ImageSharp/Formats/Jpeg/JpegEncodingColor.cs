namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>How colours are stored in a JPEG.</summary>
public enum JpegEncodingColor : byte
{
    /// <summary>Colour at half the width and height.</summary>
    YCbCrRatio420 = 0,

    /// <summary>Colour at full size.</summary>
    YCbCrRatio444 = 1,

    /// <summary>Grey alone.</summary>
    Luminance = 5,
}
