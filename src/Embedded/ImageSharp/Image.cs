using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>A picture of any pixel format, and where pictures come from.</summary>
public abstract partial class Image : IDisposable
{
    private protected Image(Size size, ImageMetadata metadata)
    {
        Size = size;
        Metadata = metadata;
    }

    /// <summary>The width in pixels.</summary>
    public int Width => Size.Width;

    /// <summary>The height in pixels.</summary>
    public int Height => Size.Height;

    /// <summary>Width and height in pixels.</summary>
    public Size Size { get; internal set; }

    /// <summary>The whole picture as a rectangle.</summary>
    public Rectangle Bounds => new(0, 0, Width, Height);

    /// <summary>What came with the picture besides pixels.</summary>
    public ImageMetadata Metadata { get; }

    /// <summary>How pixels are stored.</summary>
    public PixelTypeInfo PixelType => StoredPixelType;

    internal abstract PixelTypeInfo StoredPixelType { get; }

    /// <summary>A copy in another pixel format.</summary>
    public abstract Image<TPixel2> CloneAs<TPixel2>()
        where TPixel2 : unmanaged, IPixel<TPixel2>;

    /// <summary>Writes the picture to a stream.</summary>
    public void Save(Stream stream, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(encoder);
        Encode(encoder, stream);
    }

    /// <summary>Gives the pixels' memory back.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs steps on the picture or on a copy, and gives the result.</summary>
    internal abstract Image Process(Action<IImageProcessingContext> operation, bool mutate);

    internal abstract void Encode(IImageEncoder encoder, Stream stream);

    /// <summary>Gives the pixels' memory back.</summary>
    protected abstract void Dispose(bool disposing);

    private protected static Size CheckedSize(int width, int height)
    {
        MustBePositive(width, nameof(width));
        MustBePositive(height, nameof(height));
        return new Size(width, height);
    }

    private static void MustBePositive(int value, string name)
    {
        if (value <= 0)
        {
            throw new ArgumentOutOfRangeException(name, $"Parameter \"{name}\" (System.Int32) must be greater than 0, was {value}");
        }
    }
}
