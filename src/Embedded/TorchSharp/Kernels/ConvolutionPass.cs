namespace TorchSharp.Kernels;

/// <summary>One convolution of one group: weight (o, i, ky, kx) is at Weight[o · OutputStride + i · InputStride + ky · RowStride + kx · ColumnStride].</summary>
internal sealed unsafe class ConvolutionPass
{
    public Image Source, Target;
    public nint SourcePicture, TargetPicture;
    public int Batch, Inputs, Outputs, KernelHeight, KernelWidth, StrideHeight, StrideWidth, Top, Left, DilationHeight, DilationWidth;
    public float* Weight, Bias;
    public nint OutputStride, InputStride, RowStride, ColumnStride;
    public Activation Activation;

    public int Depth => KernelHeight * KernelWidth * Inputs;

    /// <summary>Width of a copied row; a little more lies behind the band for the pixels that fill up a last tile.</summary>
    public int BorderedWidth => (Target.Width - 1) * StrideWidth + (KernelWidth - 1) * DilationWidth + 1;

    public int BorderedHeight(int rows) => (rows - 1) * StrideHeight + (KernelHeight - 1) * DilationHeight + 1;
}
