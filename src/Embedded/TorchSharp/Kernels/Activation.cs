namespace TorchSharp.Kernels;

/// <summary>What a kernel applies to its result while it still holds it in registers.</summary>
internal enum Activation
{
    None,
    ReLU,
    ReLU6,
}
