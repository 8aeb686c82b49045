using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>
/// A kernel's working memory: 64-byte aligned, uninitialised; small blocks are kept by the thread for the next call, large ones come from the tensors' pool.
/// <c>using var buffer = new Scratch(floats);</c>
/// </summary>
internal readonly unsafe ref struct Scratch
{
    private const nuint Alignment = 64;
    private const long LargestKept = 2 << 20;

    [ThreadStatic]
    private static FreeBlocks? kept;

    private readonly nuint bytes;
    private readonly long pooled;

    public Scratch(long floats)
    {
        if (floats * sizeof(float) > LargestKept)
        {
            pooled = MemoryPool.BlockSize(floats * sizeof(float));
            Pointer = (float*)MemoryPool.Rent(ref pooled);
            return;
        }

        // Four sizes for each power of two, so that a block serves many calls and little of it lies idle.
        nuint wanted = (nuint)Math.Max(1024, floats * sizeof(float)), step = System.Numerics.BitOperations.RoundUpToPowerOf2(wanted) / 8;
        bytes = (wanted + step - 1) / step * step;
        Pointer = (float*)(kept ??= new FreeBlocks()).Take(bytes);
    }

    public float* Pointer { get; }

    public double* Doubles => (double*)Pointer;

    public void Dispose()
    {
        if (pooled > 0)
        {
            MemoryPool.Return((byte*)Pointer, pooled);
        }
        else
        {
            kept!.Give(bytes, (nint)Pointer);
        }
    }

    /// <summary>Blocks by size; freed when the thread that kept them is gone.</summary>
    private sealed class FreeBlocks
    {
        private readonly Dictionary<nuint, Stack<nint>> bySize = [];

        ~FreeBlocks()
        {
            foreach (Stack<nint> blocks in bySize.Values)
            {
                foreach (nint block in blocks)
                {
                    NativeMemory.AlignedFree((void*)block);
                }
            }
        }

        public void* Take(nuint bytes) => bySize.TryGetValue(bytes, out Stack<nint>? blocks) && blocks.TryPop(out nint block)
            ? (void*)block
            : NativeMemory.AlignedAlloc(bytes, Alignment);

        public void Give(nuint bytes, nint block)
        {
            if (!bySize.TryGetValue(bytes, out Stack<nint>? blocks))
            {
                bySize[bytes] = blocks = new Stack<nint>();
            }

            blocks.Push(block);
        }
    }
}
