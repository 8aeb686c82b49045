namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>What the channels of a PNG pixel are.</summary>
public enum PngColorType : byte
{
    /// <summary>Grey.</summary>
    Grayscale = 0,

    /// <summary>Red, green and blue.</summary>
    Rgb = 2,

    /// <summary>An index into a palette.</summary>
    Palette = 3,

    /// <summary>Grey and alpha.</summary>
    GrayscaleWithAlpha = 4,

    /// <summary>Red, green, blue and alpha.</summary>
    RgbWithAlpha = 6,
}
