namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Turns blocks into rows of pixels, one row of MCUs at a time: samples of each component, then upsampling by repetition and the
/// conversion to RGB, row by row while they are in the cache.
/// </summary>
internal sealed unsafe class JpegPicture : IDisposable
{
    private readonly JpegFrame frame;
    private readonly IRgbRows output;
    private readonly int blockSize;
    private readonly JpegPlane[] planes;
    private readonly JpegColor color;

    /// <param name="frame">The frame with its blocks counted.</param>
    /// <param name="color">What its components mean.</param>
    /// <param name="blockSize">Samples a block has on each side: 8, or 4, 2 or 1 for a smaller picture.</param>
    /// <param name="output">Takes the rows.</param>
    public JpegPicture(JpegFrame frame, JpegColor color, int blockSize, IRgbRows output)
    {
        this.frame = frame;
        this.color = color;
        this.blockSize = blockSize;
        this.output = output;
        planes = new JpegPlane[frame.Components.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = new JpegPlane(frame, frame.Components[i], blockSize);
        }
    }

    /// <summary>The plane of a component.</summary>
    public JpegPlane PlaneOf(JpegComponent component) => Array.Find(planes, plane => plane.Component == component)!;

    /// <summary>Transforms one block into the samples of the current row of MCUs.</summary>
    /// <param name="plane">Whose block it is.</param>
    /// <param name="column">The block's column in the picture.</param>
    /// <param name="blockRow">The block's row within the row of MCUs.</param>
    /// <param name="block">Its coefficients, transposed.</param>
    /// <param name="hasDetail">False where only the DC coefficient counts.</param>
    public void Transform(JpegPlane plane, int column, int blockRow, short* block, bool hasDetail)
    {
        fixed (byte* samples = &plane.Samples[((blockRow * plane.Stride) + column) * blockSize])
        fixed (float* table = plane.Component.Dequantization)
        {
            if (!hasDetail)
            {
                InverseDct.Fill(InverseDct.TransformDcOnly(block[0], table[0]), blockSize, samples, plane.Stride);
            }
            else if (blockSize == 8)
            {
                InverseDct.Transform(block, table, samples, plane.Stride);
            }
            else
            {
                ScaledInverseDct.Transform(block, table, blockSize, samples, plane.Stride);
            }
        }
    }

    /// <summary>Transforms all kept coefficients.</summary>
    public void TransformAll()
    {
        for (int mcuRow = 0; mcuRow < frame.McuRows; mcuRow++)
        {
            foreach (JpegPlane plane in planes)
            {
                TransformRow(plane, mcuRow);
            }

            FinishRow(mcuRow);
        }
    }

    /// <summary>Writes out the pixels of a row of MCUs and makes ready for the next one.</summary>
    public void FinishRow(int mcuRow)
    {
        int rowsPerMcu = frame.MaxVerticalSampling * blockSize;
        int first = mcuRow * rowsPerMcu;
        int count = Math.Min(rowsPerMcu, output.Height - first);
        for (int y = 0; y < count; y++)
        {
            for (int i = 0; i < planes.Length; i++)
            {
                planes[i].SelectRow(y, output.Width);
            }

            JpegColorConverter.Convert(color, planes, output.Begin(first + y), output.Width);
            output.End(first + y);
        }

        foreach (JpegPlane plane in planes)
        {
            plane.Reset();
        }
    }

    public void Dispose()
    {
        foreach (JpegPlane plane in planes)
        {
            plane.Dispose();
        }
    }

    private void TransformRow(JpegPlane plane, int mcuRow)
    {
        JpegComponent component = plane.Component;
        fixed (short* coefficients = component.Coefficients)
        {
            for (int y = 0; y < component.VerticalSampling; y++)
            {
                int blockRow = (mcuRow * component.VerticalSampling) + y;
                short* block = coefficients + ((long)blockRow * component.PaddedBlocksPerLine * 64);
                for (int x = 0; x < component.PaddedBlocksPerLine; x++, block += 64)
                {
                    bool hasDetail = new ReadOnlySpan<short>(block + 1, 63).ContainsAnyExcept((short)0);
                    Transform(plane, x, y, block, hasDetail);
                }
            }
        }
    }
}
