using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>The gradient of a depthwise convolution's weights: 3×3 ones by <see cref="DepthwiseThree{TLanes, TVector}"/>, any other row by row and three taps at a time.</summary>
internal static unsafe class DepthwiseWeights
{
    /// <summary>Adds what output rows [firstRow, endRow) of one picture give to the weights: (tap, channel) at sum[tap · sumPitch + channel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TLanes, TVector>(in ConvolutionShape s, in Image source, in Image gradient, int firstRow, int endRow, int channels, float* sum, nint sumPitch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (DepthwiseThree<TLanes, TVector>.Fits(s) && channels % TLanes.Count == 0)
        {
            DepthwiseThree<TLanes, TVector>.AddWeights(source, gradient, s.StrideHeight, firstRow, endRow, channels, sum, sumPitch);
            return;
        }

        for (int row = firstRow * s.KernelHeight; row < endRow * s.KernelHeight; row++)
        {
            int oy = row / s.KernelHeight, ky = row % s.KernelHeight, y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight;
            if ((uint)y < (uint)s.InputHeight)
            {
                AddRow<TLanes, TVector>(s, source.Start + y * source.RowPitch, source.PixelPitch, gradient.Start + oy * gradient.RowPitch, gradient.PixelPitch,
                    channels, sum + ky * s.KernelWidth * sumPitch, sumPitch);
            }
        }
    }

    /// <summary>What one row of the source and one of the gradient give to a row of taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow<TLanes, TVector>(in ConvolutionShape s, float* source, nint pixelPitch, float* gradient, nint gradientPitch, int channels, float* into, nint sumPitch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int outputWidth = s.OutputWidth;
        nint step = s.StrideWidth * pixelPitch;
        for (int kx = 0; kx < s.KernelWidth;)
        {
            // Three taps share the loads of the gradient; pixels where not all three read within the row are added tap by tap.
            int together = s.KernelWidth - kx >= 3 ? 3 : 1, x = kx * s.DilationWidth - s.PaddingWidth;
            int commonFirst = DepthwiseRows.Inside(x, s.StrideWidth, s.InputWidth, outputWidth).First;
            int commonLast = Math.Max(commonFirst, DepthwiseRows.Inside(x + (together - 1) * s.DilationWidth, s.StrideWidth, s.InputWidth, outputWidth).Last);
            int firstSingle = together == 3 ? Products<TLanes, TVector>(commonLast - commonFirst, gradient + commonFirst * gradientPitch, gradientPitch,
                source + (x + commonFirst * s.StrideWidth) * pixelPitch, channels, step, s.DilationWidth * pixelPitch, into, sumPitch) : 0;
            for (int t = 0; t < together; t++, into += sumPitch, x += s.DilationWidth)
            {
                (int first, int last) = DepthwiseRows.Inside(x, s.StrideWidth, s.InputWidth, outputWidth);
                float* read = source + x * pixelPitch;
                AddProducts(first, together == 3 ? Math.Min(last, commonFirst) : last, gradient, gradientPitch, read, step, channels, 0, into);
                if (together == 3)
                {
                    AddProducts(Math.Max(first, commonLast), last, gradient, gradientPitch, read, step, channels, 0, into);
                    AddProducts(commonFirst, commonLast, gradient, gradientPitch, read, step, channels, firstSingle, into);
                }
            }

            kx += together;
        }
    }

    /// <summary>into[tap] += Σ gradient · source for three taps and the channels that fill whole vectors; returns how many those are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Products<TLanes, TVector>(int pixels, float* gradient, nint gradientPitch, float* source, int channels, nint step, nint tapStep, float* into, nint sumPitch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int c = 0;
        for (; c <= channels - TLanes.Count; c += TLanes.Count)
        {
            // Two pixels a round: six sums that do not wait for each other.
            TVector a = default, b = default, d = default, a2 = default, b2 = default, d2 = default;
            float* g = gradient + c, read = source + c;
            int x = 0;
            for (; x <= pixels - 2; x += 2, g += 2 * gradientPitch, read += 2 * step)
            {
                TVector v = TLanes.Load(g), w = TLanes.Load(g + gradientPitch);
                float* next = read + step;
                a = TLanes.MultiplyAdd(v, TLanes.Load(read), a);
                b = TLanes.MultiplyAdd(v, TLanes.Load(read + tapStep), b);
                d = TLanes.MultiplyAdd(v, TLanes.Load(read + 2 * tapStep), d);
                a2 = TLanes.MultiplyAdd(w, TLanes.Load(next), a2);
                b2 = TLanes.MultiplyAdd(w, TLanes.Load(next + tapStep), b2);
                d2 = TLanes.MultiplyAdd(w, TLanes.Load(next + 2 * tapStep), d2);
            }

            if (x < pixels)
            {
                TVector v = TLanes.Load(g);
                a = TLanes.MultiplyAdd(v, TLanes.Load(read), a);
                b = TLanes.MultiplyAdd(v, TLanes.Load(read + tapStep), b);
                d = TLanes.MultiplyAdd(v, TLanes.Load(read + 2 * tapStep), d);
            }

            float* write = into + c;
            TLanes.Store(TLanes.Add(TLanes.Load(write), TLanes.Add(a, a2)), write);
            TLanes.Store(TLanes.Add(TLanes.Load(write + sumPitch), TLanes.Add(b, b2)), write + sumPitch);
            TLanes.Store(TLanes.Add(TLanes.Load(write + 2 * sumPitch), TLanes.Add(d, d2)), write + 2 * sumPitch);
        }

        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(int first, int last, float* gradient, nint gradientPitch, float* source, nint step, int channels, int firstChannel, float* into)
    {
        for (int x = first; x < last; x++)
        {
            float* g = gradient + x * gradientPitch, read = source + x * step;
            int c = firstChannel;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                (Vector.Load(into + c) + Vector.Load(g + c) * Vector.Load(read + c)).Store(into + c);
            }

            for (; c < channels; c++)
            {
                into[c] += g[c] * read[c];
            }
        }
    }
}
