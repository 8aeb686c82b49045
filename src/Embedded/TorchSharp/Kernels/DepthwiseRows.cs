using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Rows of a depthwise convolution: 3×3 ones by <see cref="DepthwiseThree{TLanes, TVector}"/>, any other eight pixels at a time, so that a tap's weight is loaded
/// once for eight products and the eight sums do not wait for each other. Forward and backward input are the same walk: a list of taps (where to read, which
/// weight) and two steps.
/// </summary>
internal static unsafe class DepthwiseRows
{
    private const int TilePixels = 8;

    /// <summary>Target rows [firstRow, endRow) of <paramref name="channels"/> channels; weight (tap, channel) is at byTap[tap · weightPitch + channel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TLanes, TVector>(in ConvolutionShape s, in Image source, in Image target, int firstRow, int endRow, int channels, float* byTap, nint weightPitch, float* bias, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (DepthwiseThree<TLanes, TVector>.Fits(s) && channels >= TLanes.Count)
        {
            DepthwiseThree<TLanes, TVector>.Rows(source, target, s.StrideHeight, firstRow, endRow, channels, byTap, weightPitch, bias, activation);
            return;
        }

        (float low, float high) = Gemm.Bounds(activation);
        Tap* taps = stackalloc Tap[s.KernelHeight * s.KernelWidth];
        for (int oy = firstRow; oy < endRow; oy++)
        {
            int count = 0;
            for (int ky = 0; ky < s.KernelHeight; ky++)
            {
                int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight;
                for (int kx = 0; kx < s.KernelWidth && (uint)y < (uint)s.InputHeight; kx++)
                {
                    taps[count++] = new Tap(source.Start + y * source.RowPitch, kx * s.DilationWidth - s.PaddingWidth, byTap + (ky * s.KernelWidth + kx) * weightPitch);
                }
            }

            Row<TLanes, TVector>(taps, count, source.PixelPitch, s.InputWidth, s.StrideWidth, bias, channels,
                target.Start + oy * target.RowPitch, target.PixelPitch, s.OutputWidth, activation != Activation.None, low, high);
        }
    }

    /// <summary>Rows [firstRow, endRow) of the input's gradient; weights as for <see cref="Forward"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TLanes, TVector>(in ConvolutionShape s, in Image gradient, in Image target, int firstRow, int endRow, int channels, float* byTap, nint weightPitch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (DepthwiseThree<TLanes, TVector>.Fits(s) && s.StrideHeight == 2 && channels >= TLanes.Count)
        {
            DepthwiseThree<TLanes, TVector>.SpreadEverySecond(gradient, target, firstRow, endRow, channels, byTap, weightPitch);
            return;
        }

        if (DepthwiseThree<TLanes, TVector>.Fits(s) && channels >= TLanes.Count)
        {
            // The same convolution with its filter turned by half a circle.
            DepthwiseThree<TLanes, TVector>.Rows(gradient, target, 1, firstRow, endRow, channels, byTap + 8 * weightPitch, -weightPitch, null, Activation.None);
            return;
        }

        Tap* taps = stackalloc Tap[s.KernelHeight * s.KernelWidth];
        for (int y = firstRow; y < endRow; y++)
        {
            // Input pixels of one remainder modulo the stride see the same taps, and consecutive output pixels.
            for (int phase = 0; phase < s.StrideWidth && phase < s.InputWidth; phase++)
            {
                int count = 0;
                for (int ky = 0; ky < s.KernelHeight; ky++)
                {
                    (int oy, int restY) = Math.DivRem(y + s.PaddingHeight - ky * s.DilationHeight, s.StrideHeight);
                    for (int kx = 0; kx < s.KernelWidth && restY == 0 && (uint)oy < (uint)s.OutputHeight; kx++)
                    {
                        (int ox, int restX) = Math.DivRem(phase + s.PaddingWidth - kx * s.DilationWidth, s.StrideWidth);
                        if (restX == 0)
                        {
                            taps[count++] = new Tap(gradient.Start + oy * gradient.RowPitch, ox, byTap + (ky * s.KernelWidth + kx) * weightPitch);
                        }
                    }
                }

                Row<TLanes, TVector>(taps, count, gradient.PixelPitch, s.OutputWidth, 1, null, channels,
                    target.Start + y * target.RowPitch + phase * target.PixelPitch, s.StrideWidth * target.PixelPitch, (s.InputWidth - phase + s.StrideWidth - 1) / s.StrideWidth, false, 0, 0);
            }
        }
    }

    /// <summary>The pixels [First, Last) of a row for which X + i · step lies in a source row of the given width.</summary>
    internal static (int First, int Last) Inside(int x, int step, int sourceWidth, int pixels)
    {
        int first = Math.Clamp((step - 1 - x) / step, 0, pixels);
        return (first, Math.Clamp((sourceWidth - 1 - x + step) / step, first, pixels));
    }

    /// <summary>A tap of one row: target pixel i reads the source row at X + i · step and takes these weights.</summary>
    private readonly struct Tap(float* row, int x, float* weights)
    {
        public readonly float* Row = row, Weights = weights;
        public readonly int X = x;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TLanes, TVector>(Tap* taps, int count, nint sourcePitch, int sourceWidth, int sourceStep, float* bias, int channels,
        float* target, nint targetPitch, int targetPixels, bool clamp, float low, float high)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // Where every tap reads within the row; at the ends taps fall out.
        int first = 0, last = targetPixels;
        float** reads = stackalloc float*[count], scales = stackalloc float*[count];
        for (int t = 0; t < count; t++)
        {
            (int from, int to) = Inside(taps[t].X, sourceStep, sourceWidth, targetPixels);
            (first, last) = (Math.Max(first, from), Math.Min(last, to));
        }

        if (last - first < TilePixels || channels < TLanes.Count)
        {
            (first, last) = (0, 0);
        }

        for (int x = 0; x < targetPixels; x++)
        {
            // The last tile goes back over pixels that are done rather than leave a rest.
            bool whole = x >= first && x < last;
            x = whole ? Math.Min(x, last - TilePixels) : x;
            int present = 0;
            for (int t = 0; t < count; t++)
            {
                int from = taps[t].X + x * sourceStep;
                if ((uint)from < (uint)sourceWidth)
                {
                    reads[present] = taps[t].Row + from * sourcePitch;
                    scales[present++] = taps[t].Weights;
                }
            }

            float* write = target + x * targetPitch;
            if (whole)
            {
                Tile<TLanes, TVector>(present, reads, scales, bias, channels, sourceStep * sourcePitch, write, targetPitch, clamp, low, high);
                x += TilePixels - 1;
            }
            else
            {
                Pixel<TLanes, TVector>(present, reads, scales, bias, channels, write, clamp, low, high);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, TVector>(int taps, float** reads, float** weights, float* bias, int channels, nint step, float* target, nint targetStep,
        bool clamp, float low, float high)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high);
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            // The last vector goes back over channels that are done.
            int c = Math.Min(channel, channels - TLanes.Count);
            TVector s0, s1, s2, s3, s4, s5, s6, s7;
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = bias == null ? default : TLanes.Load(bias + c);
            for (int t = 0; t < taps; t++)
            {
                TVector weight = TLanes.Load(weights[t] + c);
                float* read = reads[t] + c, far = read + 4 * step;
                s0 = TLanes.MultiplyAdd(TLanes.Load(read), weight, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(read + step), weight, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(read + 2 * step), weight, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(read + 3 * step), weight, s3);
                s4 = TLanes.MultiplyAdd(TLanes.Load(far), weight, s4);
                s5 = TLanes.MultiplyAdd(TLanes.Load(far + step), weight, s5);
                s6 = TLanes.MultiplyAdd(TLanes.Load(far + 2 * step), weight, s6);
                s7 = TLanes.MultiplyAdd(TLanes.Load(far + 3 * step), weight, s7);
            }

            float* write = target + c;
            TLanes.Store(clamp ? TLanes.Clamp(s0, minimum, maximum) : s0, write);
            TLanes.Store(clamp ? TLanes.Clamp(s1, minimum, maximum) : s1, write + targetStep);
            TLanes.Store(clamp ? TLanes.Clamp(s2, minimum, maximum) : s2, write + 2 * targetStep);
            TLanes.Store(clamp ? TLanes.Clamp(s3, minimum, maximum) : s3, write + 3 * targetStep);
            write += 4 * targetStep;
            TLanes.Store(clamp ? TLanes.Clamp(s4, minimum, maximum) : s4, write);
            TLanes.Store(clamp ? TLanes.Clamp(s5, minimum, maximum) : s5, write + targetStep);
            TLanes.Store(clamp ? TLanes.Clamp(s6, minimum, maximum) : s6, write + 2 * targetStep);
            TLanes.Store(clamp ? TLanes.Clamp(s7, minimum, maximum) : s7, write + 3 * targetStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixel<TLanes, TVector>(int taps, float** reads, float** weights, float* bias, int channels, float* target, bool clamp, float low, float high)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int c = 0;
        TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high);
        for (; c <= channels - 2 * TLanes.Count; c += 2 * TLanes.Count)
        {
            TVector sum = bias == null ? default : TLanes.Load(bias + c), next = bias == null ? default : TLanes.Load(bias + c + TLanes.Count);
            for (int t = 0; t < taps; t++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(reads[t] + c), TLanes.Load(weights[t] + c), sum);
                next = TLanes.MultiplyAdd(TLanes.Load(reads[t] + c + TLanes.Count), TLanes.Load(weights[t] + c + TLanes.Count), next);
            }

            TLanes.Store(clamp ? TLanes.Clamp(sum, minimum, maximum) : sum, target + c);
            TLanes.Store(clamp ? TLanes.Clamp(next, minimum, maximum) : next, target + c + TLanes.Count);
        }

        for (; c < channels && channels >= TLanes.Count; c += TLanes.Count)
        {
            // The last vector goes back over channels that are done.
            c = Math.Min(c, channels - TLanes.Count);
            TVector sum = bias == null ? default : TLanes.Load(bias + c);
            for (int t = 0; t < taps; t++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(reads[t] + c), TLanes.Load(weights[t] + c), sum);
            }

            TLanes.Store(clamp ? TLanes.Clamp(sum, minimum, maximum) : sum, target + c);
        }

        for (; c < channels; c++)
        {
            float sum = bias == null ? 0 : bias[c];
            for (int t = 0; t < taps; t++)
            {
                sum += reads[t][c] * weights[t][c];
            }

            target[c] = clamp ? Math.Min(Math.Max(sum, low), high) : sum;
        }
    }
}
