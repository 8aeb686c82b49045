namespace TorchSharp.Kernels;

/// <summary>Batch normalisation over rows (N·H·W) of channels, as PyTorch's: the biased variance normalises, the unbiased one goes to the running statistics.</summary>
internal static unsafe class BatchNormalization
{
    /// <summary>
    /// Normalises with the batch's statistics, which go to savedMean and savedInverseDeviation (channels each), and moves the running ones by
    /// <paramref name="momentum"/>. weight, bias, runningMean and runningVariance may be null. In place (output == input) is allowed.
    /// </summary>
    public static void ForwardTraining(int rows, int channels, float* input, float* weight, float* bias, float* output, float* savedMean,
        float* savedInverseDeviation, float* runningMean, float* runningVariance, float momentum, float epsilon, Activation activation)
    {
        Workers.For(channels, (start, end) =>
        {
            for (int c = start; c < end; c++)
            {
                double sum = 0, squares = 0;
                for (long r = 0; r < rows; r++)
                {
                    sum += input[r * channels + c];
                }

                double mean = sum / rows;
                for (long r = 0; r < rows; r++)
                {
                    double d = input[r * channels + c] - mean;
                    squares += d * d;
                }

                savedMean[c] = (float)mean;
                savedInverseDeviation[c] = (float)(1 / Math.Sqrt(squares / rows + epsilon));
                if (runningMean != null)
                {
                    runningMean[c] += momentum * ((float)mean - runningMean[c]);
                }

                if (runningVariance != null)
                {
                    runningVariance[c] += momentum * ((float)(squares / (rows - 1)) - runningVariance[c]);
                }

                float scale = savedInverseDeviation[c] * (weight == null ? 1 : weight[c]);
                Apply(rows, channels, c, input, output, scale, (bias == null ? 0 : bias[c]) - savedMean[c] * scale, activation);
            }
        });
    }

    /// <summary>Normalises with the running statistics.</summary>
    public static void ForwardEvaluation(int rows, int channels, float* input, float* weight, float* bias, float* runningMean,
        float* runningVariance, float epsilon, float* output, Activation activation)
    {
        Workers.For(channels, (start, end) =>
        {
            for (int c = start; c < end; c++)
            {
                float scale = (weight == null ? 1 : weight[c]) / MathF.Sqrt(runningVariance[c] + epsilon);
                Apply(rows, channels, c, input, output, scale, (bias == null ? 0 : bias[c]) - runningMean[c] * scale, activation);
            }
        });
    }

    /// <summary>
    /// Gradients of ForwardTraining. <paramref name="output"/> (after the activation) gives the activation's mask and may be null without one;
    /// gradInput, gradWeight and gradBias may be null. In place (gradInput == gradOutput) is allowed.
    /// </summary>
    public static void BackwardTraining(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* savedMean,
        float* savedInverseDeviation, float* gradInput, float* gradWeight, float* gradBias, Activation activation)
        => Backward(rows, channels, input, output, gradOutput, weight, savedMean, savedInverseDeviation, true, gradInput, gradWeight, gradBias, activation);

    /// <summary>Gradients of ForwardEvaluation: the statistics are constants.</summary>
    public static void BackwardEvaluation(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* runningMean,
        float* runningVariance, float epsilon, float* gradInput, float* gradWeight, float* gradBias, Activation activation)
    {
        using var deviations = new Scratch(channels);
        for (int c = 0; c < channels; c++)
        {
            deviations.Pointer[c] = 1 / MathF.Sqrt(runningVariance[c] + epsilon);
        }

        Backward(rows, channels, input, output, gradOutput, weight, runningMean, deviations.Pointer, false, gradInput, gradWeight, gradBias, activation);
    }

    private static void Backward(int rows, int channels, float* input, float* output, float* gradOutput, float* weight, float* mean,
        float* inverseDeviation, bool throughStatistics, float* gradInput, float* gradWeight, float* gradBias, Activation activation)
    {
        Workers.For(channels, (start, end) =>
        {
            for (int c = start; c < end; c++)
            {
                double sum = 0, product = 0;
                for (long r = 0; r < rows; r++)
                {
                    double g = Masked(gradOutput, output, r * channels + c, activation);
                    sum += g;
                    product += g * (input[r * channels + c] - mean[c]) * inverseDeviation[c];
                }

                if (gradWeight != null)
                {
                    gradWeight[c] = (float)product;
                }

                if (gradBias != null)
                {
                    gradBias[c] = (float)sum;
                }

                float scale = inverseDeviation[c] * (weight == null ? 1 : weight[c]);
                float meanGrad = throughStatistics ? (float)(sum / rows) : 0, meanProduct = throughStatistics ? (float)(product / rows) : 0;
                for (long r = 0; r < rows && gradInput != null; r++)
                {
                    long e = r * channels + c;
                    float normal = (input[e] - mean[c]) * inverseDeviation[c];
                    gradInput[e] = scale * (Masked(gradOutput, output, e, activation) - meanGrad - normal * meanProduct);
                }
            }
        });
    }

    private static float Masked(float* gradOutput, float* output, long element, Activation activation) => activation switch
    {
        Activation.ReLU => output[element] > 0 ? gradOutput[element] : 0,
        Activation.ReLU6 => output[element] is > 0 and < 6 ? gradOutput[element] : 0,
        _ => gradOutput[element],
    };

    private static void Apply(int rows, int channels, int c, float* input, float* output, float scale, float shift, Activation activation)
    {
        for (long r = 0; r < rows; r++)
        {
            float value = input[r * channels + c] * scale + shift;
            output[r * channels + c] = activation switch
            {
                Activation.ReLU => Math.Max(value, 0),
                Activation.ReLU6 => Math.Clamp(value, 0, 6),
                _ => value,
            };
        }
    }
}
