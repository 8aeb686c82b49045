namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>Where the first row and the first column of a stored picture belong.</summary>
public static class ExifOrientationMode
{
    /// <summary>Not said.</summary>
    public const ushort Unknown = 0;

    /// <summary>As stored.</summary>
    public const ushort TopLeft = 1;

    /// <summary>Mirrored left to right.</summary>
    public const ushort TopRight = 2;

    /// <summary>Upside down.</summary>
    public const ushort BottomRight = 3;

    /// <summary>Mirrored top to bottom.</summary>
    public const ushort BottomLeft = 4;

    /// <summary>Mirrored along the main diagonal.</summary>
    public const ushort LeftTop = 5;

    /// <summary>To be turned by 90° clockwise.</summary>
    public const ushort RightTop = 6;

    /// <summary>Mirrored along the other diagonal.</summary>
    public const ushort RightBottom = 7;

    /// <summary>To be turned by 270° clockwise.</summary>
    public const ushort LeftBottom = 8;
}
