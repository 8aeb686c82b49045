using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>Sums and extremes over dimensions, without history.</summary>
internal static unsafe class Reduction
{
    internal enum Kind
    {
        Sum,
        Product,
        Maximum,
        Minimum,
    }

    /// <summary>The sum over every dimension in which a tensor is wider than a shape that broadcasts to its own.</summary>
    internal static Tensor SumTo(Tensor tensor, ReadOnlySpan<long> sizes)
    {
        if (!Strides.Expands(sizes, tensor.Sizes))
        {
            throw Failure.Torch($"Function returned an invalid gradient - got {Strides.Text(tensor.Sizes)} but expected shape compatible with {Strides.Text(sizes)}");
        }
        var dimensions = new List<long>();
        int missing = tensor.Rank - sizes.Length;
        for (int i = 0; i < tensor.Rank; i++)
        {
            if (i < missing || (sizes[i - missing] == 1 && tensor.Sizes[i] != 1))
            {
                dimensions.Add(i);
            }
        }
        var sum = dimensions.Count == 0 ? tensor : Run(Kind.Sum, tensor, ReductionShape.Marked(tensor.Rank, [.. dimensions]), true);
        return missing == 0 ? sum : sum.reshape(sizes.ToArray());
    }

    /// <summary>
    /// Reduces the marked dimensions. Integers are summed up as int64, as PyTorch does; <paramref name="type"/> is the result's.
    /// </summary>
    internal static Tensor Run(Kind kind, Tensor tensor, bool[] reduced, bool keepDimensions, ScalarType? type = null)
    {
        var wanted = type ?? (tensor.dtype.IsFloatingPoint() || kind is Kind.Maximum or Kind.Minimum ? tensor.dtype : ScalarType.Int64);
        using var converted = Elementwise.Converted(tensor, wanted);
        var shape = ReductionShape.For(converted ?? tensor, reduced);
        if (kind is Kind.Maximum or Kind.Minimum && shape.Length == 0)
        {
            throw Failure.Torch($"{(kind == Kind.Maximum ? "max" : "min")}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");
        }
        var result = Tensor.Dense(shape.ResultSizes, shape.ResultStrides, wanted);
        switch (wanted)
        {
            case ScalarType.Float32 when kind == Kind.Sum:
                SumSingles.Run((float*)shape.Source.Address, shape.Outer, shape.Length, shape.Inner, (float*)result.Address);
                break;
            case ScalarType.Float32: Reduce<float>(kind, shape, result); break;
            case ScalarType.Float64: Reduce<double>(kind, shape, result); break;
            case ScalarType.Int64: Reduce<long>(kind, shape, result); break;
            case ScalarType.Int32: Reduce<int>(kind, shape, result); break;
            default: Reduce<byte>(kind, shape, result); break;
        }
        return shape.Shaped(result, reduced, keepDimensions);
    }

    static void Reduce<T>(Kind kind, ReductionShape shape, Tensor result)
        where T : unmanaged, INumber<T>
    {
        T* source = (T*)shape.Source.Address, target = (T*)result.Address;
        long length = shape.Length, inner = shape.Inner;
        if (inner == 1 && kind is Kind.Maximum or Kind.Minimum)
        {
            Workers.For(checked((int)shape.Outer), (start, end) =>
            {
                for (long o = start; o < end; o++)
                {
                    target[o] = Extreme(source + (o * length), length, kind == Kind.Maximum);
                }
            }, (int)Math.Clamp(65536 / Math.Max(1, length), 1, int.MaxValue));
            return;
        }
        Workers.For(checked((int)shape.Outer), (start, end) =>
        {
            for (long o = start; o < end; o++)
            {
                for (long i = 0; i < inner; i++)
                {
                    T* x = source + (o * length * inner) + i;
                    T value = kind switch { Kind.Sum => T.Zero, Kind.Product => T.One, _ => *x };
                    for (long r = 0; r < length; r++, x += inner)
                    {
                        value = kind switch
                        {
                            Kind.Sum => value + *x,
                            Kind.Product => value * *x,
                            Kind.Maximum => T.Max(value, *x),
                            _ => T.Min(value, *x),
                        };
                    }
                    target[(o * inner) + i] = value;
                }
            }
        }, (int)Math.Clamp(32768 / Math.Max(1, length * inner), 1, int.MaxValue));
    }

    static T Extreme<T>(T* x, long count, bool isMaximum)
        where T : unmanaged, INumber<T>
    {
        T best = *x;
        long i = 0, lanes = Vector<T>.Count;
        if (count >= lanes)
        {
            var bests = *(Vector<T>*)x;
            for (i = lanes; i <= count - lanes; i += lanes)
            {
                var next = *(Vector<T>*)(x + i);
                bests = isMaximum ? Vector.Max(bests, next) : Vector.Min(bests, next);
            }
            for (int lane = 0; lane < lanes; lane++)
            {
                best = isMaximum ? T.Max(best, bests[lane]) : T.Min(best, bests[lane]);
            }
        }
        for (; i < count; i++)
        {
            best = isMaximum ? T.Max(best, x[i]) : T.Min(best, x[i]);
        }
        return best;
    }
}
