using System.Runtime.InteropServices;
using TorchSharp;

namespace Benchmarks;

/// <summary>Aligned memory by slot, filled with made-up numbers; grows when asked for more.</summary>
    internal sealed unsafe class Buffers : IDisposable
    {
        private readonly Dictionary<int, (nint Address, long Count)> blocks = [];

        public float* Get(int slot, long count)
        {
            if (!blocks.TryGetValue(slot, out (nint Address, long Count) block) || block.Count < count)
            {
                NativeMemory.AlignedFree((void*)block.Address);
                long bytes = count * sizeof(float);
                block = ((nint)NativeMemory.AlignedAlloc((nuint)bytes, LargePages.Alignment(bytes, 64)), count);
                LargePages.Advise((byte*)block.Address, bytes);
                blocks[slot] = block;
                var random = new Random(slot);
                for (long i = 0; i < count; i++)
                {
                    ((float*)block.Address)[i] = random.NextSingle() - 0.5f;
                }
            }

            return (float*)block.Address;
        }

        public void Dispose()
        {
            foreach ((nint address, _) in blocks.Values)
            {
                NativeMemory.AlignedFree((void*)address);
            }
        }
    }
