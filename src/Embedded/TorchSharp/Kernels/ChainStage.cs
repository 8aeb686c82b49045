namespace TorchSharp.Kernels;

/// <summary>
/// One step of a <see cref="ConvolutionChain"/>: a convolution, in training a batch normalisation with the batch's statistics, and an activation.
/// Pointers are the caller's; what is marked so may be null.
/// </summary>
internal sealed unsafe class ChainStage
{
    public required ConvolutionShape Shape { get; init; }

    public Activation Activation { get; init; }

    /// <summary>Filters, OIHW.</summary>
    public float* Weight { get; set; }

    /// <summary>The convolution's bias; may be null.</summary>
    public float* Bias { get; set; }
}
