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

    /// <summary>Derives the counts of blocks from sizes and sampling factors.</summary>
    public void CountBlocks()
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
