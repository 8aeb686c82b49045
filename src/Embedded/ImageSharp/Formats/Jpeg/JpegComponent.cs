namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>One colour component of a frame: its sampling factors, its tables and, where kept, its coefficients.</summary>
internal sealed class JpegComponent
{
    public required byte Id { get; init; }

    public required int HorizontalSampling { get; init; }

    public required int VerticalSampling { get; init; }

    public required int QuantizationIndex { get; init; }

    /// <summary>Blocks that hold picture, as scans of this component alone count them.</summary>
    public int BlocksPerLine { get; set; }

    public int BlockRows { get; set; }

    /// <summary>Blocks with the padding to whole MCUs, as scans of several components count them.</summary>
    public int PaddedBlocksPerLine { get; set; }

    public int PaddedBlockRows { get; set; }

    /// <summary>The coefficients of all padded blocks, 64 each, transposed; null where blocks are transformed as they come.</summary>
    public short[]? Coefficients { get; set; }

    public HuffmanTable? DcTable { get; set; }

    public HuffmanTable? AcTable { get; set; }

    /// <summary>The DC value of the block before.</summary>
    public int DcPrediction { get; set; }

    /// <summary>The quantization table that its first scan found, in the order of the stream.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>What coefficients are multiplied with before the inverse transform, transposed.</summary>
    public float[]? Dequantization { get; set; }
}
