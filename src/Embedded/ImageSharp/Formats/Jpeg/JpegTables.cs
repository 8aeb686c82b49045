namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The tables of a stream as its segments have defined them so far.</summary>
internal sealed class JpegTables
{
    /// <summary>Quantization tables, in the order of the stream.</summary>
    public ushort[]?[] Quantization { get; } = new ushort[4][];

    /// <summary>Huffman tables of DC coefficients.</summary>
    public HuffmanTable?[] Dc { get; } = new HuffmanTable[4];

    /// <summary>Huffman tables of the other coefficients.</summary>
    public HuffmanTable?[] Ac { get; } = new HuffmanTable[4];

    /// <summary>Reads a DQT segment.</summary>
    public void ReadQuantization(SegmentReader segment)
    {
        while (segment.Remaining > 0)
        {
            byte kind = segment.ReadByte();
            if ((kind & 15) > 3 || kind >> 4 > 1)
            {
                throw new InvalidImageContentException($"Bad quantization table index {kind & 15} or precision {kind >> 4}.");
            }

            ushort[] table = new ushort[64];
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = kind >> 4 == 0 ? segment.ReadByte() : segment.ReadUInt16();
            }

            Quantization[kind & 15] = table;
        }
    }

    /// <summary>Reads a DHT segment.</summary>
    public void ReadHuffman(SegmentReader segment)
    {
        while (segment.Remaining > 0)
        {
            byte kind = segment.ReadByte();
            if ((kind & 15) > 3 || kind >> 4 > 1)
            {
                throw new InvalidImageContentException($"Bad Huffman table index {kind & 15} or class {kind >> 4}.");
            }

            SegmentReader ahead = segment;
            int total = 0;
            foreach (byte count in ahead.Read(16))
            {
                total += count;
            }

            if (total > 256)
            {
                throw new InvalidImageContentException("Bad Huffman table: more than 256 codes.");
            }

            (kind >> 4 == 0 ? Dc : Ac)[kind & 15] = HuffmanTable.Of(segment.Read(16 + total));
        }
    }
}
