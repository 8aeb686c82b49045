using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Batch normalisation over the second dimension with an optional activation in the same pass, and its gradients.</summary>
internal static unsafe class BatchNormalizationNode
{
    internal static Tensor Forward(Tensor input, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training,
        double momentum,
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
            BatchNormalization.ForwardEvaluation(rows, channels, x.Floats, gamma, beta, mean, variance, (float)epsilon, output.Floats,
                activation);
            return Record(output, input, weight, bias, x, runningMean!, runningVariance!, epsilon, activation, fromBatch: false);
        }

        using Tensor batchMean = Vector(channels), batchDeviation = Vector(channels);
        BatchNormalization.ForwardTraining(rows, channels, x.Floats, gamma, beta, output.Floats, batchMean.Floats, batchDeviation.Floats,
            mean, variance,
            (float)momentum, (float)epsilon, activation);
        Changed(runningMean);
        Changed(runningVariance);
        return Record(output, input, weight, bias, x, batchMean, batchDeviation, epsilon, activation, fromBatch: true);
    }

    /// <summary>Keeps the input and the statistics; where the activation was flat follows from them.</summary>
    static Tensor Record(Tensor output, Tensor input, Tensor? weight, Tensor? bias, Tensor x, Tensor mean, Tensor spread, double epsilon,
        Activation activation, bool fromBatch)
    {
        if (!Autograd.IsRecording(input, weight, bias))
        {
            return output;
        }

        bool wantsInput = Autograd.NeedsGradient(input), wantsWeight = Autograd.NeedsGradient(weight),
            wantsBias = Autograd.NeedsGradient(bias);
        bool hasWeight = weight is not null, hasBias = bias is not null;
        return Autograd.Record("NativeBatchNormBackward0", output, [input, weight, bias], [x, mean, spread, weight ?? x, bias ?? x],
            (gradient, kept) =>
        {
            ReadOnlySpan<long> sizes = kept[0].Sizes;
            int channels = (int)sizes[1], rows = (int)(kept[0].numel() / Math.Max(1, channels));
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            Tensor? gradInput = wantsInput ? Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast) : null;
            Tensor? gradWeight = wantsWeight ? Tensor.Empty([channels]) : null, gradBias = wantsBias ? Tensor.Empty([channels]) : null;
            float* values = kept[0].Floats, first = kept[1].Floats, second = kept[2].Floats;
            float* gamma = hasWeight ? kept[3].Floats : null, beta = hasBias ? kept[4].Floats : null;
            if (fromBatch)
            {
                BatchNormalization.BackwardTraining(rows, channels, values, null, g.Floats, gamma, first, second,
                    Pointer(gradInput), Pointer(gradWeight), Pointer(gradBias), activation, beta);
            }
            else
            {
                BatchNormalization.BackwardEvaluation(rows, channels, values, null, g.Floats, gamma, first, second, (float)epsilon,
                    Pointer(gradInput), Pointer(gradWeight), Pointer(gradBias), activation, beta);
            }

            return [gradInput, gradWeight, gradBias];
        });
    }

    static int Validate(Tensor input, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training)
    {
        if (input.Rank is not (2 or 4))
        {
            throw Failure.NotHere($"batch normalisation of {input.Rank} dimensions");
        }

        long channels = input.Sizes[1];
        (Tensor?, string)[] vectors = [(runningMean, "running_mean"), (runningVariance, "running_var"), (weight, "weight"), (bias, "bias")];
        foreach ((Tensor? tensor, string name) in vectors)
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
