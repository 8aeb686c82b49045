using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>Gives the rows of an image as spans.</summary>
/// <typeparam name="TPixel">The pixel format.</typeparam>
public readonly ref struct PixelAccessor<TPixel>
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly Image<TPixel> image;

    internal PixelAccessor(Image<TPixel> image) => this.image = image;

    /// <summary>The width in pixels.</summary>
    public int Width => image.Width;

    /// <summary>The height in pixels.</summary>
    public int Height => image.Height;

    /// <summary>The pixels of one row.</summary>
    public Span<TPixel> GetRowSpan(int rowIndex) => image.Row(rowIndex);
}
