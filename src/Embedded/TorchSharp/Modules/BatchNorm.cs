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
        double share = momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is { } batches)
        {
            long count = ++*(long*)batches.Address;
            batches.Memory.Version++;
            share = momentum ?? 1.0 / count;
        }

        bool keepsStatistics = !training || track_running_stats;
        return BatchNormalizationNode.Forward(input, keepsStatistics ? running_mean : null, keepsStatistics ? running_var : null, weight, bias,
            UsesBatchStatistics, share, eps, activation);
    }
}
