namespace TorchSharp.Kernels;

/// <summary>Sizes of a 2-D convolution. Activations are NHWC in memory, weights OIHW with I = input channels / groups.</summary>
internal readonly record struct ConvolutionShape(
    int Batch, int InputChannels, int InputHeight, int InputWidth,
    int OutputChannels, int KernelHeight, int KernelWidth,
    int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth,
    int DilationHeight, int DilationWidth, int Groups)
{
    public int OutputHeight => (InputHeight + 2 * PaddingHeight - DilationHeight * (KernelHeight - 1) - 1) / StrideHeight + 1;

    public int OutputWidth => (InputWidth + 2 * PaddingWidth - DilationWidth * (KernelWidth - 1) - 1) / StrideWidth + 1;

    public int InputPixels => Batch * InputHeight * InputWidth;

    public int OutputPixels => Batch * OutputHeight * OutputWidth;

    /// <summary>Length of one filter: input channels of a group × kernel height × kernel width.</summary>
    public int PatchLength => InputChannels / Groups * KernelHeight * KernelWidth;

    /// <summary>1×1, stride 1, no padding, one group: a matrix product over all pixels.</summary>
    public bool IsPointwise => KernelHeight == 1 && KernelWidth == 1 && StrideHeight == 1 && StrideWidth == 1
        && PaddingHeight == 0 && PaddingWidth == 0 && Groups == 1;

    /// <summary>One filter per channel.</summary>
    public bool IsDepthwise => Groups == InputChannels && Groups == OutputChannels && Groups > 1;
}
