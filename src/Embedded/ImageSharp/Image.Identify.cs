using SixLabors.ImageSharp.Formats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    /// <summary>Reads what a file says about its picture, without decoding it.</summary>
    public static ImageInfo Identify(string path)
    {
        using PooledBytes file = PooledBytes.ReadFile(path);
        return ImageCodec.Identify(file.Span);
    }

    /// <summary>Reads what a stream says about its picture, without decoding it.</summary>
    public static ImageInfo Identify(Stream stream)
    {
        using PooledBytes bytes = PooledBytes.ReadStream(stream);
        return ImageCodec.Identify(bytes.Span);
    }

    /// <summary>Reads what data says about its picture, without decoding it.</summary>
    public static ImageInfo Identify(ReadOnlySpan<byte> buffer) => ImageCodec.Identify(NotEmpty(buffer));

    /// <summary>Tells the format of a file by its first bytes.</summary>
    public static IImageFormat DetectFormat(string path)
    {
        using FileStream file = File.OpenRead(path);
        return DetectFormat(file);
    }

    /// <summary>Tells the format of a stream by its first bytes; a stream that can seek is put back.</summary>
    public static IImageFormat DetectFormat(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[ImageCodec.HeaderLength];
        int count = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (stream.CanSeek)
        {
            stream.Seek(-count, SeekOrigin.Current);
        }

        return ImageCodec.DetectFormat(header[..count]);
    }

    /// <summary>Tells the format of data by its first bytes.</summary>
    public static IImageFormat DetectFormat(ReadOnlySpan<byte> buffer) => ImageCodec.DetectFormat(NotEmpty(buffer));
}
