using System.Buffers;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    private static readonly DecoderOptions DefaultOptions = new();

    /// <summary>Reads a picture from a file.</summary>
    /// <exception cref="UnknownImageFormatException">It is neither JPEG nor PNG.</exception>
    /// <exception cref="InvalidImageContentException">It is damaged.</exception>
    public static Image<TPixel> Load<TPixel>(string path)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DefaultOptions, path);

    /// <summary>Reads a picture from a file.</summary>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, string path)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        using PooledBytes file = PooledBytes.ReadFile(path);
        return ImageCodec.Decode<TPixel>(options, file.Span);
    }

    /// <summary>Reads a picture from a file, on another thread.</summary>
    public static Task<Image<TPixel>> LoadAsync<TPixel>(string path, CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel> => LoadAsync<TPixel>(DefaultOptions, path, cancellationToken);

    /// <summary>Reads a picture from a file, on another thread.</summary>
    public static Task<Image<TPixel>> LoadAsync<TPixel>(DecoderOptions options, string path, CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel> => Task.Run(() => Load<TPixel>(options, path), cancellationToken);

    /// <summary>Reads a picture from a stream, to its end.</summary>
    public static Image<TPixel> Load<TPixel>(Stream stream)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DefaultOptions, stream);

    /// <summary>Reads a picture from a stream, to its end.</summary>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        using PooledBytes bytes = PooledBytes.ReadStream(stream);
        return ImageCodec.Decode<TPixel>(options, bytes.Span);
    }

    /// <summary>Reads a picture from memory.</summary>
    public static Image<TPixel> Load<TPixel>(ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DefaultOptions, data);

    /// <summary>Reads a picture from memory.</summary>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        return ImageCodec.Decode<TPixel>(options, NotEmpty(data));
    }

    /// <summary>Reads a picture from a file, in the pixel format that suits it.</summary>
    public static Image Load(string path) => Load(DefaultOptions, path);

    /// <summary>Reads a picture from a file, in the pixel format that suits it.</summary>
    public static Image Load(DecoderOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        using PooledBytes file = PooledBytes.ReadFile(path);
        return ImageCodec.Decode(options, file.Span);
    }

    /// <summary>Reads a picture from a stream, in the pixel format that suits it.</summary>
    public static Image Load(Stream stream) => Load(DefaultOptions, stream);

    /// <summary>Reads a picture from a stream, in the pixel format that suits it.</summary>
    public static Image Load(DecoderOptions options, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        using PooledBytes bytes = PooledBytes.ReadStream(stream);
        return ImageCodec.Decode(options, bytes.Span);
    }

    /// <summary>Reads a picture from memory, in the pixel format that suits it.</summary>
    public static Image Load(ReadOnlySpan<byte> buffer) => Load(DefaultOptions, buffer);

    /// <summary>Reads a picture from memory, in the pixel format that suits it.</summary>
    public static Image Load(DecoderOptions options, ReadOnlySpan<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ImageCodec.Decode(options, NotEmpty(buffer));
    }

    /// <summary>A picture from pixels, row by row.</summary>
    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<TPixel> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Size size = CheckedSize(width, height);
        int count = checked(width * height);
        if (data.Length < count)
        {
            throw new ArgumentOutOfRangeException(nameof(data), $"Parameter \"data\" must have {count} pixels, has {data.Length}.");
        }

        Image<TPixel> image = new(size, new Metadata.ImageMetadata());
        data[..count].CopyTo(image.Pixels);
        return image;
    }

    /// <summary>A picture from the bytes of its pixels, row by row.</summary>
    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<byte> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel> => LoadPixelData(MemoryMarshal.Cast<byte, TPixel>(data), width, height);

    // The package reads spans through a pointer, and no bytes give it none.
    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> pointer) =>
        pointer.IsEmpty ? throw new ArgumentNullException(nameof(pointer)) : pointer;
}
