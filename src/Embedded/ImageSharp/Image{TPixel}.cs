using System.Buffers;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>A picture in memory, rows from top to bottom without gaps. Dispose it, so that its memory serves the next one.</summary>
/// <typeparam name="TPixel">The pixel format.</typeparam>
public sealed class Image<TPixel> : Image
    where TPixel : unmanaged, IPixel<TPixel>
{
    private TPixel[]? pixels;

    /// <summary>A picture of zeros: black, or transparent.</summary>
    public Image(int width, int height)
        : this(width, height, default(TPixel))
    {
    }

    /// <summary>A picture of one colour.</summary>
    public Image(int width, int height, TPixel backgroundColor)
        : this(CheckedSize(width, height), new ImageMetadata()) => Pixels.Fill(backgroundColor);

    /// <summary>A picture whose pixels the caller writes, all of them.</summary>
    internal Image(Size size, ImageMetadata metadata)
        : base(size, metadata) => pixels = ArrayPool<TPixel>.Shared.Rent(checked((size.Width * size.Height) + IRgbRows.Overrun));

    /// <summary>The pixel at the given place.</summary>
    public TPixel this[int x, int y]
    {
        get => Row(y)[CheckedColumn(x)];
        set => Row(y)[CheckedColumn(x)] = value;
    }

    /// <inheritdoc/>
    internal override PixelTypeInfo StoredPixelType { get; } = PixelTypeInfo.Of<TPixel>();

    /// <summary>All pixels, row by row.</summary>
    internal Span<TPixel> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return pixels.AsSpan(0, Width * Height);
        }
    }

    /// <summary>A copy.</summary>
    public Image<TPixel> Clone()
    {
        Span<TPixel> source = Pixels;
        Image<TPixel> copy = new(Size, Metadata.DeepClone());
        source.CopyTo(copy.Pixels);
        return copy;
    }

    /// <summary>Calls <paramref name="processPixels"/> with access to the rows.</summary>
    public void ProcessPixelRows(PixelAccessorAction<TPixel> processPixels)
    {
        ArgumentNullException.ThrowIfNull(processPixels);
        ObjectDisposedException.ThrowIf(pixels is null, this);
        processPixels(new PixelAccessor<TPixel>(this));
    }

    /// <summary>Copies all pixels, row by row.</summary>
    public void CopyPixelDataTo(Span<TPixel> destination)
    {
        Span<TPixel> source = Pixels;
        if (destination.Length < source.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(destination), destination.Length, $"It must hold {source.Length} pixels.");
        }

        source.CopyTo(destination);
    }

    /// <summary>Copies the bytes of all pixels, row by row.</summary>
    public void CopyPixelDataTo(Span<byte> destination)
    {
        Span<byte> source = MemoryMarshal.AsBytes(Pixels);
        if (destination.Length < source.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(destination), destination.Length, $"It must hold {source.Length} bytes.");
        }

        source.CopyTo(destination);
    }

    /// <summary>All pixels as one block; here always possible.</summary>
    public bool DangerousTryGetSinglePixelMemory(out Memory<TPixel> memory)
    {
        ObjectDisposedException.ThrowIf(pixels is null, this);
        memory = pixels.AsMemory(0, Width * Height);
        return true;
    }

    /// <inheritdoc/>
    public override Image<TPixel2> CloneAs<TPixel2>()
    {
        if (this is Image<TPixel2> same)
        {
            return same.Clone();
        }

        Span<TPixel> source = Pixels;
        Image<TPixel2> copy = new(Size, Metadata.DeepClone());
        PixelConversion.Convert(source, copy.Pixels);
        return copy;
    }

    public override string ToString() => $"Image<{typeof(TPixel).Name}>: {Width}x{Height}";

    /// <summary>The pixels of one row.</summary>
    internal Span<TPixel> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return Pixels.Slice(y * Width, Width);
    }

    /// <summary>The bytes of all rows from <paramref name="y"/> on, and at least <see cref="IRgbRows.Overrun"/> more.</summary>
    internal Span<byte> BytesFrom(int y)
    {
        ObjectDisposedException.ThrowIf(pixels is null, this);
        return MemoryMarshal.AsBytes(pixels.AsSpan(y * Width));
    }

    /// <summary>Takes over the pixels and the size of <paramref name="other"/>, which is left empty.</summary>
    internal void TakeOver(Image<TPixel> other)
    {
        (pixels, other.pixels) = (other.pixels, pixels);
        Size = other.Size;
        Metadata.ExifProfile = other.Metadata.ExifProfile;
        other.Dispose();
    }

    internal override Image Process(Action<IImageProcessingContext> operation, bool mutate)
    {
        ObjectDisposedException.ThrowIf(pixels is null, this);
        ProcessingContext<TPixel> context = new(this, mutate);
        try
        {
            operation(context);
            return context.Finish();
        }
        catch
        {
            context.Abandon();
            throw;
        }
    }

    internal override void Encode(IImageEncoder encoder, Stream stream) => encoder.Encode(this, stream);

    protected override void Dispose(bool disposing)
    {
        TPixel[]? rented = Interlocked.Exchange(ref pixels, null);
        if (rented is not null)
        {
            ArrayPool<TPixel>.Shared.Return(rented);
        }
    }

    private int CheckedColumn(int x)
    {
        if ((uint)x >= (uint)Width)
        {
            throw new ArgumentOutOfRangeException(nameof(x));
        }

        return x;
    }
}
