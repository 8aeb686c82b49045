using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// The depthwise convolution of most networks: 3×3, padding 1, stride 1 or 2. One vector of channels at a time goes along the rows with its nine
/// weights in registers. A column of pixels is loaded once and added to the outputs of the columns around it, whose sums wait in registers: three
/// loads a pixel (with stride 1, four for two rows) instead of nine. Beyond the picture a sum simply gets nothing, so that edges cost nothing.
/// </summary>
internal static unsafe partial class DepthwiseThree<TLanes, TVector>
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
            int c = Math.Min(channel, channels - TLanes.Count), endOfPairs = endRow - (endRow - firstRow) % 2;
            var filter = new Filter(weights + c, weightPitch, bias == null ? null : bias + c, low, high);
            if (stride == 2)
            {
                EverySecond(source, target, c, firstRow, endRow, filter, zeros);
                continue;
            }

            Two(source, target, c, firstRow, endOfPairs, filter, zeros);
            if (endOfPairs < endRow)
            {
                One(source, target, c, endOfPairs, filter, zeros);
            }
        }
    }

    /// <summary>A row of the source, or zeros above and below it.</summary>
    private readonly struct Line
    {
        public readonly float* Start;
        public readonly nint Pitch;

        public Line(in Image source, int y, nint channel, float* zeros)
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

    /// <summary>Two rows of the target at a time, which share two of their source rows. The rows are in here: maps of five pixels' width have many and short ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in Image source, in Image target, nint channel, int firstRow, int endRow, in Filter filter, float* zeros)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        nint targetPitch = target.PixelPitch, targetRow = target.RowPitch;
        int width = source.Width;
        for (int y = firstRow; y < endRow; y += 2)
        {
            Line top = new(source, y - 1, channel, zeros), upper = new(source, y, channel, zeros), lower = new(source, y + 1, channel, zeros), bottom = new(source, y + 2, channel, zeros);
            float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start, p3 = bottom.Start, write = target.Start + y * targetRow + channel - targetPitch;
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in Image source, in Image target, nint channel, int row, in Filter filter, float* zeros)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        Line top = new(source, row - 1, channel, zeros), upper = new(source, row, channel, zeros), lower = new(source, row + 1, channel, zeros);
        nint targetPitch = target.PixelPitch;
        float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start, write = target.Start + row * target.RowPitch + channel - targetPitch;
        TVector left = bias, middle = bias;
        for (int x = 0; x < source.Width; x++)
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
    private static void EverySecond(in Image source, in Image target, nint channel, int firstRow, int endRow, in Filter filter, float* zeros)
    {
        TVector w0 = filter.Weight(0), w1 = filter.Weight(1), w2 = filter.Weight(2), w3 = filter.Weight(3), w4 = filter.Weight(4), w5 = filter.Weight(5),
            w6 = filter.Weight(6), w7 = filter.Weight(7), w8 = filter.Weight(8), bias = filter.Bias, low = TLanes.Broadcast(filter.Low), high = TLanes.Broadcast(filter.High);
        int width = source.Width, targetWidth = target.Width;
        nint targetPitch = target.PixelPitch;
        for (int y = firstRow; y < endRow; y++)
        {
            Line top = new(source, 2 * y - 1, channel, zeros), upper = new(source, 2 * y, channel, zeros), lower = new(source, 2 * y + 1, channel, zeros);
            float* p0 = top.Start, p1 = upper.Start, p2 = lower.Start, write = target.Start + y * target.RowPitch + channel;
            TVector sum = bias;
            for (int x = 0; x < targetWidth; x++, write += targetPitch)
            {
                TVector next = bias;
                sum = TLanes.MultiplyAdd(TLanes.Load(p2), w7, TLanes.MultiplyAdd(TLanes.Load(p1), w4, TLanes.MultiplyAdd(TLanes.Load(p0), w1, sum)));
                if (2 * x + 1 < width)
                {
                    TVector a = TLanes.Load(p0 + top.Pitch), b = TLanes.Load(p1 + upper.Pitch), c = TLanes.Load(p2 + lower.Pitch);
                    sum = TLanes.MultiplyAdd(c, w8, TLanes.MultiplyAdd(b, w5, TLanes.MultiplyAdd(a, w2, sum)));
                    next = TLanes.MultiplyAdd(c, w6, TLanes.MultiplyAdd(b, w3, TLanes.MultiplyAdd(a, w0, bias)));
                }

                TLanes.Store(TLanes.Clamp(sum, low, high), write);
                sum = next;
                p0 += 2 * top.Pitch;
                p1 += 2 * upper.Pitch;
                p2 += 2 * lower.Pitch;
            }
        }
    }
}
