using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A function of a prediction and a target that training makes small.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>What becomes of the losses of the single elements.</summary>
    public nn.Reduction reduction { get; }

    /// <summary>The class's own name.</summary>
    public override string GetName() => GetType().Name;
}
