using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Batch normalisation over the second dimension with an optional activation in the same pass, and its gradients.</summary>
internal static unsafe class BatchNormalizationNode
{
    internal static Tensor Forward(Tensor input, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training, double momentum,
        double epsilon, Activation activation = Activation.None)
    {
        if (input.Rank == 3)
        {
            using Tensor pictures = input.unsqueeze(-1);
            using Tensor result = Forward(pictures, runningMean, runningVariance, weight, bias, training, momentum, epsilon, activation);
            return result.squeeze(-1);
        }

        int channels = Validate(input, runningMean, runningVariance, weight, bias, training);
        int rows = checked((int)(input.numel() / Math.Max(1, channels)));
        using Tensor x = input.AsLayout(Layout.ChannelsLast);
        Tensor output = Tensor.Empty(input.Sizes, ScalarType.Float32, Layout.ChannelsLast);
        float* gamma = Pointer(weight), beta = Pointer(bias), mean = Pointer(runningMean), variance = Pointer(runningVariance);
        if (!training)
        {
            BatchNormalization.ForwardEvaluation(rows, channels, x.Floats, gamma, beta, mean, variance, (float)epsilon, output.Floats, activation);
            return RecordEvaluation(input, weight, bias, runningMean!, runningVariance!, x, output, epsilon, activation);
        }

        using Tensor batchMean = Vector(channels), batchDeviation = Vector(channels);
        BatchNormalization.ForwardTraining(rows, channels, x.Floats, gamma, beta, output.Floats, batchMean.Floats, batchDeviation.Floats, mean, variance,
            (float)momentum, (float)epsilon, activation);
        Changed(runningMean);
        Changed(runningVariance);
        return RecordTraining(input, weight, bias, x, output, batchMean, batchDeviation, activation);
    }

    static Tensor RecordTraining(Tensor input, Tensor? weight, Tensor? bias, Tensor x, Tensor output, Tensor batchMean, Tensor batchDeviation, Activation activation)
    {
        if (!Autograd.IsRecording(input, weight, bias))
        {
            return output;
        }

        bool wantsInput = Autograd.NeedsGradient(input), wantsWeight = Autograd.NeedsGradient(weight), wantsBias = Autograd.NeedsGradient(bias);
        return Autograd.Record("NativeBatchNormBackward0", output, [input, weight, bias], [x, activation == Activation.None ? x : output, batchMean, batchDeviation, weight ?? x],
            (gradient, kept) =>
            {
                (Tensor g, Tensor? gradInput, Tensor? gradWeight, Tensor? gradBias, int rows, int channels) = Begin(gradient, kept, wantsInput, wantsWeight, wantsBias);
                using (g)
                {
                    BatchNormalization.BackwardTraining(rows, channels, kept[0].Floats, activation == Activation.None ? null : kept[1].Floats, g.Floats,
                        weight is null ? null : kept[4].Floats, kept[2].Floats, kept[3].Floats, Pointer(gradInput), Pointer(gradWeight), Pointer(gradBias), activation);
                }

                return [gradInput, gradWeight, gradBias];
            });
    }

    static Tensor RecordEvaluation(Tensor input, Tensor? weight, Tensor? bias, Tensor runningMean, Tensor runningVariance, Tensor x, Tensor output, double epsilon,
        Activation activation)
    {
        if (!Autograd.IsRecording(input, weight, bias))
        {
            return output;
        }

        bool wantsInput = Autograd.NeedsGradient(input), wantsWeight = Autograd.NeedsGradient(weight), wantsBias = Autograd.NeedsGradient(bias);
        return Autograd.Record("NativeBatchNormBackward0", output, [input, weight, bias], [x, activation == Activation.None ? x : output, runningMean, runningVariance, weight ?? x],
            (gradient, kept) =>
            {
                (Tensor g, Tensor? gradInput, Tensor? gradWeight, Tensor? gradBias, int rows, int channels) = Begin(gradient, kept, wantsInput, wantsWeight, wantsBias);
                using (g)
                {
                    BatchNormalization.BackwardEvaluation(rows, channels, kept[0].Floats, activation == Activation.None ? null : kept[1].Floats, g.Floats,
                        weight is null ? null : kept[4].Floats, kept[2].Floats, kept[3].Floats, (float)epsilon, Pointer(gradInput), Pointer(gradWeight), Pointer(gradBias), activation);
                }

                return [gradInput, gradWeight, gradBias];
            });
    }

    static (Tensor Gradient, Tensor? Input, Tensor? Weight, Tensor? Bias, int Rows, int Channels) Begin(Tensor gradient, Tensor[] kept, bool wantsInput, bool wantsWeight, bool wantsBias)
    {
        ReadOnlySpan<long> sizes = kept[0].Sizes;
        int channels = (int)sizes[1], rows = (int)(kept[0].numel() / Math.Max(1, channels));
        return (gradient.AsLayout(Layout.ChannelsLast),
            wantsInput ? Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast) : null,
            wantsWeight ? Tensor.Empty([channels]) : null,
            wantsBias ? Tensor.Empty([channels]) : null,
            rows, channels);
    }

    static int Validate(Tensor input, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training)
    {
        if (input.Rank is not (2 or 4))
        {
            throw Failure.NotHere($"batch normalisation of {input.Rank} dimensions");
        }

        long channels = input.Sizes[1];
        foreach ((Tensor? tensor, string name) in new[] { (runningMean, "running_mean"), (runningVariance, "running_var"), (weight, "weight"), (bias, "bias") })
        {
            if (tensor is not null && tensor.numel() != channels)
            {
                throw Failure.Torch($"{name} should contain {channels} elements not {tensor.numel()}");
            }
        }

        return !training && (runningMean is null || runningVariance is null)
            ? throw Failure.Torch("Expected running_mean and running_var to be defined when training=False")
            : (int)channels;
    }

    static Tensor Vector(int length) => Tensor.Dense([length], [1], ScalarType.Float32);

    static float* Pointer(Tensor? tensor) => tensor is null ? null
        : tensor.IsRowMajor || tensor.IsChannelsLast ? tensor.Floats
        : throw Failure.NotHere("batch normalisation with strided parameters or statistics");

    static void Changed(Tensor? tensor)
    {
        if (tensor is not null)
        {
            tensor.Memory.Version++;
        }
    }
}
