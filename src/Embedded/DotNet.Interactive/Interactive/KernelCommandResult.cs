using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>All that happened while a kernel worked on a command.</summary>
public class KernelCommandResult
{
    private readonly List<KernelEvent> events = [];

    internal KernelCommandResult(KernelCommand command) => Command = command;

    /// <summary>The command.</summary>
    public KernelCommand Command { get; }

    /// <summary>Its events in their order; the last says whether it succeeded.</summary>
    public IReadOnlyList<KernelEvent> Events => events;

    internal void Add(KernelEvent happened) => events.Add(happened);
}
