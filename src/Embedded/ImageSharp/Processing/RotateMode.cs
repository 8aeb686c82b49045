namespace SixLabors.ImageSharp.Processing;

/// <summary>By how many degrees a picture is turned clockwise.</summary>
public enum RotateMode
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>A quarter.</summary>
    Rotate90 = 90,

    /// <summary>Upside down.</summary>
    Rotate180 = 180,

    /// <summary>Three quarters.</summary>
    Rotate270 = 270,
}
