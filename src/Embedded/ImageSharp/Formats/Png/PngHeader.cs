using System.Buffers.Binary;

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

    /// <summary>Reads the chunks up to the picture data.</summary>
    public static PngHeader Read(ReadOnlySpan<byte> data)
    {
        PngChunks chunks = new(data);
        PngHeader? header = null;
        while (chunks.MoveNext() && chunks.Type is not (PngChunk.Data or PngChunk.End))
        {
            if (chunks.Type == PngChunk.Header)
            {
                header = Parse(chunks.Contents);
            }
            else if (chunks.Type == PngChunk.Transparency && header is PngHeader known)
            {
                return known with { HasTransparency = true };
            }
        }

        return header ?? throw new InvalidImageContentException("PNG Image does not contain a header chunk.");
    }

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
        if (!isKnown || contents[10] != 0 || contents[11] != 0 || contents[12] > 1)
        {
            throw new InvalidImageContentException(
                $"Unsupported PNG header: color type {contents[9]}, bit depth {depth}, "
                + $"compression {contents[10]}, filter {contents[11]}, interlace {contents[12]}.");
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
