namespace TransferLearning.Tests;

/// <summary>A test that compares with PyTorch on the real photographs; skipped, with the reason, where either is not at hand.</summary>
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute()
    {
        if (SharedFolder.Path is null)
        {
            Skip = "needs the photographs and weights of ../shared, which are not here";
        }
        else if (!PyTorch.IsHere)
        {
            Skip = "needs python3 with torch and torchvision, which are not installed";
        }
    }
}
