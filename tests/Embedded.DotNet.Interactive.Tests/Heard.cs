using Microsoft.DotNet.Interactive.Events;

namespace Embedded.DotNet.Interactive.Tests;

/// <summary>Keeps the events of a kernel.</summary>
internal sealed class Heard : IObserver<KernelEvent>
{
    private readonly List<KernelEvent> events = [];

    public IReadOnlyList<KernelEvent> Events => events;

    public void OnNext(KernelEvent value)
    {
        lock (events)
        {
            events.Add(value);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
