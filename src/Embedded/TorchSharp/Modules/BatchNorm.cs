using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) over the channels, the second dimension.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input) => Run(input, Activation.None);

    /// <summary>The normalisation, and an activation in the same pass over memory.</summary>
    internal Tensor Run(Tensor input, Activation activation)
    {
        ValidateInputDimensions(input);
        bool fromBatch = UsesBatchStatistics;
        (Tensor? mean, Tensor? variance, double share) = BeginBatch();
        return BatchNormalizationNode.Forward(input, mean, variance, weight, bias, fromBatch, share, eps, activation);
    }

    /// <summary>
    /// Counts a batch in training; gives the running statistics that it moves or is normalised with, and its share in them.
    /// </summary>
    internal unsafe (Tensor? Mean, Tensor? Variance, double Share) BeginBatch()
    {
        if (training && !track_running_stats)
        {
            return (null, null, 0);
        }

        double share = momentum ?? 0;
        if (training && num_batches_tracked is { } batches)
        {
            long count = ++*(long*)batches.Address;
            batches.Memory.Version++;
            share = momentum ?? 1.0 / count;
        }

        return (running_mean, running_var, share);
    }
}
