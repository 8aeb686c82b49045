using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>The command could not be done, or threw.</summary>
public sealed class CommandFailed(Exception? exception, KernelCommand command, string? message = null) : KernelCommandCompletionEvent(command)
{
    /// <summary>What was thrown, if anything was.</summary>
    public Exception? Exception { get; } = exception;

    /// <summary>Why it failed.</summary>
    public string Message { get; set; } = !string.IsNullOrWhiteSpace(message) ? message : exception?.ToString() ?? $"Command failed: {command}";

    /// <summary>For a debugger: the reason.</summary>
    public override string ToString() => $"{nameof(CommandFailed)}: {Message}";
}
