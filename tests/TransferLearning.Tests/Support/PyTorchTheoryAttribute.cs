namespace TransferLearning.Tests;

/// <summary>A theory that needs PyTorch on this machine; skipped, with that reason, where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchTheoryAttribute : TheoryAttribute
{
    public PyTorchTheoryAttribute() =>
        Skip = PyTorch.IsHere ? null : "PyTorch and torchvision are not installed (Debian: python3-torch, python3-torchvision).";
}
