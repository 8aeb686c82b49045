using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive;

/// <summary>Works on commands of a kind.</summary>
public interface IKernelCommandHandler<TCommand>
    where TCommand : KernelCommand
{
    /// <summary>Works on a command; its events go to the context.</summary>
    Task HandleAsync(TCommand command, KernelInvocationContext context);
}
