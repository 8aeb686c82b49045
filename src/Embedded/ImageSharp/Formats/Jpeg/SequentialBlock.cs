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
        component.DcPrediction += reader.ReadSigned(reader.ReadSymbol(component.DcTable!) & 15);
        block[0] = (short)component.DcPrediction;

        HuffmanTable table = component.AcTable!;
        ulong buffer = reader.Buffer;
        int count = reader.Count;
        int position = reader.Position;
        bool hasDetail = false;
        fixed (int* lookup = table.Lookup)
        fixed (byte* order = ZigZag.ToTransposed)
        {
            int k = 1;
            do
            {
                if (count < 32)
                {
                    BitReader.Refill(in reader, ref buffer, ref count, ref position);
                }

                int entry = lookup[buffer >> (64 - HuffmanTable.LookupBits)];
                int value = entry >> 16;
                int length = entry & 255;
                if (value != 0)
                {
                    // k is below 64 and a run below 16: the order has that many places.
                    k += (entry >> 8) & 255;
                    buffer <<= length;
                    count -= length;
                    block[order[k++]] = (short)value;
                    hasDetail = true;
                    continue;
                }

                if (entry == 0)
                {
                    entry = table.ResolveLongCode((int)(buffer >> 48));
                    length = entry & 255;
                }

                buffer <<= length;
                count -= length;
                int run = entry >> 12;
                int size = (entry >> 8) & 15;
                if (size == 0)
                {
                    if (run != 15)
                    {
                        break;
                    }

                    k += 16;
                    continue;
                }

                k += run;
                block[order[k++]] = (short)HuffmanTable.Extend((int)(buffer >> (64 - size)), size);
                hasDetail = true;
                buffer <<= size;
                count -= size;
            }
            while (k < 64);
        }

        reader.Buffer = buffer;
        reader.Count = count;
        reader.Position = position;
        return hasDetail;
    }
}
