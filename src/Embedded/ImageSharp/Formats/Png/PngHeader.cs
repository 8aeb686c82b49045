using System.Buffers.Binary;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>What the header of a PNG says (and whether a tRNS chunk follows it).</summary>
internal readonly struct PngHeader
{
    private const int Length = 13;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Bits of a channel, or of a palette index.</summary>
    public required int BitDepth { get; init; }

    public required PngColorType ColorType { get; init; }

    public required bool IsInterlaced { get; init; }

    public bool HasTransparency { get; init; }

    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.RgbWithAlpha => 4,
        PngColorType.GrayscaleWithAlpha => 2,
        _ => 1,
    };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>Walks all chunks, checking their sums.</summary>
    /// <param name="data">The whole stream.</param>
    /// <param name="exif">The camera's notes, where there are any.</param>
    public static PngHeader Read(ReadOnlySpan<byte> data, out ExifProfile? exif)
    {
        exif = null;
        PngHeader? header = null;
        PngChunks chunks = new(data);
        while (chunks.MoveNext() && chunks.Type != PngChunk.End)
        {
            switch (chunks.Type)
            {
                case PngChunk.Header:
                    header = Parse(chunks.Contents);
                    break;
                case PngChunk.Transparency when header is PngHeader known:
                    header = known with { HasTransparency = true };
                    break;
                case PngChunk.Exif:
                    exif = new ExifProfile(chunks.Contents.ToArray());
                    break;
            }
        }

        return header ?? throw Misplaced();
    }

    /// <summary>What is wrong with a stream whose header is missing or not alone.</summary>
    public static InvalidImageContentException Misplaced() =>
        new("PNG Image must contain a header chunk and it must be located before any other chunks.");

    /// <summary>Reads the contents of the header chunk.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> contents)
    {
        if (contents.Length < Length)
        {
            throw new InvalidImageContentException("The PNG header chunk is too short.");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(contents);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(contents[4..]);
        byte depth = contents[8];
        PngColorType color = (PngColorType)contents[9];
        bool isKnown = color switch
        {
            PngColorType.Grayscale => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown)
        {
            throw new NotSupportedException($"Invalid or unsupported color type {contents[9]} with bit depth {depth}.");
        }

        if (contents[11] != 0)
        {
            throw new NotSupportedException($"Invalid filter method. Expected 0. Was '{contents[11]}'.");
        }

        if (contents[12] > 1)
        {
            throw new NotSupportedException($"Invalid interlace method. Expected 'None' or 'Adam7'. Was '{contents[12]}'.");
        }

        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw new InvalidImageContentException($"Invalid image dimensions: {width}x{height}.");
        }

        return new PngHeader
        {
            Width = (int)width,
            Height = (int)height,
            BitDepth = depth,
            ColorType = color,
            IsInterlaced = contents[12] == 1,
        };
    }
}
