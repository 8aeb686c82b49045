namespace TorchSharp;

/// <summary>Switches recording for the calling thread until it is disposed.</summary>
internal sealed class GradMode : IDisposable
{
    readonly bool wasEnabled = Autograd.IsEnabled;
    readonly bool wasInference = Autograd.IsInference;

    internal GradMode(bool isEnabled, bool isInference = false)
    {
        Autograd.IsEnabled = isEnabled;
        Autograd.IsInference = isInference || wasInference;
    }

    public void Dispose()
    {
        Autograd.IsEnabled = wasEnabled;
        Autograd.IsInference = wasInference;
    }
}
