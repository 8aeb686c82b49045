using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A function of a prediction and a target that training makes small.</summary>
public abstract class Loss<T1, T2, TResult>(nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<T1, T2, TResult>("Loss")
{
    /// <summary>What becomes of the losses of the single elements.</summary>
    public nn.Reduction reduction { get; } = reduction;

    /// <summary>The class's own name.</summary>
    public override string GetName() => GetType().Name;
}
