using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// Keeps freed blocks by size class and hands them out again. A training step asks for the same sizes over and over, and giving
/// large blocks back to the system only to fault them in again costs more than many of the operations on them.
/// </summary>
internal static unsafe class MemoryPool
{
    const nuint Alignment = 64;
    const long SmallestBlock = 64;

    /// <summary>How many classes above the wanted one may serve it: an eighth of its size each.</summary>
    const int ClassesToSearch = 3;

    static readonly Lock Gate = new();
    static readonly Dictionary<long, Stack<nint>> Free = [];
    static readonly long Available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    static long liveBytes;
    static long freeBytes;

    /// <summary>Collecting garbage may bring back tensors that nobody disposed; it is tried whenever this much is in use.</summary>
    static long collectAbove = 1L << 30;

    /// <summary>Bytes in blocks that are handed out.</summary>
    internal static long LiveBytes => Interlocked.Read(ref liveBytes);

    /// <summary>Bytes in blocks that wait to be used again.</summary>
    internal static long FreeBytes => Interlocked.Read(ref freeBytes);

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
                if (Free.TryGetValue(wanted, out var blocks) && blocks.TryPop(out nint block))
                {
                    freeBytes -= wanted;
                    liveBytes += wanted;
                    size = wanted;
                    return (byte*)block;
                }
            }
            if (liveBytes + freeBytes + size > Available / 10 * 7)
            {
                TrimLocked();
            }
            liveBytes += size;
        }
        return (byte*)NativeMemory.AlignedAlloc((nuint)size, Alignment);
    }

    /// <summary>Takes a block back.</summary>
    internal static void Return(byte* block, long size)
    {
        lock (Gate)
        {
            liveBytes -= size;
            if (freeBytes + size <= Available / 4)
            {
                if (!Free.TryGetValue(size, out var blocks))
                {
                    Free[size] = blocks = new Stack<nint>();
                }
                blocks.Push((nint)block);
                freeBytes += size;
                return;
            }
        }
        NativeMemory.AlignedFree(block);
    }

    /// <summary>Gives every waiting block back to the system.</summary>
    internal static void Trim()
    {
        lock (Gate)
        {
            TrimLocked();
        }
    }

    static void TrimLocked()
    {
        foreach (var blocks in Free.Values)
        {
            while (blocks.TryPop(out nint block))
            {
                NativeMemory.AlignedFree((void*)block);
            }
        }
        freeBytes = 0;
    }

    static void CollectForgotten()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Interlocked.Exchange(ref collectAbove, Math.Max(1L << 30, LiveBytes / 2 * 3));
    }
}
