using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Writes PNG: 8 bits a channel, grey, RGB or RGB with alpha as the image has them.</summary>
public class PngEncoder : ImageEncoder
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal override void Write<TPixel>(Image<TPixel> image, Stream stream)
    {
        ReadOnlySpan<byte> pixels = MemoryMarshal.AsBytes(image.Pixels);
        int channels = image.PixelType.BitsPerPixel / 8;
        PngColorType colorType = channels switch
        {
            1 => PngColorType.Grayscale,
            3 => PngColorType.Rgb,
            _ => PngColorType.RgbWithAlpha,
        };

        stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)colorType;
        WriteChunk(stream, PngChunk.Header, header);
        if (!SkipMetadata && image.Metadata.ExifProfile?.ToByteArray() is byte[] exif)
        {
            WriteChunk(stream, PngChunk.Exif, exif);
        }

        using MemoryStream compressed = new();
        using (ZLibStream deflate = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            WriteScanlines(deflate, pixels, image.Width * channels, channels);
        }

        WriteChunk(stream, PngChunk.Data, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(stream, PngChunk.End, []);
    }

    private static void WriteScanlines(Stream deflate, ReadOnlySpan<byte> pixels, int stride, int step)
    {
        byte[] above = new byte[stride];
        byte[] best = new byte[stride + 1];
        byte[] candidate = new byte[stride + 1];
        for (; !pixels.IsEmpty; pixels = pixels[stride..])
        {
            ReadOnlySpan<byte> line = pixels[..stride];
            long least = long.MaxValue;
            for (byte filter = 0; filter <= 4; filter++)
            {
                // The usual guess at what compresses best: small differences.
                long sum = PngFilters.Apply(filter, line, above, step, candidate);
                if (sum < least)
                {
                    least = sum;
                    (best, candidate) = (candidate, best);
                }
            }

            deflate.Write(best, 0, stride + 1);
            line.CopyTo(above);
        }
    }

    private static void WriteChunk(Stream stream, uint type, ReadOnlySpan<byte> contents)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(contents.Length + 12);
        BinaryPrimitives.WriteInt32BigEndian(chunk, contents.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), type);
        contents.CopyTo(chunk.AsSpan(8));
        uint checksum = Crc32.Compute(chunk.AsSpan(4, contents.Length + 4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(contents.Length + 8), checksum);
        stream.Write(chunk, 0, contents.Length + 12);
        ArrayPool<byte>.Shared.Return(chunk);
    }
}
