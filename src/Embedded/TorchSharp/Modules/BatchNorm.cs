using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) over the channels, the second dimension.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input) => Run(input, Activation.None);

    /// <summary>The normalisation, and an activation in the same pass over memory.</summary>
    internal unsafe Tensor Run(Tensor input, Activation activation)
    {
        ValidateInputDimensions(input);
        double share = CountBatch();
        bool keepsStatistics = !training || track_running_stats;
        return BatchNormalizationNode.Forward(input, keepsStatistics ? running_mean : null, keepsStatistics ? running_var : null, weight, bias,
            UsesBatchStatistics, share, eps, activation);
    }

    /// <summary>Counts a batch and tells a stage of a chain which running statistics to move, and how far.</summary>
    internal unsafe void CountBatch(TrainingStage stage)
    {
        stage.Momentum = (float)CountBatch();
        stage.Epsilon = (float)eps;
        if (training && track_running_stats && running_mean is { } mean && running_var is { } variance)
        {
            stage.RunningMean = mean.Floats;
            stage.RunningVariance = variance.Floats;
            mean.Memory.Version++;
            variance.Memory.Version++;
        }
    }

    unsafe double CountBatch()
    {
        if (!training || !track_running_stats || num_batches_tracked is not { } batches)
        {
            return momentum ?? 0;
        }

        long count = ++*(long*)batches.Address;
        batches.Memory.Version++;
        return momentum ?? 1.0 / count;
    }
}
