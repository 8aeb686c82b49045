using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Inverse transforms that yield 4 × 4, 2 × 2 or 1 × 1 samples a block: a decoder that needs a smaller picture anyway saves the
/// rest. One dimension of the 4-sample transform is the mean of neighbouring outputs of the 8-sample one, less its fifth frequency.
/// </summary>
internal static unsafe class ScaledInverseDct
{
    private const float HalfRange = 128f;

    // How much each odd frequency (1, 3, 5, 7) adds to the outer and to the inner pair of four samples.
    private static readonly float[] OuterOdd = [2.562915447f, 0.899976223f, -0.601344887f, -0.509795579f];
    private static readonly float[] InnerOdd = [1.061594337f, -2.172734803f, 1.451774981f, -0.211164243f];

    // How much each odd frequency adds to the first of two samples.
    private static readonly float[] HalfOdd = [3.624509785f, -1.272758580f, 0.850430095f, -0.720959822f];

    /// <summary>The factors of a scaled transform for a quantization table, transposed.</summary>
    /// <param name="quantization">The table in the order of the stream.</param>
    /// <param name="gain">What samples are scaled with: 1 for 8 bits, 1/16 for 12.</param>
    public static float[] CreateTable(ReadOnlySpan<ushort> quantization, float gain)
    {
        float[] table = new float[64];
        for (int i = 0; i < 64; i++)
        {
            table[ZigZag.ToTransposed[i]] = quantization[i] * gain * 0.125f;
        }

        return table;
    }

    /// <summary>Transforms a block and writes <paramref name="size"/> × <paramref name="size"/> samples.</summary>
    public static void Transform(short* block, float* table, int size, byte* destination, int stride)
    {
        if (size == 4)
        {
            TransformFour(block, table, destination, stride);
        }
        else if (size == 2)
        {
            TransformTwo(block, table, destination, stride);
        }
        else
        {
            *destination = InverseDct.TransformDcOnly(block[0], table[0]);
        }
    }

    private static void TransformFour(short* block, float* table, byte* destination, int stride)
    {
        Vector256<float> even0 = InverseDct.Load(block, table, 0);
        Vector256<float> even1 = (InverseDct.Load(block, table, 2) * 0.923879533f) - (InverseDct.Load(block, table, 6) * 0.382683433f);
        Vector256<float> one = InverseDct.Load(block, table, 1) * 0.5f;
        Vector256<float> three = InverseDct.Load(block, table, 3) * 0.5f;
        Vector256<float> five = InverseDct.Load(block, table, 5) * 0.5f;
        Vector256<float> seven = InverseDct.Load(block, table, 7) * 0.5f;
        Vector256<float> outer = (one * OuterOdd[0]) + (three * OuterOdd[1]) + (five * OuterOdd[2]) + (seven * OuterOdd[3]);
        Vector256<float> inner = (one * InnerOdd[0]) + (three * InnerOdd[1]) + (five * InnerOdd[2]) + (seven * InnerOdd[3]);

        // Vertical frequencies run along these four vectors; their halves are turned into columns of four.
        (Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, Vector128<float> v3) = Transpose(
            (even0 + even1 + outer).GetLower(), (even0 - even1 + inner).GetLower(),
            (even0 - even1 - inner).GetLower(), (even0 + even1 - outer).GetLower());
        (_, Vector128<float> v5, Vector128<float> v6, Vector128<float> v7) = Transpose(
            (even0 + even1 + outer).GetUpper(), (even0 - even1 + inner).GetUpper(),
            (even0 - even1 - inner).GetUpper(), (even0 + even1 - outer).GetUpper());
        v2 = (v2 * 0.923879533f) - (v6 * 0.382683433f);
        Vector128<float> odd0 = ((v1 * OuterOdd[0]) + (v3 * OuterOdd[1]) + (v5 * OuterOdd[2]) + (v7 * OuterOdd[3])) * 0.5f;
        Vector128<float> odd1 = ((v1 * InnerOdd[0]) + (v3 * InnerOdd[1]) + (v5 * InnerOdd[2]) + (v7 * InnerOdd[3])) * 0.5f;
        StoreFour(v0 + v2 + odd0, destination);
        StoreFour(v0 - v2 + odd1, destination + stride);
        StoreFour(v0 - v2 - odd1, destination + (2 * stride));
        StoreFour(v0 + v2 - odd0, destination + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Transpose(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            Vector128<float> lowAb = Sse.UnpackLow(a, b);
            Vector128<float> lowCd = Sse.UnpackLow(c, d);
            Vector128<float> highAb = Sse.UnpackHigh(a, b);
            Vector128<float> highCd = Sse.UnpackHigh(c, d);
            return (Sse.MoveLowToHigh(lowAb, lowCd), Sse.MoveHighToLow(lowCd, lowAb),
                Sse.MoveLowToHigh(highAb, highCd), Sse.MoveHighToLow(highCd, highAb));
        }

        return (
            Vector128.Create(a[0], b[0], c[0], d[0]), Vector128.Create(a[1], b[1], c[1], d[1]),
            Vector128.Create(a[2], b[2], c[2], d[2]), Vector128.Create(a[3], b[3], c[3], d[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(Vector128<float> samples, byte* destination)
    {
        Vector128<float> shifted = samples + Vector128.Create(HalfRange);
        Vector128<float> clamped = Vector128.Min(Vector128.Max(shifted, Vector128<float>.Zero), Vector128.Create(255f));
        Vector128<int> whole = Vector128.ConvertToInt32(Vector128.Round(clamped));
        Vector128<ushort> half = Vector128.Narrow(whole, whole).AsUInt16();
        Unsafe.WriteUnaligned(destination, Vector128.Narrow(half, half).AsUInt32().ToScalar());
    }

    private static void TransformTwo(short* block, float* table, byte* destination, int stride)
    {
        float* top = stackalloc float[8];
        float* bottom = stackalloc float[8];
        for (int column = 0; column < 8; column++)
        {
            float even = block[column] * table[column];
            float odd = 0;
            for (int i = 0; i < 4; i++)
            {
                int at = (((2 * i) + 1) * 8) + column;
                odd += block[at] * table[at] * HalfOdd[i];
            }

            top[column] = even + (odd * 0.25f);
            bottom[column] = even - (odd * 0.25f);
        }

        WriteTwo(top, destination, stride);
        WriteTwo(bottom, destination + 1, stride);
    }

    private static void WriteTwo(float* frequencies, byte* destination, int stride)
    {
        float odd = 0;
        for (int i = 0; i < 4; i++)
        {
            odd += frequencies[(2 * i) + 1] * HalfOdd[i];
        }

        destination[0] = ToByte(frequencies[0] + (odd * 0.25f));
        destination[stride] = ToByte(frequencies[0] - (odd * 0.25f));
    }

    private static byte ToByte(float sample) => (byte)Math.Clamp(MathF.Round(sample + HalfRange), 0f, 255f);
}
