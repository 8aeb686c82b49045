namespace TorchSharp;

/// <summary>
/// Disposes every tensor that was made while it was the innermost scope of its thread, unless the tensor was moved out or detached.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    readonly DisposeScopeManager manager;
    readonly HashSet<IDisposable> disposables = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer, bool isPrivate)
    {
        this.manager = manager;
        Outer = outer;
        IsPrivate = isPrivate;
    }

    /// <summary>How many things the scope will dispose.</summary>
    public int DisposablesCount => disposables.Count;

    /// <summary>The things that the scope will dispose.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. disposables];

    internal DisposeScope? Outer { get; }

    /// <summary>
    /// A scope of the engine's own, for what an operation or a backward step makes in passing: no statistics, no moving out.
    /// </summary>
    internal bool IsPrivate { get; }

    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    /// <summary>Hands a disposable to the scope around this one; without one it belongs to nobody from then on.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, Outer);
        return disposable;
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Move(disposable, Outer);
        }
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    /// <summary>Takes a disposable out of the scope's care.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Move(disposable, null);
        }
    }

    /// <summary>Puts a disposable into the scope's care, out of any other's.</summary>
    public void Attach(IDisposable disposable)
    {
        if (disposable is Tensor { OwningScope: { } owner } && owner != this)
        {
            owner.disposables.Remove(disposable);
        }
        if (disposables.Add(disposable))
        {
            manager.Count(disposable, static counts => counts.AttachedToScopeCount++);
            SetOwner(disposable, this);
        }
    }

    public void Attach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables)
        {
            Attach(disposable);
        }
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in disposables.ToArray())
        {
            if (!keep.Contains(disposable))
            {
                disposable.Dispose();
                disposables.Remove(disposable);
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Tells the scope that a disposable was disposed by someone else.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (disposables.Remove(disposable))
        {
            SetOwner(disposable, null);
            if (!IsPrivate)
            {
                manager.Count(disposable, static counts => counts.DisposedInScopeCount++);
            }
        }
    }

    public void Dispose()
    {
        DisposeEverything();
        manager.Remove(this);
    }

    internal void Add(IDisposable disposable) => disposables.Add(disposable);

    /// <summary>Takes something out without a word in the statistics.</summary>
    internal void Forget(IDisposable disposable) => disposables.Remove(disposable);

    static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is Tensor tensor)
        {
            tensor.OwningScope = scope;
        }
    }

    void Move(IDisposable disposable, DisposeScope? target)
    {
        if (!disposables.Remove(disposable))
        {
            return;
        }
        SetOwner(disposable, target);
        if (target is not null)
        {
            target.Add(disposable);
        }
        else if (!IsPrivate)
        {
            manager.Count(disposable, static counts => counts.DetachedFromScopeCount++);
        }
    }
}
