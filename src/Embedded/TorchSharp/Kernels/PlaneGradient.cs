using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>The gradient of a stage's normalisation with its activation, on planes: dx = scale · (g masked) + (x - mean) · byDeviation + constant.</summary>
internal readonly unsafe struct PlaneGradient<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly PlaneMap<TLanes, TVector> map;
    private readonly float* byDeviation, constant;

    /// <summary>Writes the stage's GradGamma and GradBeta. Sums and products are Σ g and Σ g · (x - mean) over its rows.</summary>
    /// <param name="memory">At least <see cref="Length"/> floats, which must live as long as this.</param>
    public PlaneGradient(PlaneMap<TLanes, TVector> map, TrainingStage stage, double* sums, double* products, float* memory)
    {
        int padded = Planes<TLanes, TVector>.Padded(stage.Channels), rows = stage.Rows;
        this.map = map;
        byDeviation = memory;
        constant = memory + padded;
        new Span<float>(memory, 2 * padded).Clear();
        for (int c = 0; c < stage.Channels; c++)
        {
            double product = products[c] * stage.InverseDeviation[c];
            if (stage.GradGamma != null)
            {
                stage.GradGamma[c] = (float)product;
            }

            if (stage.GradBeta != null)
            {
                stage.GradBeta[c] = (float)sums[c];
            }

            // dx = scale · (g - Σg/n - x̂ · Σ(g·x̂)/n) with x̂ = (x - mean) · inverseDeviation
            byDeviation[c] = (float)(-map.Scale[c] * stage.InverseDeviation[c] * product / rows);
            constant[c] = (float)(-map.Scale[c] * sums[c] / rows);
        }
    }

    public static long Length(int channels) => 2L * Planes<TLanes, TVector>.Padded(channels);

    /// <summary>Gradients of pixels of a plane, dense; in place (to == gradient) is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(int plane, int vectors, int pixels, float* x, nint xPitch, float* gradient, nint gradientPitch, float* to)
    {
        if (vectors == 2)
        {
            Pair(plane, pixels, x, xPitch, gradient, gradientPitch, to);
            return;
        }

        int width = Planes<TLanes, TVector>.Width;
        var channel = new Channel(this, plane * width);
        for (int i = 0; i < pixels; i++, x += xPitch, gradient += gradientPitch, to += width)
        {
            TLanes.Store(channel.Apply(TLanes.Load(x), TLanes.Load(gradient), map.Masks), to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pair(int plane, int pixels, float* x, nint xPitch, float* gradient, nint gradientPitch, float* to)
    {
        int width = Planes<TLanes, TVector>.Width, lanes = TLanes.Count;
        var first = new Channel(this, plane * width);
        var second = new Channel(this, plane * width + lanes);
        bool masks = map.Masks;
        for (int i = 0; i < pixels; i++, x += xPitch, gradient += gradientPitch, to += width)
        {
            PlaneMap<TLanes, TVector>.AskAhead(x);
            PlaneMap<TLanes, TVector>.AskAhead(gradient);
            TVector a = first.Apply(TLanes.Load(x), TLanes.Load(gradient), masks), b = second.Apply(TLanes.Load(x + lanes), TLanes.Load(gradient + lanes), masks);
            TLanes.Store(a, to);
            TLanes.Store(b, to + lanes);
        }
    }

    /// <summary>The numbers of a vector of channels.</summary>
    private readonly struct Channel
    {
        private readonly TVector scale, shift, mean, deviation, rest, low, high;

        public Channel(in PlaneGradient<TLanes, TVector> g, int c)
        {
            (scale, shift, mean) = (TLanes.Load(g.map.Scale + c), TLanes.Load(g.map.Shift + c), TLanes.Load(g.map.Mean + c));
            (deviation, rest) = (TLanes.Load(g.byDeviation + c), TLanes.Load(g.constant + c));
            (low, high) = (TLanes.Broadcast(g.map.Low), TLanes.Broadcast(g.map.High));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector x, TVector gradient, bool masks)
        {
            if (masks)
            {
                gradient = TLanes.Within(gradient, TLanes.MultiplyAdd(x, scale, shift), low, high);
            }

            return TLanes.MultiplyAdd(gradient, scale, TLanes.MultiplyAdd(TLanes.Subtract(x, mean), deviation, rest));
        }
    }
}
