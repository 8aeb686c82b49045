using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Per-channel numbers repeated into a pattern of a few hundred, a whole number of rows and (where rows suffice) of vectors: rows of channels are then a flat
/// array with a period, and every channel count runs at full vector width.
/// </summary>
internal static unsafe class ChannelPattern
{
    private const int WantedFloats = 512;

    /// <summary>Rows in one period.</summary>
    public static int Rows(int channels)
    {
        int rows = Math.Max(1, WantedFloats / channels);
        return channels % Vector<float>.Count == 0 ? rows : (rows + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
    }

    /// <summary>Fills a period from its first row.</summary>
    public static void Repeat(float* values, int channels)
    {
        for (int i = 1; i < Rows(channels); i++)
        {
            new ReadOnlySpan<float>(values, channels).CopyTo(new Span<float>(values + i * channels, channels));
        }
    }
}

/// <summary>Normalisation, weight, bias and activation in one: y = activation(x · scale + shift), per channel.</summary>
internal readonly unsafe struct ChannelMap
{
    private readonly float* scale, shift;
    private readonly int period;
    private readonly bool clamp;
    private readonly float low, high;

    /// <param name="memory">At least <see cref="Length"/> floats, which must live as long as this.</param>
    public ChannelMap(int channels, float* weight, float* bias, float* mean, float* inverseDeviation, Activation activation, float* memory)
    {
        period = ChannelPattern.Rows(channels) * channels;
        scale = memory;
        shift = memory + period;
        for (int c = 0; c < channels; c++)
        {
            scale[c] = inverseDeviation[c] * (weight == null ? 1 : weight[c]);
            shift[c] = (bias == null ? 0 : bias[c]) - mean[c] * scale[c];
        }

        ChannelPattern.Repeat(scale, channels);
        ChannelPattern.Repeat(shift, channels);
        clamp = activation != Activation.None;
        (low, high) = Gemm.Bounds(activation);
    }

    public float* Scale => scale;

    public static long Length(int channels) => 2L * ChannelPattern.Rows(channels) * channels;

    /// <summary>Maps <paramref name="count"/> numbers, whole rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* input, float* output, long count)
    {
        Vector<float> minimum = new(low), maximum = new(high);
        for (long e = 0; e < count; e += period)
        {
            float* x = input + e, y = output + e;
            int length = (int)Math.Min(period, count - e), i = 0;
            if (clamp)
            {
                for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector.Min(Vector.Max(Value(Vector.Load(x + i), i), minimum), maximum).Store(y + i);
                }
            }
            else
            {
                for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Value(Vector.Load(x + i), i).Store(y + i);
                }
            }

            for (; i < length; i++)
            {
                float value = Value(x[i], i);
                y[i] = clamp ? Math.Min(Math.Max(value, low), high) : value;
            }
        }
    }

    /// <summary>Σ g and Σ g · (x - mean) per channel, g masked by the activation; <paramref name="output"/> may be null, then the mask comes from the input.</summary>
    public void AddGradientSums(int rows, int channels, float* input, float* output, float* gradOutput, float* mean, double* sums, double* products)
    {
        int block = ChannelSums.BlockRows(channels);
        for (int row = 0; row < rows; row += block)
        {
            long first = (long)row * channels;
            AddGradientSumsOfBlock(Math.Min(block, rows - row), channels, input + first, output == null ? null : output + first, gradOutput + first, mean, sums, products);
        }
    }

    // The same rounding in vectors and rests, forward and backward: a mask taken twice must not differ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Value(Vector<float> x, int at) => Vector.MultiplyAddEstimate(x, Vector.Load(scale + at), Vector.Load(shift + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float Value(float x, int at) => Vector.MultiplyAddEstimate(new Vector<float>(x), new Vector<float>(scale[at]), new Vector<float>(shift[at]))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Masked(Vector<float> gradient, Vector<float> after)
        => Vector.ConditionalSelect(Vector.GreaterThan(after, new Vector<float>(low)) & Vector.LessThan(after, new Vector<float>(high)), gradient, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float Masked(float gradient, float after) => after > low && after < high ? gradient : 0;

    internal bool Masks => clamp;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddGradientSumsOfBlock(int rows, int channels, float* input, float* output, float* gradOutput, float* mean, double* sums, double* products)
    {
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            // Two rows a round: sums that do not wait for each other.
            Vector<float> sum = default, product = default, sum2 = default, product2 = default, m = Vector.Load(mean + c);
            long e = c;
            for (int row = 0; row < rows; row += 2, e += 2L * channels)
            {
                Add(ref sum, ref product, input, output, gradOutput, e, c, m);
                if (row + 1 < rows)
                {
                    Add(ref sum2, ref product2, input, output, gradOutput, e + channels, c, m);
                }
            }

            ChannelSums.Add(sum + sum2, sums + c);
            ChannelSums.Add(product + product2, products + c);
        }

        for (; c < channels; c++)
        {
            for (int row = 0; row < rows; row++)
            {
                long e = (long)row * channels + c;
                float gradient = clamp ? Masked(gradOutput[e], output != null ? output[e] : Value(input[e], c)) : gradOutput[e];
                sums[c] += gradient;
                products[c] += (double)gradient * (input[e] - mean[c]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref Vector<float> sum, ref Vector<float> product, float* input, float* output, float* gradOutput, long e, int c, Vector<float> mean)
    {
        Vector<float> x = Vector.Load(input + e), g = Vector.Load(gradOutput + e);
        if (clamp)
        {
            g = Masked(g, output != null ? Vector.Load(output + e) : Value(x, c));
        }

        sum += g;
        product = Vector.MultiplyAddEstimate(g, x - mean, product);
    }
}

/// <summary>The gradient of a normalisation with its activation: dx = scale · (g masked) + (x - mean) · byDeviation + constant, per channel.</summary>
internal readonly unsafe struct ChannelGradient
{
    private readonly ChannelMap map;
    private readonly float* mean, byDeviation, constant;
    private readonly int period;

    /// <summary>
    /// Writes gradWeight and gradBias (either may be null). With the batch's statistics, sums and products are Σ g and Σ g · (x - mean) over <paramref name="rows"/> rows;
    /// with <paramref name="constantStatistics"/> the gradient does not go through them.
    /// </summary>
    /// <param name="memory">At least <see cref="Length"/> floats, which must live as long as this.</param>
    public ChannelGradient(ChannelMap map, int rows, int channels, float* mean, float* inverseDeviation, double* sums, double* products, bool constantStatistics,
        float* gradWeight, float* gradBias, float* memory)
    {
        this.map = map;
        period = ChannelPattern.Rows(channels) * channels;
        this.mean = memory;
        byDeviation = memory + period;
        constant = byDeviation + period;
        for (int c = 0; c < channels; c++)
        {
            double product = products[c] * inverseDeviation[c];
            if (gradWeight != null)
            {
                gradWeight[c] = (float)product;
            }

            if (gradBias != null)
            {
                gradBias[c] = (float)sums[c];
            }

            // dx = scale · (g - Σg/n - x̂ · Σ(g·x̂)/n) with x̂ = (x - mean) · inverseDeviation
            this.mean[c] = mean[c];
            byDeviation[c] = constantStatistics ? 0 : (float)(-map.Scale[c] * inverseDeviation[c] * product / rows);
            constant[c] = constantStatistics ? 0 : (float)(-map.Scale[c] * sums[c] / rows);
        }

        ChannelPattern.Repeat(this.mean, channels);
        ChannelPattern.Repeat(byDeviation, channels);
        ChannelPattern.Repeat(constant, channels);
    }

    public static long Length(int channels) => 3L * ChannelPattern.Rows(channels) * channels;

    /// <summary>Gradients of <paramref name="count"/> numbers, whole rows; in place (gradInput == gradOutput) is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* input, float* output, float* gradOutput, float* gradInput, long count)
    {
        for (long e = 0; e < count; e += period)
        {
            float* x = input + e, y = output + e, g = gradOutput + e, d = gradInput + e;
            int length = (int)Math.Min(period, count - e), i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(x + i), gradient = Vector.Load(g + i);
                if (map.Masks)
                {
                    gradient = map.Masked(gradient, output != null ? Vector.Load(y + i) : map.Value(value, i));
                }

                Vector<float> rest = Vector.MultiplyAddEstimate(value - Vector.Load(mean + i), Vector.Load(byDeviation + i), Vector.Load(constant + i));
                Vector.MultiplyAddEstimate(gradient, Vector.Load(map.Scale + i), rest).Store(d + i);
            }

            for (; i < length; i++)
            {
                float gradient = map.Masks ? map.Masked(g[i], output != null ? y[i] : map.Value(x[i], i)) : g[i];
                d[i] = gradient * map.Scale[i] + ((x[i] - mean[i]) * byDeviation[i] + constant[i]);
            }
        }
    }
}
