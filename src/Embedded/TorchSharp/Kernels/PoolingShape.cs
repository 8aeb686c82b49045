namespace TorchSharp.Kernels;

/// <summary>Sizes of a 2-D pooling over NHWC activations. With <c>CeilMode</c> a last window may hang over the edge, as in PyTorch.</summary>
internal readonly record struct PoolingShape(
    int Batch, int Channels, int InputHeight, int InputWidth,
    int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth,
    int PaddingHeight, int PaddingWidth, int DilationHeight, int DilationWidth, bool CeilMode)
{
    public int OutputHeight => Windows(InputHeight, KernelHeight, StrideHeight, PaddingHeight, DilationHeight);

    public int OutputWidth => Windows(InputWidth, KernelWidth, StrideWidth, PaddingWidth, DilationWidth);

    private int Windows(int size, int kernel, int stride, int padding, int dilation)
    {
        int span = size + 2 * padding - dilation * (kernel - 1) - 1;
        int windows = (CeilMode ? (span + stride - 1) / stride : span / stride) + 1;

        // A window must start inside the input or its left padding.
        return CeilMode && (windows - 1) * stride >= size + padding ? windows - 1 : windows;
    }
}
