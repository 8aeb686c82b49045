using System.Collections;
using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive;

/// <summary>Several kernels behind one: a command goes to the one it names, or to the default one.</summary>
public sealed class CompositeKernel(string? name = null) : Kernel(name ?? ".NET"), IEnumerable<Kernel>
{
    private readonly List<Kernel> children = [];
    private string? defaultKernelName;

    /// <summary>Who gets commands that name no kernel; by default the only one.</summary>
    public string? DefaultKernelName
    {
        get => defaultKernelName ?? (children.Count == 1 ? children[0].Name : null);
        set => defaultKernelName = value;
    }

    /// <summary>Takes a kernel in.</summary>
    public void Add(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.ParentKernel = this;
        children.Add(kernel);
    }

    /// <summary>The kernels.</summary>
    public IEnumerator<Kernel> GetEnumerator() => children.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override Kernel? Handler(KernelCommand command) =>
        command.TargetKernelName == Name ? this : children.Find(child => child.Name == (command.TargetKernelName ?? DefaultKernelName));

    internal override Task HandleAsync(KernelCommand command, KernelInvocationContext context)
    {
        context.Fail(command, null, $"{Name} runs no {command.GetType().Name} itself");
        return Task.CompletedTask;
    }

    internal override void Release() => children.ForEach(child => child.Dispose());
}
