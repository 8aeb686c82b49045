using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

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
