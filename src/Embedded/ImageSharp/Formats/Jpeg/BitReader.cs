using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Reads bits of one entropy-coded segment whose stuffing was removed (<see cref="EntropySegment"/>). Behind the last byte it
/// yields zeros without end; <see cref="IsExhausted"/> tells.
/// </summary>
internal unsafe struct BitReader
{
    /// <summary>How many zero bytes must follow the data, so that eight can always be read at once.</summary>
    public const int Padding = 8;

    /// <summary>The next bits, the first one in the highest position.</summary>
    public ulong Buffer;

    /// <summary>How many bits of <see cref="Buffer"/> are valid.</summary>
    public int Count;

    /// <summary>The next byte to load; may run past <see cref="end"/>, where zeros are read.</summary>
    public int Position;

    private readonly byte* data;
    private readonly int end;

    public BitReader(byte* data, int length)
    {
        this.data = data;
        end = length;
    }

    /// <summary>True once more bits were taken than the segment had.</summary>
    public readonly bool IsExhausted => ((long)Position * 8) - Count > (long)end * 8;

    /// <summary>Makes at least 56 bits available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Refill(in BitReader reader, ref ulong buffer, ref int count, ref int position)
    {
        ulong next = Unsafe.ReadUnaligned<ulong>(reader.data + Math.Min(position, reader.end));
        buffer |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(next) : next) >> count;
        int bytes = (63 - count) >> 3;
        position += bytes;
        count += bytes << 3;
    }

    /// <summary>The next symbol of <paramref name="table"/>.</summary>
    public int ReadSymbol(HuffmanTable table)
    {
        EnsureBits();
        int entry = table.Lookup[(int)(Buffer >> (64 - HuffmanTable.LookupBits))];
        if (entry == 0)
        {
            entry = table.ResolveLongCode((int)(Buffer >> 47));
        }
        else if (entry >> 16 is int value and not 0)
        {
            // The lookup resolved the coefficient as well; here only the symbol is wanted.
            int size = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Abs(value));
            entry = (((((entry >> 8) & 15) << 4) | size) << 8) | ((entry & 255) - size);
        }

        Drop(entry & 255);
        return (entry >> 8) & 255;
    }

    /// <summary>The next <paramref name="size"/> bits (0 to 16) as an unsigned number.</summary>
    public int ReadBits(int size)
    {
        if (size == 0)
        {
            return 0;
        }

        EnsureBits();
        int bits = (int)(Buffer >> (64 - size));
        Drop(size);
        return bits;
    }

    /// <summary>The next <paramref name="size"/> bits as a signed coefficient.</summary>
    public int ReadSigned(int size) => size == 0 ? 0 : HuffmanTable.Extend(ReadBits(size), size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureBits()
    {
        if (Count < 32)
        {
            Refill(in this, ref Buffer, ref Count, ref Position);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Drop(int bits)
    {
        Buffer <<= bits;
        Count -= bits;
    }
}
