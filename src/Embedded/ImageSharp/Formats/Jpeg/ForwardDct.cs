using System.Runtime.Intrinsics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The cosine transform of a block as two products of matrices, and quantization.</summary>
internal static class ForwardDct
{
    // Row u: the cosine of frequency u at the eight samples.
    private static readonly float[] Cosines =
    [
        .. from u in Enumerable.Range(0, 8)
           from x in Enumerable.Range(0, 8)
           select (float)(Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * (u == 0 ? Math.Sqrt(0.125) : 0.5)),
    ];

    /// <summary>Transforms and quantizes.</summary>
    /// <param name="samples">64 samples by rows, the middle at zero.</param>
    /// <param name="quantization">64 divisors by rows.</param>
    /// <param name="coefficients">Takes the result in the order of the stream.</param>
    public static void Transform(ReadOnlySpan<float> samples, ReadOnlySpan<byte> quantization, Span<short> coefficients)
    {
        Span<float> columns = stackalloc float[64];
        Span<float> transposed = stackalloc float[64];
        Span<float> result = stackalloc float[64];
        TransformColumns(samples, columns);
        Transpose(columns, transposed);
        TransformColumns(transposed, result);
        for (int i = 0; i < 64; i++)
        {
            int natural = ZigZag.ToNatural[i];
            int at = ((natural & 7) * 8) + (natural >> 3);
            coefficients[i] = (short)MathF.Round(result[at] / quantization[natural]);
        }
    }

    private static void TransformColumns(ReadOnlySpan<float> samples, Span<float> result)
    {
        for (int u = 0; u < 8; u++)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int y = 0; y < 8; y++)
            {
                sum += Vector256.Create(samples[(y * 8)..]) * Cosines[(u * 8) + y];
            }

            sum.CopyTo(result[(u * 8)..]);
        }
    }

    private static void Transpose(ReadOnlySpan<float> source, Span<float> result)
    {
        for (int i = 0; i < 64; i++)
        {
            result[((i & 7) * 8) + (i >> 3)] = source[i];
        }
    }
}
