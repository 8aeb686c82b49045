namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>What a scan header (SOS) says.</summary>
internal readonly struct JpegScanHeader
{
    public required JpegComponent[] Components { get; init; }

    public required ProgressiveBlock Progressive { get; init; }

    /// <summary>Reads the header and gives the components their Huffman tables.</summary>
    public static JpegScanHeader Read(SegmentReader segment, JpegFrame frame, JpegTables tables)
    {
        int count = segment.ReadByte();
        if (count < 1 || count > frame.Components.Length)
        {
            throw new InvalidImageContentException($"Invalid number of components in scan: {count}.");
        }

        JpegComponent[] components = new JpegComponent[count];
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++)
        {
            byte id = segment.ReadByte();
            chosen[i] = segment.ReadByte();
            components[i] = Array.Find(frame.Components, component => component.Id == id)
                ?? throw new InvalidImageContentException($"Scan of an unknown component {id}.");
            if (Array.IndexOf(components, components[i]) != i)
            {
                throw new InvalidImageContentException($"Component {id} is twice in one scan.");
            }
        }

        int start = segment.ReadByte();
        int end = segment.ReadByte();
        int bits = segment.ReadByte();
        ProgressiveBlock progressive = new()
        {
            SpectralStart = start,
            SpectralEnd = end,
            SuccessiveHigh = bits >> 4,
            SuccessiveLow = bits & 15,
        };
        bool isValid = start <= end && end < 64 && (start == 0 ? end == 0 : count == 1) && (bits & 15) < 14;
        if (frame.IsProgressive && !isValid)
        {
            throw new InvalidImageContentException($"Invalid progressive parameters: band {start}-{end}, bits {bits >> 4}-{bits & 15}.");
        }

        bool needsDc = !frame.IsProgressive || (start == 0 && bits >> 4 == 0);
        bool needsAc = !frame.IsProgressive || start > 0;
        for (int i = 0; i < count; i++)
        {
            components[i].DcTable = Choose(tables.Dc, chosen[i] >> 4, needsDc);
            components[i].AcTable = Choose(tables.Ac, chosen[i] & 15, needsAc);
        }

        return new JpegScanHeader { Components = components, Progressive = progressive };
    }

    private static HuffmanTable? Choose(HuffmanTable?[] tables, int index, bool isNeeded)
    {
        HuffmanTable? table = index < tables.Length ? tables[index] : null;
        return table is null && isNeeded ? throw new InvalidImageContentException($"Missing Huffman table {index}.") : table;
    }
}
