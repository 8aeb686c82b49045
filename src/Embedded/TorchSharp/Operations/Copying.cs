using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>Copies between tensors of any strides and element types.</summary>
internal static unsafe class Copying
{
    /// <summary>Writes a tensor's values, which must broadcast to the target's shape, into the target.</summary>
    internal static void Copy(Tensor source, Tensor target)
    {
        if (source.dtype == target.dtype && source.Sizes.SequenceEqual(target.Sizes)
            && ((source.IsRowMajor && target.IsRowMajor) || (source.IsChannelsLast && target.IsChannelsLast)))
        {
            long bytes = target.numel() * target.dtype.Size();
            Buffer.MemoryCopy(source.Address, target.Address, bytes, bytes);
            return;
        }
        if (source.dtype == target.dtype && source.Sizes.SequenceEqual(target.Sizes) && TurnLayout(source, target))
        {
            return;
        }
        LoopPlan.For(target, source).Run(From(source.dtype, target.dtype), null);
    }

    /// <summary>Between channels × pixels and pixels × channels.</summary>
    static bool TurnLayout(Tensor source, Tensor target)
    {
        bool toChannelsLast = source.IsRowMajor && target.IsChannelsLast;
        if (!toChannelsLast && !(source.IsChannelsLast && target.IsRowMajor))
        {
            return false;
        }
        ReadOnlySpan<long> sizes = source.Sizes;
        int count = (int)sizes[0], channels = (int)sizes[1], pixels = checked((int)(sizes[2] * sizes[3]));
        (int rows, int columns) = toChannelsLast ? (channels, pixels) : (pixels, channels);
        switch (source.dtype.Size())
        {
            case 1: Transposition.Run(count, rows, columns, (byte*)source.Address, (byte*)target.Address); break;
            case 4: Transposition.Run(count, rows, columns, (int*)source.Address, (int*)target.Address); break;
            default: Transposition.Run(count, rows, columns, (long*)source.Address, (long*)target.Address); break;
        }
        return true;
    }

    /// <summary>Fills a tensor with one number.</summary>
    internal static void Fill(Tensor target, Scalar value)
    {
        long bits = 0;
        switch (target.dtype)
        {
            case ScalarType.Float32: *(float*)&bits = (float)value.Real; break;
            case ScalarType.Float64: *(double*)&bits = value.Real; break;
            case ScalarType.Int64: bits = value.Integer; break;
            case ScalarType.Int32: *(int*)&bits = (int)value.Integer; break;
            case ScalarType.Bool: *(byte*)&bits = value.Real != 0 ? (byte)1 : (byte)0; break;
            default: *(byte*)&bits = (byte)value.Integer; break;
        }
        var plan = LoopPlan.For(target);
        plan.AddNumber(&bits);
        plan.Run(target.dtype.Size() switch { 1 => &SameType<byte>, 4 => &SameType<int>, _ => &SameType<long> }, null);
    }

    static delegate*<byte**, long*, long, void*, void> From(ScalarType source, ScalarType target)
    {
        if (source == target)
        {
            return source.Size() switch { 1 => &SameType<byte>, 4 => &SameType<int>, _ => &SameType<long> };
        }
        return source switch
        {
            ScalarType.Float32 => To<float>(target),
            ScalarType.Float64 => To<double>(target),
            ScalarType.Int64 => To<long>(target),
            ScalarType.Int32 => To<int>(target),
            ScalarType.Byte or ScalarType.Bool => To<byte>(target),
            _ => throw Failure.NotHere($"conversions from {source}"),
        };
    }

    static delegate*<byte**, long*, long, void*, void> To<TFrom>(ScalarType target)
        where TFrom : unmanaged, INumber<TFrom> => target switch
        {
            ScalarType.Float32 => typeof(TFrom) == typeof(byte) ? &BytesToFloats : &Convert<TFrom, float>,
            ScalarType.Float64 => &Convert<TFrom, double>,
            ScalarType.Int64 => &Convert<TFrom, long>,
            ScalarType.Int32 => &Convert<TFrom, int>,
            ScalarType.Byte => &Convert<TFrom, byte>,
            ScalarType.Bool => &ToBool<TFrom>,
            _ => throw Failure.NotHere($"conversions to {target}"),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SameType<T>(byte** at, long* step, long count, void* state)
        where T : unmanaged
    {
        byte* target = at[0], source = at[1];
        if (step[0] == sizeof(T) && step[1] == sizeof(T))
        {
            Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            return;
        }
        if (step[0] == sizeof(T) && step[1] == 0)
        {
            T value = *(T*)source;
            while (count > 0)
            {
                int part = (int)Math.Min(count, 1 << 30);
                new Span<T>(target, part).Fill(value);
                target += (long)part * sizeof(T);
                count -= part;
            }
            return;
        }
        long targetStep = step[0], sourceStep = step[1];
        for (long i = 0; i < count; i++, target += targetStep, source += sourceStep)
        {
            *(T*)target = *(T*)source;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Convert<TFrom, TTo>(byte** at, long* step, long count, void* state)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        byte* target = at[0], source = at[1];
        long targetStep = step[0], sourceStep = step[1];
        for (long i = 0; i < count; i++, target += targetStep, source += sourceStep)
        {
            // Floating point to a smaller integer goes through long and wraps around, as in C.
            *(TTo*)target = (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double)) && typeof(TTo) != typeof(float)
                && typeof(TTo) != typeof(double)
                ? TTo.CreateTruncating(long.CreateSaturating(*(TFrom*)source))
                : TTo.CreateTruncating(*(TFrom*)source);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ToBool<TFrom>(byte** at, long* step, long count, void* state)
        where TFrom : unmanaged, INumber<TFrom>
    {
        byte* target = at[0], source = at[1];
        long targetStep = step[0], sourceStep = step[1];
        for (long i = 0; i < count; i++, target += targetStep, source += sourceStep)
        {
            *target = *(TFrom*)source != TFrom.Zero ? (byte)1 : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BytesToFloats(byte** at, long* step, long count, void* state)
    {
        byte* source = at[1];
        float* target = (float*)at[0];
        if (step[0] == sizeof(float) && step[1] == 1)
        {
            int lanes = Vector<byte>.Count, quarter = Vector<float>.Count;
            for (; count >= lanes; count -= lanes, source += lanes, target += lanes)
            {
                Vector.Widen(*(Vector<byte>*)source, out var low, out var high);
                Vector.Widen(low, out var first, out var second);
                Vector.Widen(high, out var third, out var fourth);
                *(Vector<float>*)target = Vector.ConvertToSingle(first.As<uint, int>());
                *(Vector<float>*)(target + quarter) = Vector.ConvertToSingle(second.As<uint, int>());
                *(Vector<float>*)(target + (2 * quarter)) = Vector.ConvertToSingle(third.As<uint, int>());
                *(Vector<float>*)(target + (3 * quarter)) = Vector.ConvertToSingle(fourth.As<uint, int>());
            }
        }
        byte* targetBytes = (byte*)target;
        for (long i = 0; i < count; i++, targetBytes += step[0], source += step[1])
        {
            *(float*)targetBytes = *source;
        }
    }
}
