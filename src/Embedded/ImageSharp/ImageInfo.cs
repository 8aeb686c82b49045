using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;

namespace SixLabors.ImageSharp;

/// <summary>What a file says about its picture.</summary>
public class ImageInfo
{
    internal ImageInfo(PixelTypeInfo pixelType, Size size, ImageMetadata metadata)
    {
        PixelType = pixelType;
        Size = size;
        Metadata = metadata;
    }

    /// <summary>How pixels are stored.</summary>
    public PixelTypeInfo PixelType { get; }

    /// <summary>The width in pixels.</summary>
    public int Width => Size.Width;

    /// <summary>The height in pixels.</summary>
    public int Height => Size.Height;

    /// <summary>Width and height in pixels.</summary>
    public Size Size { get; }

    /// <summary>The whole picture as a rectangle.</summary>
    public Rectangle Bounds => new(0, 0, Width, Height);

    /// <summary>What comes with the picture besides pixels.</summary>
    public ImageMetadata Metadata { get; }
}
