namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>What a frame header (SOF) says.</summary>
internal sealed class JpegFrame
{
    public required bool IsProgressive { get; init; }

    /// <summary>Bits per sample: 8 or 12.</summary>
    public required int Precision { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required JpegComponent[] Components { get; init; }

    public int MaxHorizontalSampling { get; private set; }

    public int MaxVerticalSampling { get; private set; }

    public int McusPerLine { get; private set; }

    public int McuRows { get; private set; }

    /// <summary>Reads a frame header.</summary>
    public static JpegFrame Read(SegmentReader segment, bool isProgressive)
    {
        int precision = segment.ReadByte();
        int height = segment.ReadUInt16();
        int width = segment.ReadUInt16();
        int count = segment.ReadByte();
        if (precision is not (8 or 12))
        {
            throw new InvalidImageContentException("Only 8-Bit and 12-Bit precision is supported.");
        }

        if (width == 0 || height == 0)
        {
            throw new InvalidImageContentException($"Invalid image dimensions: {width}x{height}.");
        }

        if (count is not (1 or 3 or 4))
        {
            throw new NotSupportedException($"Images with {count} components are not supported.");
        }

        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = ReadComponent(ref segment, isAlone: count == 1);
        }

        JpegFrame frame = new()
        {
            IsProgressive = isProgressive,
            Precision = precision,
            Width = width,
            Height = height,
            Components = components,
        };
        frame.CountBlocks();
        return frame;
    }

    // Alone in its frame a component has nothing to be sampled against, and its scans count single blocks.
    private static JpegComponent ReadComponent(ref SegmentReader segment, bool isAlone)
    {
        byte id = segment.ReadByte();
        byte sampling = segment.ReadByte();
        int table = segment.ReadByte();
        int horizontal = sampling >> 4;
        int vertical = sampling & 15;
        if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || table > 3)
        {
            throw new InvalidImageContentException($"Bad sampling factors {horizontal}x{vertical} or table {table} of component {id}.");
        }

        return new JpegComponent
        {
            Id = id,
            HorizontalSampling = isAlone ? 1 : horizontal,
            VerticalSampling = isAlone ? 1 : vertical,
            QuantizationIndex = table,
        };
    }

    /// <summary>The size at the smallest of 1/8, 1/4 and 1/2 that still covers the target, or the whole size.</summary>
    public Size ScaledSize(Size? targetSize, out int blockSize)
    {
        if (targetSize is Size target)
        {
            for (blockSize = 1; blockSize < 8; blockSize *= 2)
            {
                Size scaled = new(((Width * blockSize) + 7) / 8, ((Height * blockSize) + 7) / 8);
                if (scaled.Width >= target.Width && scaled.Height >= target.Height)
                {
                    return scaled;
                }
            }
        }

        blockSize = 8;
        return new Size(Width, Height);
    }

    // Derives the counts of blocks from sizes and sampling factors.
    private void CountBlocks()
    {
        MaxHorizontalSampling = Components.Max(component => component.HorizontalSampling);
        MaxVerticalSampling = Components.Max(component => component.VerticalSampling);
        McusPerLine = DivideUp(Width, 8 * MaxHorizontalSampling);
        McuRows = DivideUp(Height, 8 * MaxVerticalSampling);
        foreach (JpegComponent component in Components)
        {
            component.BlocksPerLine = DivideUp(DivideUp(Width * component.HorizontalSampling, MaxHorizontalSampling), 8);
            component.BlockRows = DivideUp(DivideUp(Height * component.VerticalSampling, MaxVerticalSampling), 8);
            component.PaddedBlocksPerLine = McusPerLine * component.HorizontalSampling;
            component.PaddedBlockRows = McuRows * component.VerticalSampling;
        }
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
