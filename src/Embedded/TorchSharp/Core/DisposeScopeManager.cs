namespace TorchSharp;

/// <summary>The dispose scopes of one thread and what they counted.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    static DisposeScopeManager? current;

    readonly List<DisposeScope> scopes = [];
    readonly ThreadDisposeScopeStatistics statistics = new();

    /// <summary>What the scopes of the calling thread counted so far.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.statistics;

    internal static DisposeScopeManager Current => current ??= new DisposeScopeManager();

    internal DisposeScope? Innermost => scopes.Count == 0 ? null : scopes[^1];

    internal static DisposeScope NewScope(bool isPrivate = false)
    {
        var manager = Current;
        var scope = new DisposeScope(manager, manager.Innermost, isPrivate);
        manager.scopes.Add(scope);
        return scope;
    }

    /// <summary>Gives a new tensor to the innermost scope, if there is one, and counts it.</summary>
    internal static DisposeScope? Register(IDisposable disposable)
    {
        var manager = Current;
        var scope = manager.Innermost;
        if (scope is null)
        {
            manager.Count(disposable, static counts => counts.CreatedOutsideScopeCount++);
            return null;
        }
        if (!scope.IsPrivate)
        {
            manager.Count(disposable, static counts => counts.CreatedInScopeCount++);
        }
        scope.Add(disposable);
        return scope;
    }

    internal static void DisposedOutsideScope(IDisposable disposable) =>
        Current.Count(disposable, static counts => counts.DisposedOutsideScopeCount++);

    /// <summary>Runs what an operation is composed of in a scope of its own; only the result is seen outside.</summary>
    internal static torch.Tensor Compose(Func<torch.Tensor> steps)
    {
        torch.Tensor result;
        using (NewScope(isPrivate: true))
        {
            result = steps();
            result.DetachFromDisposeScope();
        }
        return result.Track();
    }

    internal void Count(IDisposable disposable, Action<LifetimeStatistics> change)
    {
        if (disposable is Tensor)
        {
            change(statistics.TensorStatistics);
        }
    }

    internal void Remove(DisposeScope scope) => scopes.Remove(scope);
}
