using System.Buffers;
using System.Runtime.Intrinsics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The samples of one component for one row of MCUs.</summary>
internal sealed class JpegPlane : IDisposable
{
    // A damaged file may end in the middle of a row; what it lacks is then mid-grey, not the row above.
    private const byte Middle = 128;

    private readonly int horizontalFactor;
    private readonly int horizontalMax;
    private readonly int verticalMax;
    private readonly int sampleCount;
    private readonly byte[]? upsampled;
    private int upsampledRow = -1;
    private int rowStart;

    public JpegPlane(JpegFrame frame, JpegComponent component, int blockSize)
    {
        Component = component;
        horizontalFactor = component.HorizontalSampling;
        horizontalMax = frame.MaxHorizontalSampling;
        verticalMax = frame.MaxVerticalSampling;
        Stride = component.PaddedBlocksPerLine * blockSize;
        sampleCount = Stride * component.VerticalSampling * blockSize;
        Samples = ArrayPool<byte>.Shared.Rent(sampleCount + JpegColorConverter.Overrun);
        if (horizontalFactor != horizontalMax)
        {
            upsampled = ArrayPool<byte>.Shared.Rent((frame.McusPerLine * horizontalMax * blockSize) + JpegColorConverter.Overrun);
        }

        Reset();
    }

    public JpegComponent Component { get; }

    public byte[] Samples { get; }

    /// <summary>Samples from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The row that <see cref="SelectRow"/> chose, one sample a pixel; <see cref="JpegColorConverter.Overrun"/> longer.</summary>
    public ReadOnlySpan<byte> Row => upsampled is null ? Samples.AsSpan(rowStart) : upsampled;

    /// <summary>Chooses the samples that belong to row <paramref name="y"/> of the current row of MCUs.</summary>
    public void SelectRow(int y, int width)
    {
        int row = y * Component.VerticalSampling / verticalMax;
        rowStart = row * Stride;
        if (upsampled is null || row == upsampledRow)
        {
            return;
        }

        upsampledRow = row;
        ReadOnlySpan<byte> source = Samples.AsSpan(rowStart, Stride);
        if (horizontalFactor * 2 == horizontalMax)
        {
            Double(source[..((width + 1) / 2)], upsampled);
            return;
        }

        for (int x = 0; x < width; x++)
        {
            upsampled[x] = source[x * horizontalFactor / horizontalMax];
        }
    }

    /// <summary>Makes ready for the next row of MCUs.</summary>
    public void Reset()
    {
        upsampledRow = -1;
        Samples.AsSpan(0, sampleCount).Fill(Middle);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Samples);
        if (upsampled is not null)
        {
            ArrayPool<byte>.Shared.Return(upsampled);
        }
    }

    private static void Double(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int x = 0;
        for (; x <= source.Length - 16; x += 16)
        {
            Vector128<byte> samples = Vector128.Create(source[x..]);

            // A byte times 257 is that byte twice.
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(samples);
            (low * 257).AsByte().CopyTo(destination[(2 * x)..]);
            (high * 257).AsByte().CopyTo(destination[((2 * x) + 16)..]);
        }

        for (; x < source.Length; x++)
        {
            destination[2 * x] = source[x];
            destination[(2 * x) + 1] = source[x];
        }
    }
}
