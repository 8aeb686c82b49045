using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The first pass of resizing for pixels with alpha: each counts as much as it shows.</summary>
internal static class AlphaPasses
{
    /// <summary>Weighs rows together, colours multiplied with alpha.</summary>
    public static void WeighRows(ReadOnlySpan<byte> rows, ReadOnlySpan<float> weights, Span<float> line)
    {
        line.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            ReadOnlySpan<Rgba32> row = MemoryMarshal.Cast<byte, Rgba32>(rows.Slice(i * line.Length, line.Length));
            for (int x = 0; x < row.Length; x++)
            {
                Rgba32 pixel = row[x];
                float weight = weights[i] * pixel.A;
                Span<float> sums = line.Slice(4 * x, 4);
                sums[0] += pixel.R * weight / 255f;
                sums[1] += pixel.G * weight / 255f;
                sums[2] += pixel.B * weight / 255f;
                sums[3] += weight;
            }
        }
    }
}
