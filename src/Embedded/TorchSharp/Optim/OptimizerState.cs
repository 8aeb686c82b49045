using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Copies what another optimizer remembers.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Sets out with nothing remembered.</summary>
    public abstract void Initialize(OptimizerOptions options);

    private protected Tensor Zeros() => torch.zeros(_parameter.shape).DetachFromDisposeScope();

    /// <summary>Replaces a remembered tensor by a copy of another's.</summary>
    private protected static void Load(ref Tensor? own, Tensor? source)
    {
        own?.Dispose();
        own = source?.clone().DetachFromDisposeScope();
    }
}
