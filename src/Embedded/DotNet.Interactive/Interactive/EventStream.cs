using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>Hands each event to all who listen at that time.</summary>
internal sealed class EventStream : IObservable<KernelEvent>
{
    private readonly Lock changing = new();
    private IObserver<KernelEvent>[] observers = [];

    public IDisposable Subscribe(IObserver<KernelEvent> observer)
    {
        lock (changing)
        {
            observers = [.. observers, observer];
        }

        return new Subscription(this, observer);
    }

    public void Publish(KernelEvent happened)
    {
        foreach (IObserver<KernelEvent> observer in observers)
        {
            observer.OnNext(happened);
        }
    }

    public void Complete()
    {
        foreach (IObserver<KernelEvent> observer in observers)
        {
            observer.OnCompleted();
        }
    }

    private sealed class Subscription(EventStream stream, IObserver<KernelEvent> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (stream.changing)
            {
                stream.observers = [.. stream.observers.Where(other => !ReferenceEquals(other, observer))];
            }
        }
    }
}
