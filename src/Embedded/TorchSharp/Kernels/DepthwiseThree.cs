using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// The depthwise convolution of most networks: 3×3, padding 1, stride 1 or 2. One vector of channels at a time goes along the rows with its nine
/// weights in registers. A column of pixels is loaded once and added to the outputs of the columns around it, whose sums wait in registers: three
/// loads a pixel (with stride 1, four for two rows) instead of nine. Beyond the picture a sum simply gets nothing, so that edges cost nothing.
/// </summary>
internal static unsafe class DepthwiseThree<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public static bool Fits(in ConvolutionShape s) => s.IsDepthwise && s.KernelHeight == 3 && s.KernelWidth == 3 && s.PaddingHeight == 1 && s.PaddingWidth == 1
        && s.DilationHeight == 1 && s.DilationWidth == 1 && s.StrideHeight == s.StrideWidth && s.StrideHeight <= 2 && s.InputChannels >= TLanes.Count;

    /// <summary>
    /// Target rows [firstRow, endRow), <paramref name="channels"/> (at least a vector) of them. Weight (tap, channel) is at weights[tap · weightPitch + channel];
    /// <paramref name="bias"/> may be null.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(in Image source, in Image target, int stride, int firstRow, int endRow, int channels, float* weights, nint weightPitch, float* bias, Activation activation)
    {
        float* zeros = stackalloc float[TLanes.Count];
        new Span<float>(zeros, TLanes.Count).Clear();
        (float low, float high) = Gemm.Bounds(activation);
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            // The last vector goes back over channels that are done.
            int c = Math.Min(channel, channels - TLanes.Count);
            var filter = new Filter(weights + c, weightPitch, bias == null ? null : bias + c, low, high);
            for (int y = firstRow; y < endRow; y++)
            {
                var top = new Line(source, y * stride - 1, c, zeros);
                var middle = new Line(source, y * stride, c, zeros);
                var bottom = new Line(source, y * stride + 1, c, zeros);
                float* write = target.Start + y * target.RowPitch + c;
                if (stride == 2)
                {
                    EverySecond(top, middle, bottom, source.Width, filter, write, target.PixelPitch, target.Width);
                }
                else if (y + 1 < endRow)
                {
                    Two(top, middle, bottom, new Line(source, y + 2, c, zeros), source.Width, filter, write, target.PixelPitch, target.RowPitch);
                    y++;
                }
                else
                {
                    One(top, middle, bottom, source.Width, filter, write, target.PixelPitch);
                }
            }
        }
    }

    /// <summary>
    /// Gradient of the input of stride 2, rows [firstRow, endRow): the pixel (y, x) of the gradient reaches 2 × 2 pixels of its own and shares those of its
    /// right, lower and lower right neighbours: nine products for four pixels.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SpreadEverySecond(in Image gradient, in Image target, int firstRow, int endRow, int channels, float* weights, nint pitch)
    {
        float* zeros = stackalloc float[TLanes.Count];
        new Span<float>(zeros, TLanes.Count).Clear();
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            // The last vector goes back over channels that are done.
            int c = Math.Min(channel, channels - TLanes.Count);
            var filter = new Filter(weights + c, pitch, null, 0, 0);
            TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
                w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8);
            for (int y = firstRow / 2; 2 * y < endRow; y++)
            {
                var own = new Line(gradient, y, c, zeros);
                var below = new Line(gradient, y + 1, c, zeros);
                bool even = 2 * y >= firstRow, odd = 2 * y + 1 < endRow;
                float* p = own.Start, q = below.Start, top = target.Start + 2 * y * target.RowPitch + c, bottom = top + target.RowPitch;
                TVector a = TLanes.Load(p), b = TLanes.Load(q);
                for (int x = 0; x < gradient.Width; x++, top += 2 * target.PixelPitch, bottom += 2 * target.PixelPitch)
                {
                    p += own.Pitch;
                    q += below.Pitch;
                    bool last = x + 1 == gradient.Width, wide = 2 * x + 1 < target.Width;
                    TVector right = last ? default : TLanes.Load(p), lower = last ? default : TLanes.Load(q);
                    if (even)
                    {
                        TLanes.Store(TLanes.MultiplyAdd(a, w4, default), top);
                        if (wide)
                        {
                            TLanes.Store(TLanes.MultiplyAdd(right, w3, TLanes.MultiplyAdd(a, w5, default)), top + target.PixelPitch);
                        }
                    }

                    if (odd)
                    {
                        TLanes.Store(TLanes.MultiplyAdd(b, w1, TLanes.MultiplyAdd(a, w7, default)), bottom);
                        if (wide)
                        {
                            TVector corner = TLanes.MultiplyAdd(lower, w0, TLanes.MultiplyAdd(b, w2, default));
                            TLanes.Store(TLanes.MultiplyAdd(right, w6, TLanes.MultiplyAdd(a, w8, corner)), bottom + target.PixelPitch);
                        }
                    }

                    (a, b) = (right, lower);
                }
            }
        }
    }

    /// <summary>Adds what the gradient's rows [firstRow, endRow) give to the weights; <paramref name="channels"/> are whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeights(in Image source, in Image gradient, int stride, int firstRow, int endRow, int channels, float* sum, nint sumPitch)
    {
        float* zeros = stackalloc float[TLanes.Count];
        new Span<float>(zeros, TLanes.Count).Clear();
        for (int c = 0; c < channels; c += TLanes.Count)
        {
            float* to = sum + c;
            TVector s0 = TLanes.Load(to), s1 = TLanes.Load(to + sumPitch), s2 = TLanes.Load(to + 2 * sumPitch), s3 = TLanes.Load(to + 3 * sumPitch), s4 = TLanes.Load(to + 4 * sumPitch),
                s5 = TLanes.Load(to + 5 * sumPitch), s6 = TLanes.Load(to + 6 * sumPitch), s7 = TLanes.Load(to + 7 * sumPitch), s8 = TLanes.Load(to + 8 * sumPitch);
            for (int y = firstRow; y < endRow; y++)
            {
                // A window of 3 × 3 pixels goes along the rows; what it has loaded once stays.
                var top = new Line(source, y * stride - 1, c, zeros);
                var middle = new Line(source, y * stride, c, zeros);
                var bottom = new Line(source, y * stride + 1, c, zeros);
                float* p0 = top.Start, p1 = middle.Start, p2 = bottom.Start, g = gradient.Start + y * gradient.RowPitch + c;
                TVector a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default, c0 = default, c1 = default, c2 = default;
                if (stride == 1)
                {
                    (b0, b1, b2) = (TLanes.Load(p0), TLanes.Load(p1), TLanes.Load(p2));
                }

                for (int x = 0; x < gradient.Width; x++, g += gradient.PixelPitch)
                {
                    if (stride == 2)
                    {
                        (b0, b1, b2) = (TLanes.Load(p0), TLanes.Load(p1), TLanes.Load(p2));
                    }

                    bool inside = x * stride + 1 < source.Width;
                    c0 = inside ? TLanes.Load(p0 + top.Pitch) : default;
                    c1 = inside ? TLanes.Load(p1 + middle.Pitch) : default;
                    c2 = inside ? TLanes.Load(p2 + bottom.Pitch) : default;
                    TVector v = TLanes.Load(g);
                    s0 = TLanes.MultiplyAdd(a0, v, s0);
                    s1 = TLanes.MultiplyAdd(b0, v, s1);
                    s2 = TLanes.MultiplyAdd(c0, v, s2);
                    s3 = TLanes.MultiplyAdd(a1, v, s3);
                    s4 = TLanes.MultiplyAdd(b1, v, s4);
                    s5 = TLanes.MultiplyAdd(c1, v, s5);
                    s6 = TLanes.MultiplyAdd(a2, v, s6);
                    s7 = TLanes.MultiplyAdd(b2, v, s7);
                    s8 = TLanes.MultiplyAdd(c2, v, s8);
                    if (stride == 1)
                    {
                        (a0, a1, a2, b0, b1, b2) = (b0, b1, b2, c0, c1, c2);
                    }
                    else
                    {
                        (a0, a1, a2) = (c0, c1, c2);
                    }

                    p0 += stride * top.Pitch;
                    p1 += stride * middle.Pitch;
                    p2 += stride * bottom.Pitch;
                }
            }

            TLanes.Store(s0, to);
            TLanes.Store(s1, to + sumPitch);
            TLanes.Store(s2, to + 2 * sumPitch);
            TLanes.Store(s3, to + 3 * sumPitch);
            TLanes.Store(s4, to + 4 * sumPitch);
            TLanes.Store(s5, to + 5 * sumPitch);
            TLanes.Store(s6, to + 6 * sumPitch);
            TLanes.Store(s7, to + 7 * sumPitch);
            TLanes.Store(s8, to + 8 * sumPitch);
        }
    }

    /// <summary>A row of the source, or zeros above and below it.</summary>
    private readonly struct Line
    {
        public readonly float* Start;
        public readonly nint Pitch;

        public Line(in Image source, int y, int channel, float* zeros)
        {
            bool inside = (uint)y < (uint)source.Height;
            Start = inside ? source.Start + y * source.RowPitch + channel : zeros;
            Pitch = inside ? source.PixelPitch : 0;
        }
    }

    private readonly struct Filter(float* weights, nint pitch, float* bias, float low, float high)
    {
        public readonly float Low = low, High = high;

        public TVector Weight(int tap) => TLanes.Load(weights + tap * pitch);

        public TVector Bias => bias == null ? default : TLanes.Load(bias);
    }

    /// <summary>Two rows of the target, which share two of their source rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in Line top, in Line upper, in Line lower, in Line bottom, int width, in Filter filter, float* target, nint targetPitch, nint targetRow)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start, p3 = bottom.Start, write = target - targetPitch;
        TVector left = bias, middle = bias, left2 = bias, middle2 = bias;
        for (int x = 0; x < width; x++)
        {
            TVector a = TLanes.Load(p0), b = TLanes.Load(p1), c = TLanes.Load(p2), d = TLanes.Load(p3);
            p0 += top.Pitch;
            p1 += upper.Pitch;
            p2 += lower.Pitch;
            p3 += bottom.Pitch;
            left = TLanes.MultiplyAdd(a, w2, left);
            left2 = TLanes.MultiplyAdd(b, w2, left2);
            middle = TLanes.MultiplyAdd(a, w1, middle);
            middle2 = TLanes.MultiplyAdd(b, w1, middle2);
            TVector right = TLanes.MultiplyAdd(a, w0, bias), right2 = TLanes.MultiplyAdd(b, w0, bias);
            left = TLanes.MultiplyAdd(b, w5, left);
            left2 = TLanes.MultiplyAdd(c, w5, left2);
            middle = TLanes.MultiplyAdd(b, w4, middle);
            middle2 = TLanes.MultiplyAdd(c, w4, middle2);
            right = TLanes.MultiplyAdd(b, w3, right);
            right2 = TLanes.MultiplyAdd(c, w3, right2);
            left = TLanes.MultiplyAdd(c, w8, left);
            left2 = TLanes.MultiplyAdd(d, w8, left2);
            middle = TLanes.MultiplyAdd(c, w7, middle);
            middle2 = TLanes.MultiplyAdd(d, w7, middle2);
            right = TLanes.MultiplyAdd(c, w6, right);
            right2 = TLanes.MultiplyAdd(d, w6, right2);
            if (x > 0)
            {
                TLanes.Store(TLanes.Clamp(left, low, high), write);
                TLanes.Store(TLanes.Clamp(left2, low, high), write + targetRow);
            }

            write += targetPitch;
            left = middle;
            left2 = middle2;
            middle = right;
            middle2 = right2;
        }

        TLanes.Store(TLanes.Clamp(left, low, high), write);
        TLanes.Store(TLanes.Clamp(left2, low, high), write + targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in Line top, in Line upper, in Line lower, int width, in Filter filter, float* target, nint targetPitch)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start, write = target - targetPitch;
        TVector left = bias, middle = bias;
        for (int x = 0; x < width; x++)
        {
            TVector a = TLanes.Load(p0), b = TLanes.Load(p1), c = TLanes.Load(p2);
            p0 += top.Pitch;
            p1 += upper.Pitch;
            p2 += lower.Pitch;
            left = TLanes.MultiplyAdd(c, w8, TLanes.MultiplyAdd(b, w5, TLanes.MultiplyAdd(a, w2, left)));
            middle = TLanes.MultiplyAdd(c, w7, TLanes.MultiplyAdd(b, w4, TLanes.MultiplyAdd(a, w1, middle)));
            TVector right = TLanes.MultiplyAdd(c, w6, TLanes.MultiplyAdd(b, w3, TLanes.MultiplyAdd(a, w0, bias)));
            if (x > 0)
            {
                TLanes.Store(TLanes.Clamp(left, low, high), write);
            }

            write += targetPitch;
            left = middle;
            middle = right;
        }

        TLanes.Store(TLanes.Clamp(left, low, high), write);
    }

    /// <summary>Stride 2: of a pair of source columns the first is the middle of its output, the second its right and the next one's left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EverySecond(in Line top, in Line upper, in Line lower, int width, in Filter filter, float* target, nint targetPitch, int targetWidth)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start;
        TVector sum = bias;
        for (int x = 0; x < targetWidth; x++, target += targetPitch)
        {
            TVector next = bias;
            sum = TLanes.MultiplyAdd(TLanes.Load(p2), w7, TLanes.MultiplyAdd(TLanes.Load(p1), w4, TLanes.MultiplyAdd(TLanes.Load(p0), w1, sum)));
            if (2 * x + 1 < width)
            {
                TVector a = TLanes.Load(p0 + top.Pitch), b = TLanes.Load(p1 + upper.Pitch), c = TLanes.Load(p2 + lower.Pitch);
                sum = TLanes.MultiplyAdd(c, w8, TLanes.MultiplyAdd(b, w5, TLanes.MultiplyAdd(a, w2, sum)));
                next = TLanes.MultiplyAdd(c, w6, TLanes.MultiplyAdd(b, w3, TLanes.MultiplyAdd(a, w0, bias)));
            }

            TLanes.Store(TLanes.Clamp(sum, low, high), target);
            sum = next;
            p0 += 2 * top.Pitch;
            p1 += 2 * upper.Pitch;
            p2 += 2 * lower.Pitch;
        }
    }
}
