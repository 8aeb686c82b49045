namespace TorchSharp;

/// <summary>Records operations while gradients are wanted.</summary>
internal static class Autograd
{
    [ThreadStatic]
    static bool recordingOff;

    [ThreadStatic]
    static bool inference;

    /// <summary>Whether operations of the calling thread are recorded.</summary>
    internal static bool IsEnabled
    {
        get => !recordingOff;
        set => recordingOff = !value;
    }

    internal static bool IsInference
    {
        get => inference;
        set => inference = value;
    }

    /// <summary>Whether an operation on these inputs must be recorded.</summary>
    internal static bool IsRecording(params ReadOnlySpan<torch.Tensor?> inputs)
    {
        if (recordingOff)
        {
            return false;
        }
        foreach (var input in inputs)
        {
            if (NeedsGradient(input))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a gradient of this input would be used; a backward function can leave out the work otherwise.</summary>
    internal static bool NeedsGradient(torch.Tensor? input) => input is not null && input.requires_grad;

    /// <summary>Attaches the operation to its result when one of the inputs needs a gradient, and returns the result.</summary>
    internal static torch.Tensor Record(string name, torch.Tensor output, torch.Tensor?[] inputs, torch.Tensor[] saved,
        BackwardFunction backward)
    {
        if (IsRecording(inputs))
        {
            Attach(name, output, inputs, saved, backward);
        }
        return output;
    }

    /// <summary>Refuses a change in place that gradients could not follow; to be called before the change.</summary>
    internal static void CheckInPlace(torch.Tensor target, params ReadOnlySpan<torch.Tensor?> others)
    {
        if (recordingOff)
        {
            return;
        }
        if (target.requires_grad && target.is_leaf)
        {
            throw Failure.Torch("a leaf Variable that requires grad is being used in an in-place operation.");
        }
        if (target.IsView && (target.requires_grad || IsRecording(others)))
        {
            throw Failure.NotHere("changes in place of a view while gradients are recorded (change the whole tensor, or work under no_grad)");
        }
    }

    /// <summary>Says that a tensor was changed in place, and records how when gradients are wanted.</summary>
    internal static torch.Tensor RecordInPlace(string name, torch.Tensor target, torch.Tensor?[] inputs, torch.Tensor[] saved,
        BackwardFunction backward)
    {
        target.Memory.Version++;
        return Record(name, target, inputs, saved, backward);
    }

    static void Attach(string name, torch.Tensor output, torch.Tensor?[] inputs, torch.Tensor[] saved, BackwardFunction backward)
    {
        var edges = new Edge[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is { } input && input.requires_grad)
            {
                edges[i] = new Edge(input.History, input.History is null ? input : null, input.Sizes.ToArray(), input.dtype);
            }
        }
        output.SetHistory(new Node(name, edges, saved, backward));
    }
}
