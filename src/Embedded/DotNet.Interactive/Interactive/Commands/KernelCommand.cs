namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something that a kernel is asked to do.</summary>
public abstract class KernelCommand
{
    /// <summary>A command for a kernel, or for the default one.</summary>
    protected KernelCommand(string? targetKernelName = null) => TargetKernelName = targetKernelName;

    /// <summary>Which kernel it is for; null: the default one.</summary>
    public string? TargetKernelName { get; }
}
