namespace TorchSharp;

/// <summary>
/// A reduction as three loops over dense memory: <c>outer</c> blocks of <c>length</c> rows of <c>inner</c> elements, summed up over the
/// rows.
/// Dimensions are taken in the order of memory, so that channels-last pictures need no copy.
/// </summary>
internal readonly struct ReductionShape
{
    ReductionShape(long outer, long length, long inner, long[] sizes, long[] strides, Tensor source)
    {
        Outer = outer;
        Length = length;
        Inner = inner;
        ResultSizes = sizes;
        ResultStrides = strides;
        Source = source;
    }

    internal long Outer { get; }

    internal long Length { get; }

    internal long Inner { get; }

    /// <summary>The result's sizes, with ones for the dimensions that went.</summary>
    internal long[] ResultSizes { get; }

    internal long[] ResultStrides { get; }

    /// <summary>The tensor to read, an alias or a copy in a fitting order; the caller disposes it.</summary>
    internal Tensor Source { get; }

    /// <summary>Which dimensions to reduce; all where none is named.</summary>
    internal static bool[] Marked(int rank, ReadOnlySpan<long> dimensions)
    {
        var marked = new bool[rank];
        if (dimensions.Length == 0)
        {
            Array.Fill(marked, true);
        }
        foreach (long dimension in dimensions)
        {
            int at = Strides.Wrap(dimension, rank);
            if (rank == 0)
            {
                continue;
            }
            marked[at] = !marked[at] ? true : throw Failure.Torch($"dim {at} appears multiple times in the list of dims");
        }
        return marked;
    }

    internal static ReductionShape For(Tensor tensor, bool[] reduced)
    {
        int rank = tensor.Rank;
        Span<int> order = stackalloc int[rank];
        Strides.Descending(tensor.Steps, tensor.Sizes, order);
        int first = rank, last = -1, count = 0;
        for (int i = 0; i < rank; i++)
        {
            if (reduced[order[i]] && tensor.Sizes[order[i]] != 1)
            {
                first = Math.Min(first, i);
                last = i;
                count++;
            }
        }
        Tensor source;
        if (tensor.IsDense && (count == 0 || last - first + 1 == count))
        {
            source = tensor.Alias();
        }
        else
        {
            // Kept dimensions first, those to go last.
            int at = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < rank; i++)
                {
                    if (reduced[i] == (pass == 1))
                    {
                        order[at++] = i;
                    }
                }
            }
            first = rank - reduced.Count(marked => marked);
            last = rank - 1;
            source = Reordered(tensor, order);
        }
        long outer = 1, length = 1, inner = 1;
        for (int i = 0; i < rank; i++)
        {
            long size = tensor.Sizes[order[i]];
            if (i < first)
            {
                outer *= size;
            }
            else if (i <= last)
            {
                length *= size;
            }
            else
            {
                inner *= size;
            }
        }
        return first > last ? new(1, 1, outer * inner * length, Kept(tensor, reduced), ResultSteps(tensor, reduced, order), source)
            : new(outer, length, inner, Kept(tensor, reduced), ResultSteps(tensor, reduced, order), source);
    }

    /// <summary>The result under its final shape.</summary>
    internal Tensor Shaped(Tensor result, bool[] reduced, bool keepDimensions)
    {
        Source.Dispose();
        if (keepDimensions)
        {
            return result.Track();
        }
        var (sizes, strides) = (new List<long>(), new List<long>());
        for (int i = 0; i < reduced.Length; i++)
        {
            if (!reduced[i])
            {
                sizes.Add(ResultSizes[i]);
                strides.Add(ResultStrides[i]);
            }
        }
        var shaped = new Tensor(result.Memory.AddReference(), result.dtype, [.. sizes], [.. strides], 0);
        result.Dispose();
        return shaped.Track();
    }

    static long[] Kept(Tensor tensor, bool[] reduced)
    {
        long[] sizes = tensor.Sizes.ToArray();
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = reduced[i] ? 1 : sizes[i];
        }
        return sizes;
    }

    static long[] ResultSteps(Tensor tensor, bool[] reduced, ReadOnlySpan<int> order)
    {
        var steps = new long[order.Length];
        long step = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            steps[order[i]] = step;
            step *= reduced[order[i]] ? 1 : tensor.Sizes[order[i]];
        }
        return steps;
    }

    static Tensor Reordered(Tensor tensor, ReadOnlySpan<int> order)
    {
        long[] sizes = tensor.Sizes.ToArray(), strides = new long[sizes.Length];
        long step = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            strides[order[i]] = step;
            step *= sizes[order[i]];
        }
        var copy = Tensor.Dense(sizes, strides, tensor.dtype);
        Copying.Copy(tensor, copy);
        return copy;
    }
}
