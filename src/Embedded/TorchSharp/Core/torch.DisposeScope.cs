namespace TorchSharp;

public static partial class torch
{
    /// <summary>The innermost scope of the calling thread, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    /// <summary>Starts a scope that disposes what is made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewScope();

    /// <summary>Runs an expression in a scope of its own and keeps only its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
