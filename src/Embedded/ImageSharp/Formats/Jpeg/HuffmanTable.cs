using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// A Huffman table of a JPEG stream (ITU T.81, annex C and F) as a lookup over the next <see cref="LookupBits"/> bits. Where the
/// code and the bits of its coefficient both fit, one lookup yields run, value and length together.
/// </summary>
internal sealed class HuffmanTable
{
    public const int LookupBits = 10;

    /// <summary>
    /// Per prefix: value in bits 16 to 31, run in 8 to 15, bits to drop in 0 to 7. A value of zero means that only the code was
    /// resolved: then bits 8 to 15 hold its symbol and 0 to 7 its length. Zero altogether: the code is longer than the prefix.
    /// </summary>
    public readonly int[] Lookup = new int[1 << LookupBits];

    private const int LongestCode = 16;

    // Most files use the tables that the standard gives as typical.
    private static readonly (byte[] Definition, HuffmanTable Table)[] Typical =
        [.. StandardTables.Huffman.Select(table => (table[1..], new HuffmanTable(table.AsSpan(1))))];

    private readonly int[] firstBeyond = new int[LongestCode + 1];
    private readonly int[] symbolOffset = new int[LongestCode + 1];
    private readonly byte[] symbols = new byte[256];

    private HuffmanTable(ReadOnlySpan<byte> definition)
    {
        ReadOnlySpan<byte> counts = definition[..LongestCode];
        definition[LongestCode..].CopyTo(symbols);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            symbolOffset[length] = index - code;
            if (code + counts[length - 1] >= 1 << length)
            {
                // More codes than their length allows, or one of ones only, which none may be.
                throw new InvalidImageContentException("Bad huffman table.");
            }

            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length <= LookupBits)
                {
                    FillLookup(code, length, symbols[index]);
                }
            }

            // Codes of this length lie below this bound once both are shifted to 16 bits.
            firstBeyond[length] = code << (LongestCode - length);
            code <<= 1;
        }
    }

    /// <summary>The table of a definition: how many codes of each length from 1 to 16 there are, then the symbols in their order.</summary>
    public static HuffmanTable Of(ReadOnlySpan<byte> definition)
    {
        foreach ((byte[] known, HuffmanTable table) in Typical)
        {
            if (definition.SequenceEqual(known))
            {
                return table;
            }
        }

        return new HuffmanTable(definition);
    }

    /// <summary>Resolves a code that is longer than the lookup covers. Returns symbol in bits 8 to 15 and length in 0 to 7.</summary>
    /// <param name="next17">The next 17 bits of the stream.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int ResolveLongCode(int next17)
    {
        for (int length = LookupBits + 1; length <= LongestCode; length++)
        {
            if (next17 >> 1 < firstBeyond[length])
            {
                int index = (next17 >> (LongestCode + 1 - length)) + symbolOffset[length];
                return (symbols[index & 255] << 8) | length;
            }
        }

        // No such code: damaged data. The package takes some symbol for it, and a bit more than the longest code.
        return (symbols[next17 & 255] << 8) | (LongestCode + 1);
    }

    private void FillLookup(int code, int length, byte symbol)
    {
        int size = symbol & 15;
        int free = LookupBits - length;
        int first = code << free;
        for (int i = 0; i < 1 << free; i++)
        {
            int entry = (symbol << 8) | length;
            if (size != 0 && size <= free)
            {
                int bits = i >> (free - size);
                entry = (Extend(bits, size) << 16) | ((symbol >> 4) << 8) | (length + size);
            }

            Lookup[first + i] = entry;
        }
    }

    /// <summary>The signed value that <paramref name="size"/> bits stand for (T.81, F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size) => bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}
