using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// Keeps freed blocks by size class and hands them out again. A training step asks for the same sizes over and over, and giving
/// large blocks back to the system only to fault them in again costs more than many of the operations on them. What waits is bounded by
/// what was in use at once; the sizes that were not asked for the longest go first.
/// </summary>
internal static unsafe class MemoryPool
{
    const nuint Alignment = 64;
    const long SmallestBlock = 64;
    const long LeastKept = 256L << 20;

    /// <summary>How many classes above the wanted one may serve it: an eighth of its size each.</summary>
    const int ClassesToSearch = 3;

    static readonly Lock Gate = new();
    static readonly Dictionary<long, SizeClass> Free = [];
    static readonly long Available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    static long liveBytes;
    static long freeBytes;
    static long peakBytes;
    static long useCount;

    /// <summary>Collecting garbage may bring back tensors that nobody disposed; it is tried whenever this much is in use.</summary>
    static long collectAbove = 1L << 30;

    /// <summary>Bytes in blocks that are handed out.</summary>
    internal static long LiveBytes => Interlocked.Read(ref liveBytes);

    /// <summary>Bytes in blocks that wait to be used again.</summary>
    internal static long FreeBytes => Interlocked.Read(ref freeBytes);

    /// <summary>Bytes that may wait at most.</summary>
    internal static long MostKept => Math.Min(Available / 4, LeastKept + (Interlocked.Read(ref peakBytes) / 2 * 3));

    /// <summary>The size that a request of so many bytes is rounded up to: eight classes to each power of two.</summary>
    internal static long BlockSize(long bytes)
    {
        if (bytes <= SmallestBlock)
        {
            return SmallestBlock;
        }
        long step = Math.Max(SmallestBlock, 1L << (BitOperations.Log2((ulong)bytes - 1) - 3));
        return (bytes + step - 1) / step * step;
    }

    /// <summary>
    /// A block of at least <paramref name="size"/> bytes, a size that <see cref="BlockSize"/> gave; returns the block's own size.
    /// </summary>
    internal static byte* Rent(ref long size)
    {
        if (LiveBytes + size > collectAbove)
        {
            CollectForgotten();
        }
        lock (Gate)
        {
            long wanted = size;
            for (int i = 0; i <= ClassesToSearch; i++, wanted = BlockSize(wanted + 1))
            {
                if (Free.TryGetValue(wanted, out var waiting) && waiting.Blocks.TryPop(out nint block))
                {
                    waiting.LastUse = ++useCount;
                    freeBytes -= wanted;
                    liveBytes += wanted;
                    peakBytes = Math.Max(peakBytes, liveBytes);
                    size = wanted;
                    return (byte*)block;
                }
            }
            if (liveBytes + freeBytes + size > Available / 10 * 7)
            {
                TrimTo(0);
            }
            liveBytes += size;
            peakBytes = Math.Max(peakBytes, liveBytes);
        }
        byte* fresh = (byte*)NativeMemory.AlignedAlloc((nuint)size, LargePages.Alignment(size, Alignment));
        LargePages.Advise(fresh, size);
        return fresh;
    }

    /// <summary>Takes a block back.</summary>
    internal static void Return(byte* block, long size)
    {
        lock (Gate)
        {
            liveBytes -= size;
            freeBytes += size;
            if (!Free.TryGetValue(size, out var waiting))
            {
                Free[size] = waiting = new SizeClass();
            }
            waiting.Blocks.Push((nint)block);
            waiting.LastUse = ++useCount;
            TrimTo(MostKept);
        }
    }

    /// <summary>Gives every waiting block back to the system.</summary>
    internal static void Trim()
    {
        lock (Gate)
        {
            TrimTo(0);
        }
    }

    static void TrimTo(long most)
    {
        while (freeBytes > most)
        {
            var (size, oldest) = Free.Where(pair => pair.Value.Blocks.Count > 0).MinBy(pair => pair.Value.LastUse);
            while (freeBytes > most && oldest.Blocks.TryPop(out nint block))
            {
                freeBytes -= size;
                NativeMemory.AlignedFree((void*)block);
            }
        }
    }

    static void CollectForgotten()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Interlocked.Exchange(ref collectAbove, Math.Max(1L << 30, LiveBytes / 2 * 3));
    }

    /// <summary>The waiting blocks of one size.</summary>
    sealed class SizeClass
    {
        internal Stack<nint> Blocks { get; } = new();

        /// <summary>When one was last asked for or given back, counted in uses of the pool.</summary>
        internal long LastUse { get; set; }
    }
}
