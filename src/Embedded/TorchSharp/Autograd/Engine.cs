namespace TorchSharp;

/// <summary>Sends gradients back through the graph, latest operation first, and gives saved tensors back as it goes.</summary>
internal static class Engine
{
    /// <summary>Backward from one tensor. The gradient of a result with one element is one.</summary>
    internal static void Run(torch.Tensor root, torch.Tensor? gradient, bool retainGraph)
    {
        if (!root.requires_grad)
        {
            throw Failure.Torch("element 0 of tensors does not require grad and does not have a grad_fn");
        }
        if (gradient is null && root.numel() != 1)
        {
            throw Failure.Torch("grad can be implicitly created only for scalar outputs");
        }
        if (gradient is not null && !gradient.Sizes.SequenceEqual(root.Sizes))
        {
            throw Failure.Torch($"Mismatch in shape: grad_output[0] has a shape of {Strides.Text(gradient.Sizes)} and output[0] has a shape of {Strides.Text(root.Sizes)}.");
        }
        bool wasEnabled = Autograd.IsEnabled;
        Autograd.IsEnabled = false;
        try
        {
            var first = gradient?.Alias() ?? Ones(root);
            if (root.History is { } node)
            {
                node.Pending = first;
                Walk(node, retainGraph);
            }
            else
            {
                Arrive(root, first);
            }
        }
        finally
        {
            Autograd.IsEnabled = wasEnabled;
        }
    }

    static void Walk(Node root, bool retainGraph)
    {
        var nodes = Reachable(root);
        try
        {
            foreach (var node in nodes)
            {
                if (node.Pending is { } gradient)
                {
                    node.Pending = null;
                    Step(node, gradient, retainGraph);
                }
            }
        }
        finally
        {
            foreach (var node in nodes)
            {
                node.Pending?.Dispose();
                node.Pending = null;
            }
        }
    }

    /// <summary>Everything that the root was made from, latest first.</summary>
    static List<Node> Reachable(Node root)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance) { root };
        var list = new List<Node> { root };
        for (int i = 0; i < list.Count; i++)
        {
            foreach (var edge in list[i].Edges)
            {
                if (edge.Node is { } before && found.Add(before))
                {
                    list.Add(before);
                }
            }
        }
        list.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        return list;
    }

    static void Step(Node node, torch.Tensor gradient, bool retainGraph)
    {
        using var scope = DisposeScopeManager.NewScope(isPrivate: true);
        if (node.Retaining is { IsInvalid: false } retaining)
        {
            retaining.AddToGradient(gradient.Alias());
        }
        var gradients = node.Apply(gradient);
        if (!retainGraph)
        {
            node.ReleaseSaved();
        }
        var edges = node.Edges;
        var own = new torch.Tensor?[edges.Length];
        for (int i = 0; i < Math.Min(edges.Length, gradients.Length); i++)
        {
            if (gradients[i] is { } part && edges[i].IsConnected)
            {
                own[i] = Own(Fit(part, edges[i]), gradient, gradients, i);
            }
        }

        // Everything else goes before the gradients move on, so that they are alone on their memory and need not be copied.
        gradient.Dispose();
        scope.DisposeEverything();
        for (int i = 0; i < edges.Length; i++)
        {
            if (own[i] is not { } part)
            {
                continue;
            }
            if (edges[i].Node is { } before)
            {
                before.Pending = before.Pending is { } earlier ? Sum(earlier, part) : part;
            }
            else
            {
                Arrive(edges[i].Leaf!, part);
            }
        }
    }

    /// <summary>A gradient in the shape and type of what it is for.</summary>
    static torch.Tensor Fit(torch.Tensor gradient, in Edge edge)
    {
        if (!gradient.Sizes.SequenceEqual(edge.Sizes))
        {
            gradient = Reduction.SumTo(gradient, edge.Sizes);
        }
        return gradient.dtype == edge.Type ? gradient : gradient.to_type(edge.Type);
    }

    /// <summary>A handle that the engine may keep: the function's own result, or an alias of what others hold as well.</summary>
    static torch.Tensor Own(torch.Tensor gradient, torch.Tensor incoming, torch.Tensor?[] gradients, int index)
    {
        bool isShared = ReferenceEquals(gradient, incoming);
        for (int i = 0; i < gradients.Length && !isShared; i++)
        {
            isShared = i != index && ReferenceEquals(gradient, gradients[i]);
        }
        return isShared ? gradient.Alias() : gradient.DetachFromDisposeScope();
    }

    /// <summary>
    /// Adds into the memory of the earlier gradient where nobody else sees it. The order is that of the graph, never of time.
    /// </summary>
    static torch.Tensor Sum(torch.Tensor earlier, torch.Tensor later)
    {
        if (!earlier.Memory.IsShared && earlier.IsDense)
        {
            earlier.add_(later);
            later.Dispose();
            return earlier;
        }
        var sum = earlier.add(later).DetachFromDisposeScope();
        earlier.Dispose();
        later.Dispose();
        return sum;
    }

    static void Arrive(torch.Tensor leaf, torch.Tensor gradient)
    {
        if (leaf.IsInvalid)
        {
            gradient.Dispose();
        }
        else
        {
            leaf.AddToGradient(gradient);
        }
    }

    static torch.Tensor Ones(torch.Tensor like)
    {
        using var scope = DisposeScopeManager.NewScope(isPrivate: true);
        var ones = torch.Tensor.Empty(like.Sizes, like.dtype);
        ones.fill_(1);
        return ones.DetachFromDisposeScope();
    }
}
