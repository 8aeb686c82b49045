using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>The command that is being worked on, as code sees it that runs for it.</summary>
public class KernelInvocationContext
{
    private static readonly AsyncLocal<KernelInvocationContext?> current = new();
    private readonly Lock publishing = new();
    private readonly Action<KernelEvent> publish;

    internal KernelInvocationContext(KernelCommand command, Action<KernelEvent> publish, CancellationToken cancellationToken)
    {
        (Command, this.publish, CancellationToken) = (command, publish, cancellationToken);
        Result = new KernelCommandResult(command);
        current.Value = this;
    }

    /// <summary>The context of the running code; null outside a cell.</summary>
    public static KernelInvocationContext? Current => current.Value;

    /// <summary>The command.</summary>
    public KernelCommand Command { get; }

    /// <summary>Asks the code to stop.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whether the command's last event has been.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What has happened so far.</summary>
    public KernelCommandResult Result { get; }

    /// <summary>Tells those who listen to the kernel; what comes after the last event is dropped.</summary>
    public void Publish(KernelEvent @event)
    {
        lock (publishing)
        {
            if (IsComplete)
            {
                return;
            }

            IsComplete = @event is KernelCommandCompletionEvent;
            Result.Add(@event);
            publish(@event);
        }
    }

    /// <summary>Ends the command as done, if it has not ended yet.</summary>
    public void Complete(KernelCommand command) => Publish(new CommandSucceeded(command));

    /// <summary>Ends the command as failed.</summary>
    public void Fail(KernelCommand command, Exception? exception = null, string? message = null) => Publish(new CommandFailed(exception, command, message));
}
