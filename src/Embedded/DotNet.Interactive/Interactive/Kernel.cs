using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>Runs commands one after the other and tells what happens.</summary>
public abstract class Kernel : IDisposable
{
    private readonly EventStream events = new();
    private readonly Queue<KernelCommand> deferred = new();
    private readonly SemaphoreSlim turn = new(1, 1);

    static Kernel() => Formatter.SubscribeToDisplayedValues(Show);

    /// <summary>A kernel with a name.</summary>
    protected Kernel(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>By what commands find it.</summary>
    public string Name { get; }

    /// <summary>What happens, while it happens.</summary>
    public IObservable<KernelEvent> KernelEvents => events;

    /// <summary>The kernel that this one belongs to, if any.</summary>
    public CompositeKernel? ParentKernel { get; internal set; }

    /// <summary>Whether it has been disposed of.</summary>
    protected bool IsDisposed { get; private set; }

    /// <summary>Displays a value below the running cell, in the MIME types given or in those that its type prefers.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>A string that is HTML already.</summary>
    public static IHtmlContent HTML(string content) => content.ToHtmlContent();

    /// <summary>Runs a command before the next one that is sent.</summary>
    public void DeferCommand(KernelCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        deferred.Enqueue(command);
    }

    /// <summary>Runs a command, after those sent before; gives all its events. A cancelled one fails, and what it does goes on unheard.</summary>
    public async Task<KernelCommandResult> SendAsync(KernelCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(command, Publish, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Frees what the kernel holds.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            Release();
            events.Complete();
            turn.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>For a debugger: the name.</summary>
    public override string ToString() => $"{GetType().Name}: {Name}";

    /// <summary>The kernel that a command goes to; null: none.</summary>
    internal virtual Kernel? Handler(KernelCommand command) => command.TargetKernelName is null || command.TargetKernelName == Name ? this : null;

    internal abstract Task HandleAsync(KernelCommand command, KernelInvocationContext context);

    internal virtual void Release()
    {
    }

    private static void Show(DisplayedValue displayed)
    {
        if (KernelInvocationContext.Current is not { } context)
        {
            Console.WriteLine(displayed.FormattedValues is [{ } shown, ..] ? shown.Value : "");
            return;
        }

        context.Publish(displayed.IsUpdated
            ? new DisplayedValueUpdated(displayed.Value, displayed.DisplayId, context.Command, displayed.FormattedValues)
            : new DisplayedValueProduced(displayed.Value, context.Command, displayed.FormattedValues, displayed.DisplayId));
    }

    private static async Task<KernelCommandResult> RunAsync(Kernel handler, KernelCommand command, Action<KernelEvent> publish, CancellationToken cancellationToken)
    {
        ConsoleCapture.Install();

        // On a thread of its own, with a context that other commands do not see: a cell may well block for minutes.
        return await Task.Run(async () =>
        {
            var context = new KernelInvocationContext(command, publish, cancellationToken);
            try
            {
                Task work = Task.Run(() => handler.HandleAsync(command, context), CancellationToken.None);
                await work.WaitAsync(cancellationToken).ConfigureAwait(false);
                context.Complete(command);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                context.Fail(command, null, "Command cancelled");
            }

            return context.Result;
        }, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<KernelCommandResult> RunAsync(KernelCommand command, Action<KernelEvent> publish, CancellationToken cancellationToken)
    {
        if (Handler(command) is not { } handler)
        {
            var context = new KernelInvocationContext(command, publish, cancellationToken);
            context.Fail(command, null, $"No kernel named {command.TargetKernelName}");
            return context.Result;
        }

        while (handler.deferred.TryDequeue(out KernelCommand? earlier))
        {
            await RunAsync(handler, earlier, _ => { }, cancellationToken).ConfigureAwait(false);
        }

        return await RunAsync(handler, command, publish, cancellationToken).ConfigureAwait(false);
    }

    private void Publish(KernelEvent happened) => events.Publish(happened);
}
