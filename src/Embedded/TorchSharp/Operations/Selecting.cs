using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Chooses between elements, clamps them, and gathers them by index; without history.</summary>
internal static unsafe class Selecting
{
    /// <summary>Elements of the first where the condition holds, else of the second; all three broadcast.</summary>
    internal static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        var type = Promotion.Common(x, y);
        using var first = Elementwise.Converted(x, type);
        using var second = Elementwise.Converted(y, type);
        using var truth = Elementwise.Converted(condition, ScalarType.Bool);
        long[] sizes = Strides.Broadcast(Strides.Broadcast(condition.Sizes, x.Sizes), y.Sizes);
        var like = x.Sizes.SequenceEqual(sizes) && x.IsDense ? x : y.Sizes.SequenceEqual(sizes) && y.IsDense ? y : null;
        var result = Tensor.Dense(sizes, like is null ? Strides.RowMajor(sizes) : like.Steps.ToArray(), type);
        LoopPlan.For(result, truth ?? condition, first ?? x,
            second ?? y).Run(type.Size() switch { 1 => &Choose<byte>, 4 => &Choose<int>, _ => &Choose<long> }, null);
        return result.Track();
    }

    /// <summary>
    /// Along one dimension, the element that the index names at each place (<paramref name="isScatter"/> false), or, into the target, adds
    /// (or writes) each element
    /// of the source to the place that the index names. Shapes are PyTorch's: the index's is the result's, and no wider than the other's.
    /// </summary>
    internal static void Gather(Tensor from, int dimension, Tensor index, Tensor to, GatherMode mode)
    {
        var wide = mode == GatherMode.Read ? from : to;
        long length = wide.Rank == 0 ? 1 : wide.Sizes[dimension];
        using var places = index.AsLayout(Layout.Contiguous);
        long* at = (long*)places.Address;
        long count = index.numel();
        long[] position = new long[Math.Max(1, index.Rank)];
        for (long i = 0; i < count; i++)
        {
            long place = at[i];
            if (place < 0 || place >= length)
            {
                throw Failure.Torch($"index {place} is out of bounds for dimension {dimension} with size {length}");
            }
            long narrowAt = 0, wideAt = 0;
            var narrow = mode == GatherMode.Read ? to : from;
            for (int d = 0; d < index.Rank; d++)
            {
                narrowAt += position[d] * narrow.Steps[d];
                wideAt += (d == dimension ? place : position[d]) * wide.Steps[d];
            }
            Move(narrow, narrowAt, wide, wideAt, mode);
            for (int d = index.Rank - 1; d >= 0 && ++position[d] == index.Sizes[d]; d--)
            {
                position[d] = 0;
            }
        }
    }

    static void Move(Tensor narrow, long narrowAt, Tensor wide, long wideAt, GatherMode mode)
    {
        switch (narrow.dtype)
        {
            case ScalarType.Float32: Move((float*)narrow.Address + narrowAt, (float*)wide.Address + wideAt, mode); break;
            case ScalarType.Float64: Move((double*)narrow.Address + narrowAt, (double*)wide.Address + wideAt, mode); break;
            case ScalarType.Int64: Move((long*)narrow.Address + narrowAt, (long*)wide.Address + wideAt, mode); break;
            case ScalarType.Int32: Move((int*)narrow.Address + narrowAt, (int*)wide.Address + wideAt, mode); break;
            default: Move(narrow.Address + narrowAt, wide.Address + wideAt, mode); break;
        }
    }

    static void Move<T>(T* narrow, T* wide, GatherMode mode)
        where T : unmanaged, INumber<T>
    {
        switch (mode)
        {
            case GatherMode.Read: *narrow = *wide; break;
            case GatherMode.Add: *wide += *narrow; break;
            default: *wide = *narrow; break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Choose<T>(byte** at, long* step, long count, void* state)
        where T : unmanaged
    {
        byte* output = at[0], condition = at[1], x = at[2], y = at[3];
        long outputStep = step[0], conditionStep = step[1], xStep = step[2], yStep = step[3];
        if (sizeof(T) == sizeof(float) && outputStep == sizeof(T) && conditionStep == 1 && xStep is sizeof(float) or 0
            && yStep is sizeof(float) or 0)
        {
            ChooseVectors((uint*)output, condition, (uint*)x, xStep != 0, (uint*)y, yStep != 0, count);
            return;
        }
        for (long i = 0; i < count; i++, output += outputStep, condition += conditionStep, x += xStep, y += yStep)
        {
            T first = *(T*)x, second = *(T*)y;
            *(T*)output = *condition != 0 ? first : second;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ChooseVectors(uint* output, byte* condition, uint* x, bool moveX, uint* y, bool moveY, long count)
    {
        int lanes = Vector<byte>.Count, quarter = Vector<uint>.Count;
        uint* masks = stackalloc uint[lanes];
        Vector<uint> firstNumber = new(*x), secondNumber = new(*y);
        long i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            var holds = Vector.GreaterThan(*(Vector<byte>*)(condition + i), Vector<byte>.Zero).As<byte, sbyte>();
            Vector.Widen(holds, out var low, out var high);
            Vector.Widen(low, out *(Vector<int>*)masks, out *(Vector<int>*)(masks + quarter));
            Vector.Widen(high, out *(Vector<int>*)(masks + (2 * quarter)), out *(Vector<int>*)(masks + (3 * quarter)));
            for (int part = 0; part < lanes; part += quarter)
            {
                var first = moveX ? *(Vector<uint>*)(x + i + part) : firstNumber;
                var second = moveY ? *(Vector<uint>*)(y + i + part) : secondNumber;
                *(Vector<uint>*)(output + i + part) = Vector.ConditionalSelect(*(Vector<uint>*)(masks + part), first, second);
            }
        }
        for (; i < count; i++)
        {
            uint first = moveX ? x[i] : *x, second = moveY ? y[i] : *y;
            output[i] = condition[i] != 0 ? first : second;
        }
    }
}
