using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>What works along the lines of one dimension: where extremes stand, running sums, order.</summary>
internal static unsafe class Lines
{
    internal static Tensor ArgExtreme(Tensor tensor, int dimension, bool keepDimension, bool isMaximum)
    {
        if (tensor.numel() == 0)
        {
            throw Failure.Torch($"{(isMaximum ? "argmax" : "argmin")}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");
        }
        var marked = new bool[tensor.Rank];
        if (tensor.Rank > 0)
        {
            marked[dimension] = true;
        }
        var shape = ReductionShape.For(tensor, marked);
        var result = Tensor.Dense(shape.ResultSizes, shape.ResultStrides, ScalarType.Int64);
        switch (tensor.dtype)
        {
            case ScalarType.Float32: ArgExtreme<float>(shape, result, isMaximum); break;
            case ScalarType.Float64: ArgExtreme<double>(shape, result, isMaximum); break;
            case ScalarType.Int64: ArgExtreme<long>(shape, result, isMaximum); break;
            case ScalarType.Int32: ArgExtreme<int>(shape, result, isMaximum); break;
            default: ArgExtreme<byte>(shape, result, isMaximum); break;
        }
        return shape.Shaped(result, marked, keepDimension);
    }

    /// <summary>Running sums along a dimension.</summary>
    internal static Tensor RunningSum(Tensor tensor, int dimension, ScalarType type)
    {
        using var converted = Elementwise.Converted(tensor, type);
        using var source = (converted ?? tensor).AsLayout(Layout.Contiguous);
        var result = Tensor.Dense(tensor.Sizes.ToArray(), Strides.RowMajor(tensor.Sizes), type);
        long length = tensor.Rank == 0 ? 1 : tensor.Sizes[dimension], inner = tensor.Rank == 0 ? 1 : Strides.Count(tensor.Sizes[(dimension + 1)..]);
        long outer = length * inner == 0 ? 0 : tensor.numel() / (length * inner);
        switch (type)
        {
            case ScalarType.Float32: RunningSum<float, double>(source, result, outer, length, inner); break;
            case ScalarType.Float64: RunningSum<double, double>(source, result, outer, length, inner); break;
            case ScalarType.Int64: RunningSum<long, long>(source, result, outer, length, inner); break;
            case ScalarType.Int32: RunningSum<int, int>(source, result, outer, length, inner); break;
            default: RunningSum<byte, byte>(source, result, outer, length, inner); break;
        }
        return result.Track();
    }

    /// <summary>
    /// The places of the elements of every line of the last dimension of a row-major tensor, in rising or falling order; equal ones keep
    /// theirs.
    /// </summary>
    internal static long[] Order(Tensor lines, bool isDescending) => lines.dtype switch
    {
        ScalarType.Float32 => Order<float>(lines, isDescending),
        ScalarType.Float64 => Order<double>(lines, isDescending),
        ScalarType.Int64 => Order<long>(lines, isDescending),
        ScalarType.Int32 => Order<int>(lines, isDescending),
        _ => Order<byte>(lines, isDescending),
    };

    static long[] Order<T>(Tensor lines, bool isDescending)
        where T : unmanaged, INumber<T>
    {
        long count = lines.numel(), length = lines.Rank == 0 ? 1 : lines.Sizes[^1];
        var result = new long[count];
        T* x = (T*)lines.Address;
        for (long line = 0; line < count; line += length)
        {
            T* start = x + line;
            var places = result.AsSpan((int)line, (int)length);
            for (int i = 0; i < length; i++)
            {
                places[i] = i;
            }

            // Not-a-number counts as the greatest, as in PyTorch.
            places.Sort((a, b) =>
            {
                T first = start[a], second = start[b];
                int order = T.IsNaN(first) || T.IsNaN(second) ? T.IsNaN(first).CompareTo(T.IsNaN(second)) : first.CompareTo(second);
                order = isDescending ? -order : order;
                return order != 0 ? order : a.CompareTo(b);
            });
        }
        return result;
    }

    static void ArgExtreme<T>(ReductionShape shape, Tensor result, bool isMaximum)
        where T : unmanaged, INumber<T>
    {
        T* source = (T*)shape.Source.Address;
        long* target = (long*)result.Address;
        long length = shape.Length, inner = shape.Inner;
        Workers.For(checked((int)shape.Outer), (start, end) =>
        {
            for (long o = start; o < end; o++)
            {
                for (long i = 0; i < inner; i++)
                {
                    T* x = source + (o * length * inner) + i;
                    long best = 0;
                    T value = *x;
                    for (long r = 1; r < length && !T.IsNaN(value); r++)
                    {
                        T candidate = x[r * inner];
                        if (isMaximum ? candidate > value : candidate < value)
                        {
                            (best, value) = (r, candidate);
                        }
                        else if (T.IsNaN(candidate))
                        {
                            (best, value) = (r, candidate);
                        }
                    }
                    target[(o * inner) + i] = best;
                }
            }
        }, (int)Math.Clamp(32768 / Math.Max(1, length * inner), 1, int.MaxValue));
    }

    static void RunningSum<T, TSum>(Tensor source, Tensor result, long outer, long length, long inner)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        T* from = (T*)source.Address, to = (T*)result.Address;
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                var sum = TSum.Zero;
                for (long r = 0, at = (o * length * inner) + i; r < length; r++, at += inner)
                {
                    sum += TSum.CreateTruncating(from[at]);
                    to[at] = T.CreateTruncating(sum);
                }
            }
        }
    }
}
