namespace TorchSharp.Kernels;

/// <summary>
/// Batch normalisation over rows (N·H·W) of channels, as PyTorch's: the biased variance normalises, the unbiased one goes to the running statistics.
/// Both directions are one pass that sums per channel (<see cref="ChannelSums"/>) and one that applies per-channel numbers (<see cref="ChannelMap"/>,
/// <see cref="ChannelGradient"/>). Where an activation follows, its mask comes from the output, or, without one, from the input normalised again:
/// a pass over memory less.
/// </summary>
internal static unsafe class BatchNormalization
{
    private const int BlocksPerPart = 8;      // below this a second thread costs more than it saves
    private const int FloatsPerWorker = 8192;

    /// <summary>
    /// Normalises with the batch's statistics, which go to savedMean and savedInverseDeviation (channels each), and moves the running ones by
    /// <paramref name="momentum"/>. weight, bias, runningMean and runningVariance may be null. In place (output == input) is allowed.
    /// </summary>
    public static void ForwardTraining(int rows, int channels, float* input, float* weight, float* bias, float* output, float* savedMean,
        float* savedInverseDeviation, float* runningMean, float* runningVariance, float momentum, float epsilon, Activation activation)
    {
        using var scratch = new Scratch(4L * channels);
        double* sums = scratch.Doubles, squares = sums + channels;
        int block = ChannelSums.BlockRows(channels), blocks = (rows + block - 1) / block;
        ChannelSums.InParts(blocks, Workers.Parts(blocks, BlocksPerPart, 2 * channels), 2 * channels, sums, (_, start, end, sum) =>
            ChannelSums.AddMoments(input + (long)start * block * channels, Math.Min(end * block, rows) - start * block, channels, channels, sum, sum + channels));
        Statistics(rows, channels, sums, squares, savedMean, savedInverseDeviation, runningMean, runningVariance, momentum, epsilon);
        Apply(rows, channels, input, weight, bias, savedMean, savedInverseDeviation, output, activation);
    }

    /// <summary>Mean and inverse deviation from Σ x and Σ x²; moves the running statistics, either of which may be null.</summary>
    public static void Statistics(int rows, int channels, double* sums, double* squares, float* savedMean, float* savedInverseDeviation,
        float* runningMean, float* runningVariance, float momentum, float epsilon)
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
        => Backward(rows, channels, input, output, gradOutput, weight, bias, savedMean, savedInverseDeviation, false, gradInput, gradWeight, gradBias, activation);

    /// <summary>Gradients of ForwardEvaluation: the statistics are constants.</summary>
    public static void BackwardEvaluation(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* runningMean,
        float* runningVariance, float epsilon, float* gradInput, float* gradWeight, float* gradBias, Activation activation, float* bias = null)
    {
        using var deviations = new Scratch(channels);
        InverseDeviations(channels, runningVariance, epsilon, deviations.Pointer);
        Backward(rows, channels, input, output, gradOutput, weight, bias, runningMean, deviations.Pointer, true, gradInput, gradWeight, gradBias, activation);
    }

    /// <summary>output = activation of the input normalised.</summary>
    internal static void Apply(int rows, int channels, float* input, float* weight, float* bias, float* mean, float* inverseDeviation, float* output, Activation activation)
    {
        using var scratch = new Scratch(ChannelMap.Length(channels));
        var map = new ChannelMap(channels, weight, bias, mean, inverseDeviation, activation, scratch.Pointer);
        Workers.For(rows, (start, end) => map.Apply(input + (long)start * channels, output + (long)start * channels, (long)(end - start) * channels),
            Math.Max(1, FloatsPerWorker / channels));
    }

    /// <summary>Σ g and Σ g · (x - mean) of all rows.</summary>
    internal static void GradientSums(int rows, int channels, ChannelMap map, float* input, float* output, float* gradOutput, float* mean, double* sums)
    {
        int block = ChannelSums.BlockRows(channels), blocks = (rows + block - 1) / block;
        ChannelSums.InParts(blocks, Workers.Parts(blocks, BlocksPerPart, 2 * channels), 2 * channels, sums, (_, start, end, sum) =>
        {
            long first = (long)start * block * channels;
            map.AddGradientSums(Math.Min(end * block, rows) - start * block, channels, input + first, output == null ? null : output + first, gradOutput + first, mean, sum, sum + channels);
        });
    }

    /// <summary>gradInput from gradOutput, all rows.</summary>
    internal static void ApplyGradient(int rows, int channels, ChannelGradient gradient, float* input, float* output, float* gradOutput, float* gradInput)
        => Workers.For(rows, (start, end) =>
        {
            long first = (long)start * channels;
            gradient.Apply(input + first, output == null ? null : output + first, gradOutput + first, gradInput + first, (long)(end - start) * channels);
        }, Math.Max(1, FloatsPerWorker / channels));

    private static void InverseDeviations(int channels, float* variance, float epsilon, float* inverseDeviations)
    {
        for (int c = 0; c < channels; c++)
        {
            inverseDeviations[c] = 1 / MathF.Sqrt(variance[c] + epsilon);
        }
    }

    private static void Backward(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* bias, float* mean,
        float* inverseDeviation, bool constantStatistics, float* gradInput, float* gradWeight, float* gradBias, Activation activation)
    {
        using var scratch = new Scratch(4L * channels + ChannelMap.Length(channels) + ChannelGradient.Length(channels));
        double* sums = scratch.Doubles, products = sums + channels;
        float* patterns = (float*)(products + channels);
        var map = new ChannelMap(channels, weight, bias, mean, inverseDeviation, activation, patterns);
        if (!constantStatistics || gradWeight != null || gradBias != null)
        {
            GradientSums(rows, channels, map, input, output, gradOutput, mean, sums);
        }

        var gradient = new ChannelGradient(map, rows, channels, mean, inverseDeviation, sums, products, constantStatistics, gradWeight, gradBias, patterns + ChannelMap.Length(channels));
        if (gradInput != null)
        {
            ApplyGradient(rows, channels, gradient, input, output, gradOutput, gradInput);
        }
    }
}
