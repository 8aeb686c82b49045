namespace TorchSharp;

/// <summary>The arithmetic of shapes and strides, both in elements.</summary>
internal static class Strides
{
    internal static long Count(ReadOnlySpan<long> sizes)
    {
        long count = 1;
        foreach (long size in sizes)
        {
            count = checked(count * size);
        }
        return count;
    }

    internal static long[] RowMajor(ReadOnlySpan<long> sizes)
    {
        var strides = new long[sizes.Length];
        long step = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(sizes[i], 1);
        }
        return strides;
    }

    /// <summary>NHWC in memory for a logical NCHW shape.</summary>
    internal static long[] ChannelsLast(ReadOnlySpan<long> sizes)
    {
        long channels = Math.Max(sizes[1], 1), row = Math.Max(sizes[3], 1) * channels;
        return [row * Math.Max(sizes[2], 1), 1, row, channels];
    }

    /// <summary>
    /// Whether the elements are dense in logical order, and whether they are dense with the second of four dimensions last.
    /// </summary>
    internal static (bool RowMajor, bool ChannelsLast) Density(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        if (Count(sizes) == 0)
        {
            return (true, sizes.Length == 4);
        }
        bool rowMajor = Follows(sizes, strides, RowMajor(sizes));
        return (rowMajor, sizes.Length == 4 && Follows(sizes, strides, ChannelsLast(sizes)));
    }

    /// <summary>Whether the elements fill their storage without gaps or overlaps, in whatever order of dimensions.</summary>
    internal static bool IsDense(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        Span<int> order = stackalloc int[sizes.Length];
        Descending(strides, sizes, order);
        long expected = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int dimension = order[i];
            if (sizes[dimension] == 1)
            {
                continue;
            }
            if (strides[dimension] != expected)
            {
                return false;
            }
            expected *= sizes[dimension];
        }
        return true;
    }

    /// <summary>The dimensions by falling stride, equal strides in their own order; those of size one come last.</summary>
    internal static void Descending(ReadOnlySpan<long> strides, ReadOnlySpan<long> sizes, Span<int> order)
    {
        int count = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
            {
                continue;
            }
            int at = count++;
            while (at > 0 && strides[order[at - 1]] < strides[i])
            {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
            {
                order[count++] = i;
            }
        }
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    internal static long[] Broadcast(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (int i = result.Length - 1; i >= 0; i--)
        {
            int fromEnd = result.Length - i;
            long first = fromEnd <= a.Length ? a[^fromEnd] : 1, second = fromEnd <= b.Length ? b[^fromEnd] : 1;
            if (first != second && first != 1 && second != 1)
            {
                throw Failure.Torch($"The size of tensor a ({first}) must match the size of tensor b ({second}) at non-singleton dimension {i}");
            }
            result[i] = first == 1 ? second : first;
        }
        return result;
    }

    /// <summary>Whether a shape broadcasts to another without changing that one.</summary>
    internal static bool Expands(ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        if (from.Length > to.Length)
        {
            return false;
        }
        for (int i = 1; i <= from.Length; i++)
        {
            if (from[^i] != to[^i] && from[^i] != 1)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A dimension counted from the front.</summary>
    internal static int Wrap(long dimension, int rank)
    {
        int span = Math.Max(rank, 1);
        return dimension < -span || dimension >= span
            ? throw Failure.DimensionRange(dimension, rank)
            : (int)(dimension < 0 ? dimension + span : dimension);
    }

    internal static string Text(ReadOnlySpan<long> sizes) => $"[{string.Join(", ", sizes.ToArray())}]";

    static bool Follows(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, ReadOnlySpan<long> wanted)
    {
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] != 1 && strides[i] != wanted[i])
            {
                return false;
            }
        }
        return true;
    }
}
