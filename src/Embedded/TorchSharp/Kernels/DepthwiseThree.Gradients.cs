using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

internal static unsafe partial class DepthwiseThree<TLanes, TVector>
{
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
}
