using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>
/// A kernel's working memory: 64-byte aligned, uninitialised, kept by the thread for the next call.
/// <c>using var buffer = new Scratch(floats);</c>
/// </summary>
internal readonly unsafe ref struct Scratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static FreeBlocks? kept;

    private readonly nuint bytes;

    public Scratch(long floats)
    {
        // Four sizes for each power of two, so that a block serves many calls and little of it lies idle.
        nuint wanted = (nuint)Math.Max(1024, floats * sizeof(float)), step = System.Numerics.BitOperations.RoundUpToPowerOf2(wanted) / 8;
        bytes = (wanted + step - 1) / step * step;
        Pointer = (float*)(kept ??= new FreeBlocks()).Take(bytes);
    }

    public float* Pointer { get; }

    public double* Doubles => (double*)Pointer;

    public void Dispose() => kept!.Give(bytes, (nint)Pointer);

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
