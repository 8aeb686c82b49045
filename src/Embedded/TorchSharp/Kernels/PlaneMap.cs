using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Normalisation, weight, bias and activation of a stage in one, on planes: y = activation(x · scale + shift). What fills up a plane stays zero.</summary>
internal readonly unsafe struct PlaneMap<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int PixelsOfFloatSums = 128;      // then sums go on as doubles
    private const int PixelsAhead = 64;

    /// <summary>Asks for a pixel of a plane some way ahead: the processor's own prefetchers begin anew at each block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AskAhead(float* pixel)
    {
        int width = Planes<TLanes, TVector>.Width;
        TLanes.Prefetch(pixel + PixelsAhead * width);
        if (width > Prefetcher.Line)
        {
            TLanes.Prefetch(pixel + PixelsAhead * width + Prefetcher.Line);
        }
    }

    private readonly float* scale, shift, mean;
    private readonly float low, high;

    /// <param name="memory">At least <see cref="Length"/> floats, which must live as long as this.</param>
    public PlaneMap(TrainingStage stage, float* memory)
    {
        int channels = stage.Channels, padded = Planes<TLanes, TVector>.Padded(channels);
        scale = memory;
        shift = memory + padded;
        mean = shift + padded;
        new Span<float>(memory, 3 * padded).Clear();
        for (int c = 0; c < channels; c++)
        {
            scale[c] = stage.InverseDeviation[c] * (stage.Gamma == null ? 1 : stage.Gamma[c]);
            shift[c] = (stage.Beta == null ? 0 : stage.Beta[c]) - stage.Mean[c] * scale[c];
            mean[c] = stage.Mean[c];
        }

        (low, high) = Gemm.Bounds(stage.Activation);
        Masks = stage.Activation != Activation.None;
    }

    public float* Scale => scale;

    public float* Shift => shift;

    public float* Mean => mean;

    public float Low => low;

    public float High => high;

    public bool Masks { get; }

    public static long Length(int channels) => 3L * Planes<TLanes, TVector>.Padded(channels);

    /// <summary>Maps pixels of a plane to dense ones; in place (to == from) is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(int plane, int vectors, int pixels, float* from, nint pitch, float* to)
    {
        int width = Planes<TLanes, TVector>.Width, lanes = TLanes.Count, c = plane * width;
        TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high), scale0 = TLanes.Load(scale + c), shift0 = TLanes.Load(shift + c);
        if (vectors == 1)
        {
            for (int i = 0; i < pixels; i++, from += pitch, to += width)
            {
                TLanes.Store(TLanes.Clamp(TLanes.MultiplyAdd(TLanes.Load(from), scale0, shift0), minimum, maximum), to);
            }

            return;
        }

        TVector scale1 = TLanes.Load(scale + c + lanes), shift1 = TLanes.Load(shift + c + lanes);
        for (int i = 0; i < pixels; i++, from += pitch, to += width)
        {
            AskAhead(from);
            TLanes.Store(TLanes.Clamp(TLanes.MultiplyAdd(TLanes.Load(from), scale0, shift0), minimum, maximum), to);
            TLanes.Store(TLanes.Clamp(TLanes.MultiplyAdd(TLanes.Load(from + lanes), scale1, shift1), minimum, maximum), to + lanes);
        }
    }

    /// <summary>Σ g and Σ g · (x - mean) over pixels of a plane, g masked by the activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradientSums(int plane, int vectors, int pixels, float* x, nint xPitch, float* gradient, nint gradientPitch, double* sums, double* products)
    {
        int width = Planes<TLanes, TVector>.Width, lanes = TLanes.Count;
        bool masks = Masks;
        TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high);
        for (int first = 0; first < pixels; first += PixelsOfFloatSums)
        {
            int count = Math.Min(PixelsOfFloatSums, pixels - first);
            for (int v = 0; v < vectors; v++)
            {
                int c = plane * width + v * lanes;
                TVector scales = TLanes.Load(scale + c), shifts = TLanes.Load(shift + c), m = TLanes.Load(mean + c), sum = default, product = default, sum2 = default, product2 = default;
                float* p = x + first * xPitch + v * lanes, q = gradient + first * gradientPitch + v * lanes;
                for (int i = count; i > 0; i -= 2, p += 2 * xPitch, q += 2 * gradientPitch)
                {
                    // Two pixels a round: sums that do not wait for each other.
                    Add(masks, TLanes.Load(p), TLanes.Load(q), scales, shifts, m, minimum, maximum, ref sum, ref product);
                    if (i > 1)
                    {
                        Add(masks, TLanes.Load(p + xPitch), TLanes.Load(q + gradientPitch), scales, shifts, m, minimum, maximum, ref sum2, ref product2);
                    }
                }

                AddTo(TLanes.Add(sum, sum2), sums + c);
                AddTo(TLanes.Add(product, product2), products + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(bool masks, TVector value, TVector g, TVector scale, TVector shift, TVector mean, TVector low, TVector high, ref TVector sum, ref TVector product)
    {
        if (masks)
        {
            g = TLanes.Within(g, TLanes.MultiplyAdd(value, scale, shift), low, high);
        }

        sum = TLanes.Add(sum, g);
        product = TLanes.MultiplyAdd(g, TLanes.Subtract(value, mean), product);
    }

    /// <summary>
    /// Σ x and Σ x² over dense pixels of a plane. Some hundred pixels at a time are summed about the first of them, so that a mean far from zero costs no digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMoments(int vectors, int pixels, float* x, double* sums, double* squares)
    {
        int width = Planes<TLanes, TVector>.Width, lanes = TLanes.Count;
        for (int first = 0; first < pixels; first += PixelsOfFloatSums)
        {
            int count = Math.Min(PixelsOfFloatSums, pixels - first);
            for (int v = 0; v < vectors; v++)
            {
                float* p = x + (long)first * width + v * lanes;
                TVector about = TLanes.Load(p), sum = default, square = default, sum2 = default, square2 = default;
                int i = 0;
                for (; i <= count - 2; i += 2, p += 2 * width)
                {
                    TVector d = TLanes.Subtract(TLanes.Load(p), about), e = TLanes.Subtract(TLanes.Load(p + width), about);
                    sum = TLanes.Add(sum, d);
                    sum2 = TLanes.Add(sum2, e);
                    square = TLanes.MultiplyAdd(d, d, square);
                    square2 = TLanes.MultiplyAdd(e, e, square2);
                }

                if (i < count)
                {
                    TVector d = TLanes.Subtract(TLanes.Load(p), about);
                    sum = TLanes.Add(sum, d);
                    square = TLanes.MultiplyAdd(d, d, square);
                }

                Merge(TLanes.Add(sum, sum2), TLanes.Add(square, square2), about, count, sums + v * lanes, squares + v * lanes);
            }
        }
    }

    // Σx = Σd + n a and Σx² = Σd² + 2 a Σd + n a² for d = x - a.
    private static void Merge(TVector sum, TVector square, TVector about, int count, double* sums, double* squares)
    {
        float* d = stackalloc float[3 * TLanes.Count], q = d + TLanes.Count, a = q + TLanes.Count;
        TLanes.Store(sum, d);
        TLanes.Store(square, q);
        TLanes.Store(about, a);
        for (int i = 0; i < TLanes.Count; i += Vector<float>.Count)
        {
            Merge(Vector.Load(d + i), Vector.Load(q + i), Vector.Load(a + i), count, sums + i, squares + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector<float> sum, Vector<float> square, Vector<float> about, int count, double* sums, double* squares)
    {
        Vector.Widen(sum, out Vector<double> d0, out Vector<double> d1);
        Vector.Widen(square, out Vector<double> q0, out Vector<double> q1);
        Vector.Widen(about, out Vector<double> a0, out Vector<double> a1);
        int half = Vector<double>.Count;
        Vector<double> n = new(count);
        (Vector.Load(sums) + d0 + n * a0).Store(sums);
        (Vector.Load(sums + half) + d1 + n * a1).Store(sums + half);
        (Vector.Load(squares) + q0 + a0 * (d0 + d0 + n * a0)).Store(squares);
        (Vector.Load(squares + half) + q1 + a1 * (d1 + d1 + n * a1)).Store(squares + half);
    }

    private static void AddTo(TVector value, double* into)
    {
        float* numbers = stackalloc float[TLanes.Count];
        TLanes.Store(value, numbers);
        for (int i = 0; i < TLanes.Count; i += Vector<float>.Count)
        {
            ChannelSums.Add(Vector.Load(numbers + i), into + i);
        }
    }
}
