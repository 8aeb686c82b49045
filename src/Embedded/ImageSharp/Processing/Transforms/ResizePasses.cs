using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The two passes of resizing, on channels of bytes.</summary>
internal static unsafe class ResizePasses
{
    /// <summary>How far vectors may read and write behind a line.</summary>
    public const int Overrun = 8;

    /// <summary>Weighs rows together.</summary>
    /// <param name="rows">As many rows as there are weights, one behind the other, each as long as the line.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="line">Takes the sums.</param>
    public static void WeighRows(ReadOnlySpan<byte> rows, ReadOnlySpan<float> weights, Span<float> line)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, weights.Length * line.Length);
        int stride = line.Length;
        int x = 0;
        fixed (byte* first = rows)
        fixed (float* weight = weights)
        fixed (float* sums = line)
        {
            for (; x <= stride - 16; x += 16)
            {
                Vector256<float> low = Vector256<float>.Zero;
                Vector256<float> high = Vector256<float>.Zero;
                byte* at = first + x;
                for (int i = 0; i < weights.Length; i++, at += stride)
                {
                    Vector256<float> factor = Vector256.Create(weight[i]);
                    low = Vector256.MultiplyAddEstimate(LoadEight(at), factor, low);
                    high = Vector256.MultiplyAddEstimate(LoadEight(at + 8), factor, high);
                }

                low.Store(sums + x);
                high.Store(sums + x + 8);
            }
        }

        for (; x < stride; x++)
        {
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += rows[(i * stride) + x] * weights[i];
            }

            line[x] = sum;
        }
    }

    /// <summary>Weighs the pixels of a line of one channel together.</summary>
    public static void SqueezeOne(ReadOnlySpan<float> line, ResizeKernels kernels, Span<byte> resized)
    {
        for (int x = 0; x < kernels.Starts.Length; x++)
        {
            ReadOnlySpan<float> weights = kernels.Weights(x);
            ReadOnlySpan<float> pixels = line.Slice(kernels.Starts[x], weights.Length);
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += pixels[i] * weights[i];
            }

            resized[x] = (byte)Math.Clamp(sum + 0.5f, 0f, 255f);
        }
    }

    /// <summary>Weighs the pixels of a line of three or four channels together.</summary>
    /// <param name="line">The pixels, and <see cref="Overrun"/> more.</param>
    /// <param name="kernels">Starts and weights for each pixel of the result.</param>
    /// <param name="resized">Takes the result; <see cref="Overrun"/> longer than it.</param>
    /// <param name="channels">3 or 4.</param>
    /// <param name="divideByAlpha">Whether colours were multiplied with the fourth channel.</param>
    public static void Squeeze(ReadOnlySpan<float> line, ResizeKernels kernels, Span<byte> resized, int channels, bool divideByAlpha)
    {
        int count = kernels.Starts.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(line.Length, (kernels.SourceLength * channels) + Overrun);
        ArgumentOutOfRangeException.ThrowIfLessThan(resized.Length, (count * channels) + Overrun);
        fixed (float* pixels = line)
        fixed (byte* to = resized)
        fixed (int* starts = kernels.Starts, lengths = kernels.Lengths)
        fixed (float* allWeights = kernels.AllWeights)
        {
            float* first = allWeights;
            for (int x = 0; x < count; x++, first += kernels.Taps)
            {
                float* weight = first;
                float* last = first + lengths[x] - 1;
                float* at = pixels + (starts[x] * channels);
                Vector128<float> even = Vector128<float>.Zero;
                Vector128<float> odd = Vector128<float>.Zero;
                for (; weight < last; weight += 2, at += 2 * channels)
                {
                    even = Vector128.MultiplyAddEstimate(Vector128.Load(at), Vector128.Create(weight[0]), even);
                    odd = Vector128.MultiplyAddEstimate(Vector128.Load(at + channels), Vector128.Create(weight[1]), odd);
                }

                if (weight == last)
                {
                    even = Vector128.MultiplyAddEstimate(Vector128.Load(at), Vector128.Create(*weight), even);
                }

                Vector128<float> sum = even + odd;
                if (divideByAlpha)
                {
                    float alpha = sum.GetElement(3);
                    sum = alpha != 0 ? (sum * (255f / alpha)).WithElement(3, alpha) : sum;
                }

                // A pixel of three channels writes a fourth byte, which the next one overwrites.
                Unsafe.WriteUnaligned(to + (x * channels), ToBytes(sum));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ToBytes(Vector128<float> values)
    {
        Vector128<int> whole = Vector128.ConvertToInt32(values + Vector128.Create(0.5f));
        if (Sse2.IsSupported)
        {
            Vector128<short> narrow = Sse2.PackSignedSaturate(whole, whole);
            return Sse2.PackUnsignedSaturate(narrow, narrow).AsUInt32().ToScalar();
        }

        Vector128<int> clamped = Vector128.Min(Vector128.Max(whole, Vector128<int>.Zero), Vector128.Create(255));
        Vector128<ushort> half = Vector128.Narrow(clamped, clamped).AsUInt16();
        return Vector128.Narrow(half, half).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadEight(byte* at)
    {
        if (Avx2.IsSupported)
        {
            return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(at));
        }

        Vector128<ushort> half = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(at)).AsByte());
        Vector128<int> low = Vector128.WidenLower(half).AsInt32();
        Vector128<int> high = Vector128.WidenUpper(half).AsInt32();
        return Vector256.Create(Vector128.ConvertToSingle(low), Vector128.ConvertToSingle(high));
    }
}
