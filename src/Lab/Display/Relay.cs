namespace Lab.Display;

/// <summary>Hands a report on at once, on the thread that makes it (unlike <see cref="Progress{T}"/>, which may reorder them).</summary>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
