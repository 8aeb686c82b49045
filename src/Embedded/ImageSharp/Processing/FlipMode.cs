namespace SixLabors.ImageSharp.Processing;

/// <summary>Which way a picture is mirrored.</summary>
public enum FlipMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Left to right.</summary>
    Horizontal,

    /// <summary>Top to bottom.</summary>
    Vertical,
}
