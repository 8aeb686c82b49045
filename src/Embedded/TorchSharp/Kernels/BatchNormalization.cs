using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Batch normalisation over rows (N·H·W) of channels, as PyTorch's: the biased variance normalises, the unbiased one goes to the running statistics.
/// Both directions are one pass that sums per channel and one that applies per-channel numbers. The applying loops are flat: the numbers of a
/// channel are repeated into a pattern that is a whole number of vectors and of rows, so that any channel count runs at full width.
/// Where an activation follows, its mask comes from the output, or, without one, from the input normalised again: a pass over memory less.
/// </summary>
internal static unsafe class BatchNormalization
{
    private const int PatternFloats = 512;

    /// <summary>
    /// Normalises with the batch's statistics, which go to savedMean and savedInverseDeviation (channels each), and moves the running ones by
    /// <paramref name="momentum"/>. weight, bias, runningMean and runningVariance may be null. In place (output == input) is allowed.
    /// </summary>
    public static void ForwardTraining(int rows, int channels, float* input, float* weight, float* bias, float* output, float* savedMean,
        float* savedInverseDeviation, float* runningMean, float* runningVariance, float momentum, float epsilon, Activation activation)
    {
        using var scratch = new Scratch(4L * channels);
        double* sums = scratch.Doubles, squares = sums + channels;
        Moments(rows, channels, input, sums, squares);
        Normalize(rows, channels, input, sums, squares, weight, bias, output, savedMean, savedInverseDeviation, runningMean, runningVariance, momentum, epsilon, activation);
    }

    /// <summary>Σ x and Σ x² per channel, for <see cref="Normalize"/>.</summary>
    public static void Moments(int rows, int channels, float* input, double* sums, double* squares)
    {
        int block = ChannelSums.BlockRows(channels), blocks = (rows + block - 1) / block;
        SumInParts(blocks, 8, 2 * channels, (start, end, sum) =>
            ChannelSums.AddMoments(input + (long)start * block * channels, Math.Min(end * block, rows) - start * block, channels, channels, sum, sum + channels), sums, channels, squares);
    }

    /// <summary>ForwardTraining from sums that another kernel took while it wrote the input.</summary>
    public static void Normalize(int rows, int channels, float* input, double* sums, double* squares, float* weight, float* bias, float* output,
        float* savedMean, float* savedInverseDeviation, float* runningMean, float* runningVariance, float momentum, float epsilon, Activation activation)
    {
        for (int c = 0; c < channels; c++)
        {
            double mean = sums[c] / rows, deviations = Math.Max(0, squares[c] - sums[c] * mean);
            savedMean[c] = (float)mean;
            savedInverseDeviation[c] = (float)(1 / Math.Sqrt(deviations / rows + epsilon));
            if (runningMean != null)
            {
                runningMean[c] += momentum * ((float)mean - runningMean[c]);
            }

            if (runningVariance != null)
            {
                runningVariance[c] += momentum * ((float)(deviations / (rows - 1)) - runningVariance[c]);
            }
        }

        Apply(rows, channels, input, weight, bias, savedMean, savedInverseDeviation, output, activation);
    }

    /// <summary>Normalises with the running statistics.</summary>
    public static void ForwardEvaluation(int rows, int channels, float* input, float* weight, float* bias, float* runningMean,
        float* runningVariance, float epsilon, float* output, Activation activation)
    {
        using var deviations = new Scratch(channels);
        InverseDeviations(channels, runningVariance, epsilon, deviations.Pointer);
        Apply(rows, channels, input, weight, bias, runningMean, deviations.Pointer, output, activation);
    }

    /// <summary>
    /// Gradients of ForwardTraining. <paramref name="output"/> (after the activation) gives the activation's mask; it may be null, and then the
    /// mask comes from the input with <paramref name="bias"/>. gradInput, gradWeight and gradBias may be null. In place (gradInput == gradOutput) is allowed.
    /// </summary>
    public static void BackwardTraining(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* savedMean,
        float* savedInverseDeviation, float* gradInput, float* gradWeight, float* gradBias, Activation activation, float* bias = null)
        => Backward(rows, channels, input, output, gradOutput, weight, bias, savedMean, savedInverseDeviation, true, gradInput, gradWeight, gradBias, activation);

    /// <summary>Gradients of ForwardEvaluation: the statistics are constants.</summary>
    public static void BackwardEvaluation(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* runningMean,
        float* runningVariance, float epsilon, float* gradInput, float* gradWeight, float* gradBias, Activation activation, float* bias = null)
    {
        using var deviations = new Scratch(channels);
        InverseDeviations(channels, runningVariance, epsilon, deviations.Pointer);
        Backward(rows, channels, input, output, gradOutput, weight, bias, runningMean, deviations.Pointer, false, gradInput, gradWeight, gradBias, activation);
    }

    private static void InverseDeviations(int channels, float* variance, float epsilon, float* inverseDeviations)
    {
        for (int c = 0; c < channels; c++)
        {
            inverseDeviations[c] = 1 / MathF.Sqrt(variance[c] + epsilon);
        }
    }

    private static void Backward(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* bias, float* mean,
        float* inverseDeviation, bool throughStatistics, float* gradInput, float* gradWeight, float* gradBias, Activation activation)
    {
        using var scratch = new Scratch(4L * channels + 5L * channels);
        double* sums = scratch.Doubles, products = sums + channels;
        float* scale = (float*)(products + channels), shift = scale + channels, byDeviation = shift + channels, constant = byDeviation + channels;
        ScaleAndShift(channels, weight, bias, mean, inverseDeviation, scale, shift);
        if (throughStatistics || gradWeight != null || gradBias != null)
        {
            int block = ChannelSums.BlockRows(channels), blocks = (rows + block - 1) / block;
            SumInParts(blocks, 8, 2 * channels, (start, end, sum) =>
            {
                for (int i = start; i < end; i++)
                {
                    long first = (long)i * block * channels;
                    AddGradientSums(Math.Min(block, rows - i * block), channels, input + first, output == null ? null : output + first, gradOutput + first, mean, scale, shift, activation, sum, sum + channels);
                }
            }, sums, channels, products);
        }

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

            // gradInput = scale · (g - Σg/n - x̂ · Σ(g·x̂)/n) with x̂ = (x - mean) · inverseDeviation
            byDeviation[c] = throughStatistics ? (float)(-scale[c] * inverseDeviation[c] * product / rows) : 0;
            constant[c] = throughStatistics ? (float)(-scale[c] * sums[c] / rows) : 0;
        }

        if (gradInput != null)
        {
            ApplyGradient(rows, channels, input, output, gradOutput, mean, scale, shift, byDeviation, constant, gradInput, activation);
        }
    }

    /// <summary>Runs parts over blocks, each with zeroed sums of its own (length doubles), and adds those in order; the first <paramref name="split"/> go to one place, the rest to another.</summary>
    private static void SumInParts(int blocks, int minimumBlocks, int length, PartOfSum body, double* first, int split, double* second)
    {
        int parts = Math.Clamp(blocks / minimumBlocks, 1, Workers.Count);
        using var partial = new Scratch(2L * parts * length);
        double* sums = partial.Doubles;
        Workers.For(parts, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                double* sum = sums + (long)part * length;
                new Span<double>(sum, length).Clear();
                body((int)((long)blocks * part / parts), (int)((long)blocks * (part + 1) / parts), sum);
            }
        });
        for (int i = 0; i < length; i++)
        {
            double total = 0;
            for (int part = 0; part < parts; part++)
            {
                total += sums[(long)part * length + i];
            }

            *(i < split ? first + i : second + (i - split)) = total;
        }
    }

    private delegate void PartOfSum(int start, int end, double* sum);

    private static void ScaleAndShift(int channels, float* weight, float* bias, float* mean, float* inverseDeviation, float* scale, float* shift)
    {
        for (int c = 0; c < channels; c++)
        {
            scale[c] = inverseDeviation[c] * (weight == null ? 1 : weight[c]);
            shift[c] = (bias == null ? 0 : bias[c]) - mean[c] * scale[c];
        }
    }

    private static void Apply(int rows, int channels, float* input, float* weight, float* bias, float* mean, float* inverseDeviation, float* output, Activation activation)
    {
        int repeat = Repeat(rows, channels), period = repeat * channels;
        using var scratch = new Scratch(2L * period);
        float* scale = scratch.Pointer, shift = scale + period;
        ScaleAndShift(channels, weight, bias, mean, inverseDeviation, scale, shift);
        Repeat(scale, channels, repeat);
        Repeat(shift, channels, repeat);
        (float low, float high) = Gemm.Bounds(activation);
        Workers.For((rows + repeat - 1) / repeat, (start, end) =>
        {
            Vector<float> minimum = new(low), maximum = new(high);
            long last = Math.Min((long)end * period, (long)rows * channels);
            for (long e = (long)start * period; e < last; e += period)
            {
                float* x = input + e, y = output + e;
                int length = (int)Math.Min(period, last - e), i = 0;
                for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector<float> value = Vector.MultiplyAddEstimate(Vector.Load(x + i), Vector.Load(scale + i), Vector.Load(shift + i));
                    (activation == Activation.None ? value : Vector.Min(Vector.Max(value, minimum), maximum)).Store(y + i);
                }

                for (; i < length; i++)
                {
                    float value = Scalar(x[i], scale[i], shift[i]);
                    y[i] = activation == Activation.None ? value : Math.Min(Math.Max(value, low), high);
                }
            }
        }, Math.Max(1, 8192 / period));
    }

    private static void ApplyGradient(int rows, int channels, float* input, float* output, float* gradOutput, float* mean, float* scale, float* shift,
        float* byDeviation, float* constant, float* gradInput, Activation activation)
    {
        int repeat = Repeat(rows, channels), period = repeat * channels;
        using var scratch = new Scratch(5L * period);
        float* means = scratch.Pointer, scales = means + period, shifts = scales + period, byDeviations = shifts + period, constants = byDeviations + period;
        foreach ((nint from, nint to) in new[] { ((nint)mean, (nint)means), ((nint)scale, (nint)scales), ((nint)shift, (nint)shifts), ((nint)byDeviation, (nint)byDeviations), ((nint)constant, (nint)constants) })
        {
            new ReadOnlySpan<float>((float*)from, channels).CopyTo(new Span<float>((float*)to, channels));
            Repeat((float*)to, channels, repeat);
        }

        (float low, float high) = Gemm.Bounds(activation);
        Workers.For((rows + repeat - 1) / repeat, (start, end) =>
        {
            Vector<float> minimum = new(low), maximum = new(high);
            long last = Math.Min((long)end * period, (long)rows * channels);
            for (long e = (long)start * period; e < last; e += period)
            {
                float* x = input + e, y = output + e, g = gradOutput + e, d = gradInput + e;
                int length = (int)Math.Min(period, last - e), i = 0;
                for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector<float> value = Vector.Load(x + i), gradient = Vector.Load(g + i);
                    if (activation != Activation.None)
                    {
                        Vector<float> after = output != null ? Vector.Load(y + i) : Vector.MultiplyAddEstimate(value, Vector.Load(scales + i), Vector.Load(shifts + i));
                        gradient = Vector.ConditionalSelect(Vector.GreaterThan(after, minimum) & Vector.LessThan(after, maximum), gradient, default);
                    }

                    Vector<float> rest = Vector.MultiplyAddEstimate(value - Vector.Load(means + i), Vector.Load(byDeviations + i), Vector.Load(constants + i));
                    Vector.MultiplyAddEstimate(gradient, Vector.Load(scales + i), rest).Store(d + i);
                }

                for (; i < length; i++)
                {
                    float after = output != null ? y[i] : Scalar(x[i], scales[i], shifts[i]);
                    float gradient = activation == Activation.None || (after > low && after < high) ? g[i] : 0;
                    d[i] = gradient * scales[i] + ((x[i] - means[i]) * byDeviations[i] + constants[i]);
                }
            }
        }, Math.Max(1, 8192 / period));
    }

    // The same rounding in the vectors and in the rest, forward and backward: a mask taken twice must not differ.
    private static float Scalar(float x, float scale, float shift)
        => Vector.MultiplyAddEstimate(new Vector<float>(x), new Vector<float>(scale), new Vector<float>(shift))[0];

    private static int Repeat(int rows, int channels)
    {
        int repeat = Math.Max(1, PatternFloats / channels);
        return Math.Min(rows, channels % Vector<float>.Count == 0 ? repeat : (repeat + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count);
    }

    private static void Repeat(float* values, int channels, int times)
    {
        for (int i = 1; i < times; i++)
        {
            new ReadOnlySpan<float>(values, channels).CopyTo(new Span<float>(values + i * channels, channels));
        }
    }

    /// <summary>sums += Σ g, products += Σ g · (x - mean) over one block, g masked by the activation.</summary>
    private static void AddGradientSums(int rows, int channels, float* input, float* output, float* gradOutput, float* mean, float* scale, float* shift,
        Activation activation, double* sums, double* products)
    {
        (float low, float high) = Gemm.Bounds(activation);
        Vector<float> minimum = new(low), maximum = new(high);
        int lanes = Vector<float>.Count, c = 0;
        for (; c <= channels - lanes; c += lanes)
        {
            Vector<float> sum = default, product = default, sum2 = default, product2 = default;
            Vector<float> m = Vector.Load(mean + c), s = Vector.Load(scale + c), t = Vector.Load(shift + c);
            long e = c;
            int row = 0;
            for (; row <= rows - 2; row += 2, e += 2 * channels)
            {
                Vector<float> x = Vector.Load(input + e), g = Vector.Load(gradOutput + e), x2 = Vector.Load(input + e + channels), g2 = Vector.Load(gradOutput + e + channels);
                if (activation != Activation.None)
                {
                    Vector<float> after = output != null ? Vector.Load(output + e) : Vector.MultiplyAddEstimate(x, s, t);
                    Vector<float> after2 = output != null ? Vector.Load(output + e + channels) : Vector.MultiplyAddEstimate(x2, s, t);
                    g = Vector.ConditionalSelect(Vector.GreaterThan(after, minimum) & Vector.LessThan(after, maximum), g, default);
                    g2 = Vector.ConditionalSelect(Vector.GreaterThan(after2, minimum) & Vector.LessThan(after2, maximum), g2, default);
                }

                sum += g;
                sum2 += g2;
                product = Vector.MultiplyAddEstimate(g, x - m, product);
                product2 = Vector.MultiplyAddEstimate(g2, x2 - m, product2);
            }

            if (row < rows)
            {
                Vector<float> x = Vector.Load(input + e), g = Vector.Load(gradOutput + e);
                if (activation != Activation.None)
                {
                    Vector<float> after = output != null ? Vector.Load(output + e) : Vector.MultiplyAddEstimate(x, s, t);
                    g = Vector.ConditionalSelect(Vector.GreaterThan(after, minimum) & Vector.LessThan(after, maximum), g, default);
                }

                sum += g;
                product = Vector.MultiplyAddEstimate(g, x - m, product);
            }

            Add(sum + sum2, sums + c);
            Add(product + product2, products + c);
        }

        for (; c < channels; c++)
        {
            for (int row = 0; row < rows; row++)
            {
                long e = (long)row * channels + c;
                float after = output != null ? output[e] : Scalar(input[e], scale[c], shift[c]);
                if (activation == Activation.None || (after > low && after < high))
                {
                    sums[c] += gradOutput[e];
                    products[c] += (double)gradOutput[e] * (input[e] - mean[c]);
                }
            }
        }
    }

    private static void Add(Vector<float> value, double* into)
    {
        Vector.Widen(value, out Vector<double> low, out Vector<double> high);
        (Vector.Load(into) + low).Store(into);
        (Vector.Load(into + Vector<double>.Count) + high).Store(into + Vector<double>.Count);
    }
}
