namespace TorchSharp.Kernels;

/// <summary>
/// One step of a <see cref="TrainingChain"/>: a convolution without bias, a batch normalisation with the batch's statistics, an activation.
/// Pointers are the caller's; what is marked so may be null.
/// </summary>
internal sealed unsafe class TrainingStage
{
    public required ConvolutionShape Shape { get; init; }

    public Activation Activation { get; init; }

    /// <summary>Filters, OIHW.</summary>
    public float* Weight { get; set; }

    /// <summary>The normalisation's weight; may be null.</summary>
    public float* Gamma { get; set; }

    /// <summary>The normalisation's bias; may be null.</summary>
    public float* Beta { get; set; }

    /// <summary>Moved by the forward pass; may be null.</summary>
    public float* RunningMean { get; set; }

    /// <summary>Moved by the forward pass; may be null.</summary>
    public float* RunningVariance { get; set; }

    public float Momentum { get; set; }

    public float Epsilon { get; set; }

    /// <summary>Whether <see cref="Raw"/> and its gradient are kept in <see cref="Planes{TLanes, TVector}"/>; else channels-last.</summary>
    public bool KeepsPlanes => Shape.IsPointwise || Shape.IsDepthwise;

    /// <summary>The convolution's output, of <see cref="TrainingChain.RawLength"/> numbers: written forward, read backward.</summary>
    public float* Raw { get; set; }

    /// <summary>The batch's mean, one per channel: written forward, read backward.</summary>
    public float* Mean { get; set; }

    /// <summary>1 / √(variance + ε) of the batch: written forward, read backward.</summary>
    public float* InverseDeviation { get; set; }

    /// <summary>Overwritten backward; may be null.</summary>
    public float* GradWeight { get; set; }

    /// <summary>Overwritten backward; may be null.</summary>
    public float* GradGamma { get; set; }

    /// <summary>Overwritten backward; may be null.</summary>
    public float* GradBeta { get; set; }

    public int Channels => Shape.OutputChannels;

    public int Rows => Shape.OutputPixels;
}
