using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>Something that happens while a kernel works on a command.</summary>
public abstract class KernelEvent
{
    /// <summary>An event of a command.</summary>
    protected KernelEvent(KernelCommand command) => Command = command ?? throw new ArgumentNullException(nameof(command));

    /// <summary>What the kernel works on.</summary>
    public KernelCommand Command { get; }

    /// <summary>For a debugger: the event's name.</summary>
    public override string ToString() => GetType().Name;
}
