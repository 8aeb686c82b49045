using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>The command has been done.</summary>
public sealed class CommandSucceeded(KernelCommand command) : KernelCommandCompletionEvent(command);
