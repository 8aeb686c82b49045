namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Reads what one progressive scan adds to the coefficients of a block (T.81, annex G).</summary>
internal struct ProgressiveBlock
{
    /// <summary>First coefficient of the scan's band, in the order of the stream.</summary>
    public required int SpectralStart { get; init; }

    public required int SpectralEnd { get; init; }

    /// <summary>The bit that was read before; 0 in a band's first scan.</summary>
    public required int SuccessiveHigh { get; init; }

    /// <summary>The bit that this scan reads down to.</summary>
    public required int SuccessiveLow { get; init; }

    // How many more blocks have nothing in this band.
    private int endOfBandRun;

    public void Restart() => endOfBandRun = 0;

    public void Read(ref BitReader reader, JpegComponent component, Span<short> block)
    {
        if (SpectralStart == 0)
        {
            ReadDc(ref reader, component, block);
        }
        else if (SuccessiveHigh == 0)
        {
            ReadAcFirst(ref reader, component.AcTable!, block);
        }
        else
        {
            RefineAc(ref reader, component.AcTable!, block);
        }
    }

    private readonly void ReadDc(ref BitReader reader, JpegComponent component, Span<short> block)
    {
        if (SuccessiveHigh == 0)
        {
            component.DcPrediction += reader.ReadSigned(reader.ReadSymbol(component.DcTable!) & 15);
            block[0] = (short)(component.DcPrediction << SuccessiveLow);
        }
        else if (reader.ReadBits(1) != 0)
        {
            block[0] |= (short)(1 << SuccessiveLow);
        }
    }

    private void ReadAcFirst(ref BitReader reader, HuffmanTable table, Span<short> block)
    {
        if (endOfBandRun > 0)
        {
            endOfBandRun--;
            return;
        }

        for (int k = SpectralStart; k <= SpectralEnd; k++)
        {
            int symbol = reader.ReadSymbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size != 0)
            {
                k += run;
                block[ZigZag.ToTransposed[k]] = (short)(reader.ReadSigned(size) << SuccessiveLow);
            }
            else if (run == 15)
            {
                k += 15;
            }
            else
            {
                endOfBandRun = (1 << run) - 1 + reader.ReadBits(run);
                break;
            }
        }
    }

    private void RefineAc(ref BitReader reader, HuffmanTable table, Span<short> block)
    {
        int bit = 1 << SuccessiveLow;
        int k = SpectralStart;
        if (endOfBandRun == 0)
        {
            for (; k <= SpectralEnd; k++)
            {
                int symbol = reader.ReadSymbol(table);
                int run = symbol >> 4;
                int added = 0;
                if ((symbol & 15) != 0)
                {
                    added = reader.ReadBits(1) != 0 ? bit : -bit;
                }
                else if (run != 15)
                {
                    endOfBandRun = (1 << run) + reader.ReadBits(run);
                    break;
                }

                // Pass over `run` coefficients that are still zero, correcting the others on the way.
                k = RefineUntil(ref reader, block, k, run, bit);
                if (added != 0 && k <= SpectralEnd)
                {
                    block[ZigZag.ToTransposed[k]] = (short)added;
                }
            }
        }

        if (endOfBandRun > 0)
        {
            RefineUntil(ref reader, block, k, int.MaxValue, bit);
            endOfBandRun--;
        }
    }

    private readonly int RefineUntil(ref BitReader reader, Span<short> block, int k, int zeros, int bit)
    {
        for (; k <= SpectralEnd; k++)
        {
            ref short coefficient = ref block[ZigZag.ToTransposed[k]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                {
                    break;
                }
            }
            else if (reader.ReadBits(1) != 0 && (coefficient & bit) == 0)
            {
                coefficient += (short)(coefficient > 0 ? bit : -bit);
            }
        }

        return k;
    }
}
