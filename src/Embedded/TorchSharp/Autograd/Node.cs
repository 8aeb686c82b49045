namespace TorchSharp;

/// <summary>
/// One recorded operation. Tensors that it made and nodes that come after it own it together; when the last owner goes,
/// what it saved is given back at once, and so are the nodes before it that nobody else needs.
/// </summary>
internal sealed class Node
{
    static long lastSequence;
    readonly BackwardFunction backward;
    readonly int[] savedVersions;
    int owners;
    torch.Tensor[]? saved;

    internal Node(string name, Edge[] edges, ReadOnlySpan<torch.Tensor> saved, BackwardFunction backward)
    {
        Name = name;
        Edges = edges;
        Sequence = Interlocked.Increment(ref lastSequence);
        this.backward = backward;
        this.saved = new torch.Tensor[saved.Length];
        savedVersions = new int[saved.Length];
        for (int i = 0; i < saved.Length; i++)
        {
            this.saved[i] = saved[i].Alias();
            savedVersions[i] = saved[i].Memory.Version;
        }
        foreach (var edge in edges)
        {
            edge.Node?.AddOwner();
        }
    }

    internal string Name { get; }

    /// <summary>Later operations have greater numbers, so falling numbers are an order in which gradients can flow.</summary>
    internal long Sequence { get; }

    internal Edge[] Edges { get; private set; }

    /// <summary>The gradient that has arrived so far during a backward pass.</summary>
    internal torch.Tensor? Pending { get; set; }

    /// <summary>The result that asked to keep its gradient.</summary>
    internal torch.Tensor? Retaining { get; set; }

    internal void AddOwner() => Interlocked.Increment(ref owners);

    /// <summary>Drops one owner; iterative, since a graph may be thousands of nodes deep.</summary>
    internal void RemoveOwner()
    {
        if (Interlocked.Decrement(ref owners) > 0)
        {
            return;
        }
        var waiting = new Stack<Node>();
        waiting.Push(this);
        while (waiting.TryPop(out var node))
        {
            node.ReleaseSaved();
            foreach (var edge in node.Edges)
            {
                if (edge.Node is { } before && Interlocked.Decrement(ref before.owners) == 0)
                {
                    waiting.Push(before);
                }
            }
            node.Edges = [];
        }
    }

    internal torch.Tensor?[] Apply(torch.Tensor gradient)
    {
        if (saved is null)
        {
            throw Failure.Torch("Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). " +
                "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). " +
                "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.");
        }
        for (int i = 0; i < saved.Length; i++)
        {
            if (saved[i].Memory.Version != savedVersions[i])
            {
                throw Failure.Torch("one of the variables needed for gradient computation has been modified by an inplace operation: " +
                    $"[torch.{saved[i].dtype.TorchName()}Tensor {Strides.Text(saved[i].Sizes)}], saved by {Name}, is at version {saved[i].Memory.Version}; expected version {savedVersions[i]} instead.");
            }
        }
        return backward(gradient, saved);
    }

    /// <summary>Gives back what was saved; a node that saved nothing can be used again.</summary>
    internal void ReleaseSaved()
    {
        if (saved is { Length: > 0 } tensors)
        {
            saved = null;
            foreach (var tensor in tensors)
            {
                tensor.Dispose();
            }
        }
    }
}
