namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Walks the MCUs of one scan (T.81, A.2) over its restart intervals. Blocks go straight to <see cref="JpegPicture"/> where the
/// scan is the whole picture, otherwise into the coefficients of their components.
/// </summary>
internal sealed unsafe class JpegScan
{
    private const int BlockSize = 64;
    private readonly JpegFrame frame;
    private readonly JpegComponent[] components;
    private readonly int restartInterval;
    private ProgressiveBlock progressive;

    public JpegScan(JpegFrame frame, JpegComponent[] components, int restartInterval, ProgressiveBlock progressive)
    {
        this.frame = frame;
        this.components = components;
        this.restartInterval = restartInterval;
        this.progressive = progressive;
    }

    /// <summary>Decodes the scan.</summary>
    /// <param name="data">The stream from the scan's first entropy-coded byte.</param>
    /// <param name="scratch">As long as the data and <see cref="BitReader.Padding"/>.</param>
    /// <param name="picture">Takes rows as they are done; null where coefficients are kept.</param>
    /// <returns>How many bytes of the data the scan took.</returns>
    public int Decode(ReadOnlySpan<byte> data, Span<byte> scratch, JpegPicture? picture)
    {
        bool isInterleaved = components.Length > 1 || picture is not null;
        int columns = isInterleaved ? frame.McusPerLine : components[0].BlocksPerLine;
        int rows = isInterleaved ? frame.McuRows : components[0].BlockRows;
        int interval = restartInterval == 0 ? int.MaxValue : restartInterval;
        JpegPlane[] planes = picture is null ? [] : [.. components.Select(picture.PlaneOf)];
        int consumed = 0;
        int row = 0;
        int column = 0;
        fixed (byte* bytes = scratch)
        {
            while (row < rows)
            {
                consumed += EntropySegment.Unstuff(data[consumed..], scratch, out int length, out bool reachedEnd);
                BitReader reader = new(bytes, length);
                Restart();
                for (int left = interval; left > 0 && row < rows; left--)
                {
                    if (reader.IsExhausted && reachedEnd)
                    {
                        // Cut off: the row so far is shown, what follows stays empty.
                        picture?.FinishRow(row);
                        return consumed;
                    }

                    if (picture is not null)
                    {
                        DecodeToPicture(ref reader, picture, planes, column);
                    }
                    else if (isInterleaved)
                    {
                        DecodeInterleaved(ref reader, row, column);
                    }
                    else
                    {
                        DecodeInto(ref reader, components[0], row, column);
                    }

                    if (++column == columns)
                    {
                        picture?.FinishRow(row);
                        column = 0;
                        row++;
                    }
                }

                // Another marker in its place: intervals of nothing follow, up to the end of the scan.
                if (row < rows && IsRestartMarker(data, consumed))
                {
                    consumed += 2;
                }
                else if (row < rows && reachedEnd)
                {
                    picture?.FinishRow(row);
                    break;
                }
            }
        }

        return consumed;
    }

    private static bool IsRestartMarker(ReadOnlySpan<byte> data, int at) =>
        at + 1 < data.Length && data[at + 1] is >= JpegMarker.Restart0 and <= JpegMarker.Restart7;

    private void Restart()
    {
        progressive.Restart();
        foreach (JpegComponent component in components)
        {
            component.DcPrediction = 0;
        }
    }

    private static void DecodeToPicture(ref BitReader reader, JpegPicture picture, JpegPlane[] planes, int mcu)
    {
        short* block = stackalloc short[BlockSize];
        foreach (JpegPlane plane in planes)
        {
            JpegComponent component = plane.Component;
            for (int y = 0; y < component.VerticalSampling; y++)
            {
                for (int x = 0; x < component.HorizontalSampling; x++)
                {
                    bool hasDetail = SequentialBlock.Read(ref reader, component, block);
                    picture.Transform(plane, (mcu * component.HorizontalSampling) + x, y, block, hasDetail);
                    if (hasDetail)
                    {
                        new Span<short>(block, BlockSize).Clear();
                    }
                }
            }
        }
    }

    private void DecodeInterleaved(ref BitReader reader, int mcuRow, int mcu)
    {
        foreach (JpegComponent component in components)
        {
            for (int y = 0; y < component.VerticalSampling; y++)
            {
                for (int x = 0; x < component.HorizontalSampling; x++)
                {
                    int row = (mcuRow * component.VerticalSampling) + y;
                    DecodeInto(ref reader, component, row, (mcu * component.HorizontalSampling) + x);
                }
            }
        }
    }

    private void DecodeInto(ref BitReader reader, JpegComponent component, int row, int column)
    {
        int index = (row * component.PaddedBlocksPerLine) + column;
        Span<short> block = component.Coefficients.AsSpan(index * BlockSize, BlockSize);
        if (frame.IsProgressive)
        {
            progressive.Read(ref reader, component, block);
            return;
        }

        block.Clear();
        fixed (short* coefficients = block)
        {
            SequentialBlock.Read(ref reader, component, coefficients);
        }
    }
}
