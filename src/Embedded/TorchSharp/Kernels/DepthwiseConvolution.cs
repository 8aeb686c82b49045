using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// One filter per channel, any kernel size, stride and dilation. Channels lie beside each other in memory and so in a vector; weights are
/// turned to [tap][channel] first. A row is computed eight pixels at a time, so that a tap's weight is loaded once for eight products and the
/// eight sums do not wait for each other. Forward and backward input are the same walk: a list of taps (where to read, which weight) and two steps.
/// </summary>
internal static unsafe class DepthwiseConvolution
{
    private const int TilePixels = 8;

    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            Forward<Lanes512, Vector512<float>>(shape, input, weight, bias, output, activation);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            Forward<Lanes256, Vector256<float>>(shape, input, weight, bias, output, activation);
        }
        else
        {
            Forward<Lanes128, Vector128<float>>(shape, input, weight, bias, output, activation);
        }
    }

    public static void BackwardInput(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            BackwardInput<Lanes512, Vector512<float>>(shape, gradOutput, weight, gradInput);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            BackwardInput<Lanes256, Vector256<float>>(shape, gradOutput, weight, gradInput);
        }
        else
        {
            BackwardInput<Lanes128, Vector128<float>>(shape, gradOutput, weight, gradInput);
        }
    }

    public static void BackwardWeight(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            BackwardWeight<Lanes512, Vector512<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            BackwardWeight<Lanes256, Vector256<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
        else
        {
            BackwardWeight<Lanes128, Vector128<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
    }

    internal static void Forward<TLanes, TVector>(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth;
        using var weights = new Scratch((long)taps * channels);
        float* byTap = weights.Pointer;
        ByTap(weight, taps, channels, byTap);
        Workers.Each(s.Batch * s.OutputHeight, Workers.Share(s.Batch * s.OutputHeight), (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int picture = i / s.OutputHeight, row = i % s.OutputHeight;
                ForwardRows<TLanes, TVector>(s, row, row + 1, input + (long)picture * s.InputHeight * s.InputWidth * channels, byTap, bias,
                    output + (long)picture * s.OutputHeight * s.OutputWidth * channels, activation);
            }
        });
    }

    /// <summary>Output rows [firstRow, endRow) of one picture; <paramref name="byTap"/> as <see cref="ByTap"/> leaves it.</summary>
    internal static void ForwardRows<TLanes, TVector>(in ConvolutionShape s, int firstRow, int endRow, float* picture, float* byTap, float* bias, float* output, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => Rows<TLanes, TVector>(s, new Image(picture, s.InputHeight, s.InputWidth, s.InputChannels), new Image(output, s.OutputHeight, s.OutputWidth, s.InputChannels),
            firstRow, endRow, s.InputChannels, byTap, s.InputChannels, bias, activation);

    /// <summary>Target rows [firstRow, endRow) of <paramref name="channels"/> channels; weight (tap, channel) is at byTap[tap · weightPitch + channel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rows<TLanes, TVector>(in ConvolutionShape s, in Image source, in Image target, int firstRow, int endRow, int channels, float* byTap, nint weightPitch, float* bias, Activation activation)
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

    internal static void BackwardInput<TLanes, TVector>(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth;
        using var weights = new Scratch((long)taps * channels);
        float* byTap = weights.Pointer;
        ByTap(weight, taps, channels, byTap);
        Workers.Each(s.Batch * s.InputHeight, Workers.Share(s.Batch * s.InputHeight), (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int picture = i / s.InputHeight, row = i % s.InputHeight;
                var gradient = new Image(gradOutput + (long)picture * s.OutputHeight * s.OutputWidth * channels, s.OutputHeight, s.OutputWidth, channels);
                var target = new Image(gradInput + (long)picture * s.InputHeight * s.InputWidth * channels, s.InputHeight, s.InputWidth, channels);
                BackwardInputRows<TLanes, TVector>(s, gradient, target, row, row + 1, channels, byTap, channels);
            }
        });
    }

    /// <summary>Rows [firstRow, endRow) of the input's gradient; weights as for <see cref="Rows"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BackwardInputRows<TLanes, TVector>(in ConvolutionShape s, in Image gradient, in Image target, int firstRow, int endRow, int channels, float* byTap, nint weightPitch)
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

    internal static void BackwardWeight<TLanes, TVector>(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth, rows = s.Batch * s.OutputHeight;

        // Each part sums its rows into a buffer of its own: [tap][channel], and the bias behind them.
        int parts = Math.Min(Workers.Count, rows), length = (taps + 1) * channels;
        using var partial = new Scratch((long)parts * length);
        float* sums = partial.Pointer;
        Workers.For(parts, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                float* sum = sums + (long)part * length;
                new Span<float>(sum, length).Clear();
                for (int row = (int)((long)rows * part / parts); row < (int)((long)rows * (part + 1) / parts); row++)
                {
                    int picture = row / s.OutputHeight, y = row % s.OutputHeight;
                    var source = new Image(input + (long)picture * s.InputHeight * s.InputWidth * channels, s.InputHeight, s.InputWidth, channels);
                    var gradient = new Image(gradOutput + (long)picture * s.OutputHeight * s.OutputWidth * channels, s.OutputHeight, s.OutputWidth, channels);
                    AddWeightRows<TLanes, TVector>(s, source, gradient, y, y + 1, channels, sum, channels);
                    if (gradBias != null)
                    {
                        AddBiasRow(gradient, y, channels, sum + taps * channels);
                    }
                }
            }
        });
        AddParts(channels, taps, sums, parts, length, gradWeight, gradBias);
    }

    /// <summary>Adds the workers' sums ([tap][channel], the bias's behind them) in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddParts(int channels, int taps, float* sums, int parts, int length, float* gradWeight, float* gradBias)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int tap = 0; tap <= taps; tap++)
            {
                float sum = 0;
                for (int part = 0; part < parts; part++)
                {
                    sum += sums[(long)part * length + tap * channels + c];
                }

                if (tap < taps)
                {
                    gradWeight[c * taps + tap] = sum;
                }
                else if (gradBias != null)
                {
                    gradBias[c] = sum;
                }
            }
        }
    }

    /// <summary>A tap of one row: target pixel i reads the source row at X + i · step and takes these weights.</summary>
    private readonly struct Tap(float* row, int x, float* weights)
    {
        public readonly float* Row = row, Weights = weights;
        public readonly int X = x;
    }

    /// <summary>Weights (channel, tap) as (tap, channel).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ByTap(float* weight, int taps, int channels, float* byTap)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                byTap[tap * channels + c] = weight[c * taps + tap];
            }
        }
    }

    /// <summary>The pixels [First, Last) of a row for which X + i · step lies in a source row of the given width.</summary>
    private static (int First, int Last) Inside(int x, int step, int sourceWidth, int pixels)
    {
        int first = Math.Clamp((step - 1 - x) / step, 0, pixels);
        return (first, Math.Clamp((sourceWidth - 1 - x + step) / step, first, pixels));
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

    /// <summary>Adds what output rows [firstRow, endRow) of one picture give to the weights: (tap, channel) at sum[tap · sumPitch + channel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddWeightRows<TLanes, TVector>(in ConvolutionShape s, in Image source, in Image gradient, int firstRow, int endRow, int channels, float* sum, nint sumPitch)
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
                AddWeightRow<TLanes, TVector>(s, source.Start + y * source.RowPitch, source.PixelPitch, gradient.Start + oy * gradient.RowPitch, gradient.PixelPitch,
                    channels, sum + ky * s.KernelWidth * sumPitch, sumPitch);
            }
        }
    }

    /// <summary>What one row of the source and one of the gradient give to a row of taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeightRow<TLanes, TVector>(in ConvolutionShape s, float* source, nint pixelPitch, float* gradient, nint gradientPitch, int channels, float* into, nint sumPitch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int outputWidth = s.OutputWidth;
        nint step = s.StrideWidth * pixelPitch;
        for (int kx = 0; kx < s.KernelWidth;)
        {
            // Three taps share the loads of the gradient; pixels where not all three read within the row are added tap by tap.
            int together = s.KernelWidth - kx >= 3 ? 3 : 1, x = kx * s.DilationWidth - s.PaddingWidth;
            int commonFirst = Inside(x, s.StrideWidth, s.InputWidth, outputWidth).First;
            int commonLast = Math.Max(commonFirst, Inside(x + (together - 1) * s.DilationWidth, s.StrideWidth, s.InputWidth, outputWidth).Last);
            int firstSingle = together == 3 ? Products<TLanes, TVector>(commonLast - commonFirst, gradient + commonFirst * gradientPitch, gradientPitch,
                source + (x + commonFirst * s.StrideWidth) * pixelPitch, channels, step, s.DilationWidth * pixelPitch, into, sumPitch) : 0;
            for (int t = 0; t < together; t++, into += sumPitch, x += s.DilationWidth)
            {
                (int first, int last) = Inside(x, s.StrideWidth, s.InputWidth, outputWidth);
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

    private static void AddBiasRow(in Image gradient, int row, int channels, float* into)
    {
        for (int x = 0; x < gradient.Width; x++)
        {
            float* pixel = gradient.Start + row * gradient.RowPitch + x * gradient.PixelPitch;
            for (int c = 0; c < channels; c++)
            {
                into[c] += pixel[c];
            }
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
