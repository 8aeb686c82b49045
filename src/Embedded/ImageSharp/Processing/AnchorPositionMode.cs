namespace SixLabors.ImageSharp.Processing;

/// <summary>Which part of a picture is kept, or where it stands among margins.</summary>
public enum AnchorPositionMode
{
    /// <summary>The middle.</summary>
    Center,

    /// <summary>The top edge.</summary>
    Top,

    /// <summary>The bottom edge.</summary>
    Bottom,

    /// <summary>The left edge.</summary>
    Left,

    /// <summary>The right edge.</summary>
    Right,

    /// <summary>The upper left corner.</summary>
    TopLeft,

    /// <summary>The upper right corner.</summary>
    TopRight,

    /// <summary>The lower right corner.</summary>
    BottomRight,

    /// <summary>The lower left corner.</summary>
    BottomLeft,
}
