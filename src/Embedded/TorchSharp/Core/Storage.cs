namespace TorchSharp;

/// <summary>A counted block of native memory. Every tensor handle and everything saved for backward holds one reference.</summary>
internal sealed unsafe class Storage
{
    static long liveCount;
    readonly long blockBytes;
    int references = 1;
    byte* pointer;

    internal Storage(long bytes)
    {
        blockBytes = MemoryPool.BlockSize(bytes);
        Bytes = bytes;
        pointer = MemoryPool.Rent(ref blockBytes);
        Interlocked.Increment(ref liveCount);
    }

    /// <summary>Forgotten handles: the block still comes back.</summary>
    ~Storage() => Free();

    /// <summary>Storages whose memory is handed out at the moment.</summary>
    internal static long LiveCount => Interlocked.Read(ref liveCount);

    internal byte* Pointer => pointer;

    internal long Bytes { get; }

    /// <summary>Goes up with every change in place, so that backward notices values that changed after they were saved.</summary>
    internal int Version { get; set; }

    internal bool IsShared => Volatile.Read(ref references) > 1;

    internal Storage AddReference()
    {
        Interlocked.Increment(ref references);
        return this;
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref references) == 0)
        {
            GC.SuppressFinalize(this);
            Free();
        }
    }

    void Free()
    {
        byte* block = pointer;
        if (block != null)
        {
            pointer = null;
            Interlocked.Decrement(ref liveCount);
            MemoryPool.Return(block, blockBytes);
        }
    }
}
