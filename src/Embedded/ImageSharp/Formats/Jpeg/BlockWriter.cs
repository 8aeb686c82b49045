using System.Numerics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Writes blocks of a baseline scan (T.81, F.1.2).</summary>
internal sealed class BlockWriter(Stream stream)
{
    private readonly byte[] pending = new byte[1 << 12];
    private int pendingCount;
    private ulong bits;
    private int bitCount;

    /// <summary>Writes one block.</summary>
    /// <param name="coefficients">In the order of the stream.</param>
    /// <param name="prediction">The DC value of the component's block before; becomes this one's.</param>
    /// <param name="dcCodes">Codes for DC.</param>
    /// <param name="acCodes">Codes for the others.</param>
    public void Write(ReadOnlySpan<short> coefficients, ref int prediction, HuffmanCodes dcCodes, HuffmanCodes acCodes)
    {
        WriteValue(dcCodes, run: 0, coefficients[0] - prediction);
        prediction = coefficients[0];
        int run = 0;
        for (int k = 1; k < coefficients.Length; k++)
        {
            if (coefficients[k] == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                WriteSymbol(acCodes, 0xF0);
            }

            WriteValue(acCodes, run, coefficients[k]);
            run = 0;
        }

        if (run > 0)
        {
            WriteSymbol(acCodes, 0);
        }
    }

    /// <summary>Fills the last byte with ones and writes all out.</summary>
    public void Finish()
    {
        WriteBits(0x7F, 7);
        bitCount = 0;
        Flush();
    }

    private void WriteValue(HuffmanCodes codes, int run, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        WriteSymbol(codes, (run << 4) | size);
        WriteBits((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    private void WriteSymbol(HuffmanCodes codes, int symbol)
    {
        (int code, int length) = codes[symbol];
        WriteBits(code, length);
    }

    private void WriteBits(int value, int count)
    {
        bits = (bits << count) | (uint)value;
        bitCount += count;
        while (bitCount >= 8)
        {
            bitCount -= 8;
            byte next = (byte)(bits >> bitCount);
            Put(next);
            if (next == 0xFF)
            {
                Put(0);
            }
        }
    }

    private void Put(byte value)
    {
        pending[pendingCount++] = value;
        if (pendingCount == pending.Length)
        {
            Flush();
        }
    }

    private void Flush()
    {
        stream.Write(pending, 0, pendingCount);
        pendingCount = 0;
    }
}
