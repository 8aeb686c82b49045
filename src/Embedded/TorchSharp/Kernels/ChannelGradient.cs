using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

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
