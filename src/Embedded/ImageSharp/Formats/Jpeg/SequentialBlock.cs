using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Reads the coefficients of one block of a sequential scan (T.81, F.2.2).</summary>
internal static unsafe class SequentialBlock
{
    /// <summary>Reads a block.</summary>
    /// <param name="reader">Where the bits come from.</param>
    /// <param name="component">Whose tables and prediction are used.</param>
    /// <param name="block">64 zeros; takes the coefficients, transposed.</param>
    /// <returns>True where the block has coefficients besides DC.</returns>
    public static bool Read(ref BitReader reader, JpegComponent component, short* block)
    {
        // Copies, so that the compiler keeps them in registers.
        BitReader source = reader;
        ulong buffer = source.Buffer;
        int count = source.Count;
        int position = source.Position;
        bool hasDetail = false;

        HuffmanTable table = component.DcTable!;
        BitReader.Refill(in source, ref buffer, ref count, ref position);
        int entry = table.Lookup[buffer >> (64 - HuffmanTable.LookupBits)];
        component.DcPrediction += TakeValue(table, ref entry, ref buffer, ref count);
        block[0] = (short)component.DcPrediction;

        table = component.AcTable!;
        ref int lookup = ref table.Lookup[0];
        ref byte order = ref Unsafe.AsRef(in ZigZag.ToTransposed[0]);
        int k = 1;
        do
        {
            if (count < 32)
            {
                BitReader.Refill(in source, ref buffer, ref count, ref position);
            }

            entry = Unsafe.Add(ref lookup, (nint)(buffer >> (64 - HuffmanTable.LookupBits)));
            int value = entry >> 16;
            if (value != 0)
            {
                // k is below 64 and a run below 16: the order has that many places.
                k += (entry >> 8) & 255;
                buffer <<= entry;
                count -= entry & 255;
                block[Unsafe.Add(ref order, k++)] = (short)value;
                hasDetail = true;
                continue;
            }

            value = TakeValue(table, ref entry, ref buffer, ref count);
            int run = entry >> 12;
            if (value == 0)
            {
                if (run != 15)
                {
                    break;
                }

                k += 16;
                continue;
            }

            k += run;
            block[Unsafe.Add(ref order, k++)] = (short)value;
            hasDetail = true;
        }
        while (k < 64);

        reader.Buffer = buffer;
        reader.Count = count;
        reader.Position = position;
        return hasDetail;
    }

    /// <summary>Takes a code and its value in whatever form the lookup has it; leaves run and size in bits 8 to 15 of the entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeValue(HuffmanTable table, ref int entry, ref ulong buffer, ref int count)
    {
        int value = entry >> 16;
        if (value == 0)
        {
            if (entry == 0)
            {
                entry = table.ResolveLongCode((int)(buffer >> 47));
            }

            int length = entry & 255;
            buffer <<= length;
            count -= length;
            int size = (entry >> 8) & 15;
            if (size != 0)
            {
                value = HuffmanTable.Extend((int)(buffer >> (64 - size)), size);
                buffer <<= size;
                count -= size;
            }

            return value;
        }

        buffer <<= entry;
        count -= entry & 255;
        return value;
    }
}
