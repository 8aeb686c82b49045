namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The code of each symbol, for writing.</summary>
internal sealed class HuffmanCodes
{
    private readonly ushort[] codes = new ushort[256];
    private readonly byte[] lengths = new byte[256];

    /// <param name="table">As DHT stores it: class and index, 16 counts, the symbols.</param>
    public HuffmanCodes(ReadOnlySpan<byte> table)
    {
        ReadOnlySpan<byte> counts = table.Slice(1, 16);
        ReadOnlySpan<byte> symbols = table[17..];
        int code = 0;
        int index = 0;
        for (int length = 1; length <= counts.Length; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++)
            {
                codes[symbols[index]] = (ushort)code++;
                lengths[symbols[index++]] = (byte)length;
            }
        }
    }

    public (int Code, int Length) this[int symbol] => (codes[symbol], lengths[symbol]);
}
