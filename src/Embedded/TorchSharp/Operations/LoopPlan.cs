using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>
/// A loop over the elements of a result and of up to three inputs that broadcast to it. Dimensions that follow each other in the memory of
/// all of them are merged, so that tensors that are dense alike become one flat row; the innermost dimension is the result's densest.
/// </summary>
internal unsafe struct LoopPlan
{
    const int MostDimensions = 12;
    const int MostOperands = 4;
    const int ElementsPerBlock = 4096;

    /// <summary>
    /// Rows shorter than this are joined where an operand repeats from row to row, as channel values do over channels-last pixels.
    /// </summary>
    const int ShortRow = 64;
    const int LongestJoinedRow = 2048;

    /// <summary>Under so many elements per thread, waking another costs more than it saves.</summary>
    const int BlocksPerWorker = 4;

    fixed long sizes[MostDimensions];
    fixed long steps[MostDimensions * MostOperands];
    fixed long addresses[MostOperands];
    fixed int elementSizes[MostOperands];
    int rank;
    int operands;
    long count;

    /// <summary>A loop over a result and inputs; every input's shape must broadcast to the result's.</summary>
    internal static LoopPlan For(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        var plan = default(LoopPlan);
        Span<int> order = stackalloc int[output.Rank];
        if (output.Rank > MostDimensions)
        {
            throw Failure.NotHere($"tensors of more than {MostDimensions} dimensions");
        }
        Strides.Descending(output.Steps, output.Sizes, order);
        for (int i = 0; i < order.Length && output.Sizes[order[i]] != 1; i++)
        {
            plan.sizes[plan.rank++] = output.Sizes[order[i]];
        }
        plan.count = Strides.Count(output.Sizes);
        plan.Add(output, output.Rank, order);
        foreach (var input in inputs)
        {
            plan.Add(input, output.Rank, order);
        }
        plan.Merge();
        return plan;
    }

    /// <summary>Adds an input that is one number for all elements.</summary>
    internal void AddNumber(void* address) => addresses[operands++] = (long)address;

    /// <summary>Runs the loop, on several threads when it is long. What a row does must not depend on where rows begin.</summary>
    internal readonly void Run(delegate*<byte**, long*, long, void*, void> row, void* state)
    {
        if (count <= 0)
        {
            return;
        }
        if (count < 2 * BlocksPerWorker * ElementsPerBlock)
        {
            RunRange(0, count, row, state);
            return;
        }
        var plan = this;
        var tiles = plan.JoinShortRows();
        Workers.For((int)((count + ElementsPerBlock - 1) / ElementsPerBlock), (start, end) =>
        {
            long first = (long)start * ElementsPerBlock, last = Math.Min(plan.count, (long)end * ElementsPerBlock);
            plan.RunRange(first, last, row, state);
        }, BlocksPerWorker);
        tiles?.Release();
    }

    /// <summary>
    /// Makes one row of several short ones: operands that are flat go on as they are, and what repeats from row to row is laid out as often
    /// as the new row holds old ones. Returns the memory of those, to be released after the loop; null where nothing changed.
    /// </summary>
    Storage? JoinShortRows()
    {
        int inner = rank - 1, outer = rank - 2;
        if (rank < 2 || sizes[inner] >= ShortRow)
        {
            return null;
        }
        long size = sizes[inner], joined = Math.Min(sizes[outer], LongestJoinedRow / size);
        while (joined > 1 && sizes[outer] % joined != 0)
        {
            joined--;
        }
        long bytes = 0;
        for (int k = 0; k < operands; k++)
        {
            long step = steps[(k * MostDimensions) + inner], next = steps[(k * MostDimensions) + outer];
            bool isFlat = next == step * size, isRepeated = next == 0 && step == elementSizes[k];
            for (int i = 0; i < outer; i++)
            {
                isRepeated &= steps[(k * MostDimensions) + i] == 0;
            }
            if (!isFlat && !isRepeated)
            {
                return null;
            }
            bytes += next == 0 && step != 0 ? joined * size * step : 0;
        }
        if (joined * size < 2 * ShortRow)
        {
            return null;
        }
        var tiles = new Storage(bytes);
        byte* free = tiles.Pointer;
        for (int k = 0; k < operands; k++)
        {
            long step = steps[(k * MostDimensions) + inner], next = steps[(k * MostDimensions) + outer];
            if (next == 0 && step != 0)
            {
                long length = size * step;
                for (long i = 0; i < joined; i++)
                {
                    Buffer.MemoryCopy((byte*)addresses[k], free + (i * length), length, length);
                }
                addresses[k] = (long)free;
                free += joined * length;
            }
            else
            {
                steps[(k * MostDimensions) + outer] = next * joined;
            }
        }
        sizes[outer] /= joined;
        sizes[inner] *= joined;
        return tiles;
    }

    readonly void RunRange(long start, long end, delegate*<byte**, long*, long, void*, void> row, void* state)
    {
        byte** at = stackalloc byte*[MostOperands];
        long* step = stackalloc long[MostOperands];
        long* position = stackalloc long[MostDimensions];
        int inner = rank - 1;
        for (int k = 0; k < operands; k++)
        {
            at[k] = (byte*)addresses[k];
            step[k] = rank == 0 ? 0 : steps[(k * MostDimensions) + inner];
        }
        if (rank == 0)
        {
            row(at, step, 1, state);
            return;
        }
        long rest = start;
        for (int i = inner; i >= 0; i--)
        {
            position[i] = rest % sizes[i];
            rest /= sizes[i];
            for (int k = 0; k < operands; k++)
            {
                at[k] += position[i] * steps[(k * MostDimensions) + i];
            }
        }
        for (long done = start; ;)
        {
            long length = Math.Min(sizes[inner] - position[inner], end - done);
            row(at, step, length, state);
            done += length;
            if (done >= end)
            {
                return;
            }
            for (int k = 0; k < operands; k++)
            {
                at[k] -= position[inner] * step[k];
            }
            position[inner] = 0;
            for (int i = inner - 1; ; i--)
            {
                bool isOver = ++position[i] == sizes[i];
                for (int k = 0; k < operands; k++)
                {
                    at[k] += isOver ? -(sizes[i] - 1) * steps[(k * MostDimensions) + i] : steps[(k * MostDimensions) + i];
                }
                if (!isOver)
                {
                    break;
                }
                position[i] = 0;
            }
        }
    }

    void Add(Tensor tensor, int outputRank, ReadOnlySpan<int> order)
    {
        int size = tensor.dtype.Size(), missing = outputRank - tensor.Rank;
        addresses[operands] = (long)tensor.Address;
        elementSizes[operands] = size;
        for (int i = 0; i < rank; i++)
        {
            int dimension = order[i] - missing;
            bool isRepeated = dimension < 0 || tensor.Sizes[dimension] == 1;
            steps[(operands * MostDimensions) + i] = isRepeated ? 0 : tensor.Steps[dimension] * size;
        }
        operands++;
    }

    void Merge()
    {
        int kept = 0;
        for (int i = 1; i < rank; i++)
        {
            bool follows = true;
            for (int k = 0; k < operands; k++)
            {
                follows &= steps[(k * MostDimensions) + kept] == steps[(k * MostDimensions) + i] * sizes[i];
            }
            long size = follows ? sizes[kept] * sizes[i] : sizes[i];
            kept += follows ? 0 : 1;
            sizes[kept] = size;
            for (int k = 0; k < operands; k++)
            {
                steps[(k * MostDimensions) + kept] = steps[(k * MostDimensions) + i];
            }
        }
        rank = Math.Min(rank, kept + 1);
    }
}
