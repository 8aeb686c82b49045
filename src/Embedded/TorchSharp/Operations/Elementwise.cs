namespace TorchSharp;

/// <summary>
/// Elementwise loops over tensors, without history: types are promoted, shapes broadcast, results keep the order of their inputs in memory.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>A function of two tensors, into a new tensor or into the one given.</summary>
    internal static Tensor Binary(BinaryKind kind, Tensor a, Tensor b, Tensor? output = null, ScalarType? type = null)
    {
        var common = type ?? Promotion.Common(a, b);
        using var first = Converted(a, common);
        using var second = Converted(b, common);
        var target = Target(output, a, b, common);
        LoopPlan.For(target, first ?? a, second ?? b).Run(BinaryRows.For(kind, common), null);
        return Finish(target, output);
    }

    /// <summary>A function of a tensor and a number; the number comes first when <paramref name="isReversed"/>.</summary>
    internal static Tensor Binary(BinaryKind kind, Tensor a, Scalar b, Tensor? output = null, bool isReversed = false,
        ScalarType? type = null)
    {
        var common = type ?? Promotion.Common(a, b);
        using var first = Converted(a, common);
        using var number = Number(b, common);
        var target = Target(output, a, null, common);
        var plan = isReversed ? LoopPlan.For(target, number, first ?? a) : LoopPlan.For(target, first ?? a, number);
        plan.Run(BinaryRows.For(kind, common), null);
        return Finish(target, output);
    }

    /// <summary>A comparison of two tensors, as bool.</summary>
    internal static Tensor Compare(ComparisonKind kind, Tensor a, Tensor b)
    {
        var common = Promotion.Common(a, b);
        using var first = Converted(a, common);
        using var second = Converted(b, common);
        var target = Target(null, a, b, ScalarType.Bool);
        LoopPlan.For(target, first ?? a, second ?? b).Run(BinaryRows.For(kind, common), null);
        return target.Track();
    }

    internal static Tensor Compare(ComparisonKind kind, Tensor a, Scalar b)
    {
        var common = Promotion.Common(a, b);
        using var first = Converted(a, common);
        using var number = Number(b, common);
        var target = Target(null, a, null, ScalarType.Bool);
        LoopPlan.For(target, first ?? a, number).Run(BinaryRows.For(kind, common), null);
        return target.Track();
    }

    /// <summary>A function of one tensor, into a new tensor or into the one given.</summary>
    internal static Tensor Unary(UnaryKind kind, Tensor a, Tensor? output = null)
    {
        var type = a.dtype.IsFloatingPoint() || UnaryRows.TakesIntegers(kind) ? a.dtype : ScalarType.Float32;
        using var first = Converted(a, type);
        var target = Target(output, a, null, type);
        LoopPlan.For(target, first ?? a).Run(UnaryRows.For(kind, type), null);
        return Finish(target, output);
    }

    /// <summary>A number as a tensor without dimensions, known to nobody.</summary>
    internal static Tensor Number(Scalar value, ScalarType type)
    {
        var number = Tensor.Dense([], [], type);
        Copying.Fill(number, value);
        return number;
    }

    /// <summary>A copy in another type, or null where it has that type already.</summary>
    internal static Tensor? Converted(Tensor tensor, ScalarType type)
    {
        if (tensor.dtype == type)
        {
            return null;
        }
        var copy = Tensor.Dense(tensor.Sizes.ToArray(), tensor.IsDense ? tensor.Steps.ToArray() : Strides.RowMajor(tensor.Sizes), type);
        Copying.Copy(tensor, copy);
        return copy;
    }

    /// <summary>
    /// Where a result goes: the tensor given when it has the result's type, else a new one, known to nobody, in the order of the first
    /// input that has the result's shape.
    /// </summary>
    internal static Tensor Target(Tensor? output, Tensor a, Tensor? b, ScalarType type)
    {
        bool isAlike = b is null || a.Sizes.SequenceEqual(b.Sizes);
        long[] sizes = isAlike ? a.Sizes.ToArray() : Strides.Broadcast(a.Sizes, b!.Sizes);
        if (output is not null)
        {
            if (!output.Sizes.SequenceEqual(sizes))
            {
                throw Failure.Torch($"output with shape {Strides.Text(output.Sizes)} doesn't match the broadcast shape {Strides.Text(sizes)}");
            }
            if (type.IsFloatingPoint() && !output.dtype.IsFloatingPoint())
            {
                throw Failure.Torch($"result type {type.TorchName()} can't be cast to the desired output type {output.dtype.TorchName()}");
            }
            if (output.dtype == type)
            {
                return output;
            }
        }
        foreach (var like in (ReadOnlySpan<Tensor?>)[a, b])
        {
            if (like is not null && like.Sizes.SequenceEqual(sizes) && like.IsDense)
            {
                return Tensor.Dense(sizes, like.Steps.ToArray(), type);
            }
        }
        return Tensor.Dense(sizes, Strides.RowMajor(sizes), type);
    }

    internal static Tensor Finish(Tensor target, Tensor? output)
    {
        if (output is null)
        {
            return target.Track();
        }
        if (!ReferenceEquals(target, output))
        {
            Copying.Copy(target, output);
            target.Dispose();
        }
        return output;
    }
}
