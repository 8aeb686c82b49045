namespace TorchSharp.Kernels;

/// <summary>
/// Memory that the next block reads, asked for line by line while a product works on this one: the product needs no memory, and the next block finds
/// its numbers in the cache.
/// </summary>
internal sealed unsafe class Prefetcher
{
    /// <summary>Floats in a line of the cache.</summary>
    public const int Line = 16;

    private readonly Queue<(nint Start, long Lines)> pieces = [];

    public void Clear() => pieces.Clear();

    public void Add(float* start, long floats)
    {
        if (floats > 0)
        {
            pieces.Enqueue(((nint)start, (floats + Line - 1) / Line));
        }
    }

    /// <summary>Where the next lines begin, <paramref name="lines"/> at the most; null when nothing is left.</summary>
    /// <param name="lines">How many could be asked for; then how many there are.</param>
    public float* Take(ref int lines)
    {
        if (!pieces.TryPeek(out (nint Start, long Lines) piece))
        {
            return null;
        }

        pieces.Dequeue();
        if (piece.Lines > lines)
        {
            // The rest comes after the others: it does not matter in which order they arrive.
            Add((float*)piece.Start + (long)lines * Line, (piece.Lines - lines) * Line);
        }

        lines = (int)Math.Min(lines, piece.Lines);
        return (float*)piece.Start;
    }
}
