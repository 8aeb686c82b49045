using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.BinaryFunctions;

namespace TorchSharp;

/// <summary>Row kernels of two-operand functions and comparisons, chosen by kind and element type.</summary>
internal static unsafe class BinaryRows
{
    internal static delegate*<byte**, long*, long, void*, void> For(BinaryKind kind, ScalarType type) => type switch
    {
        ScalarType.Float32 => For<float>(kind),
        ScalarType.Float64 => For<double>(kind),
        ScalarType.Int64 => For<long>(kind),
        ScalarType.Int32 => For<int>(kind),
        ScalarType.Byte => For<byte>(kind),
        ScalarType.Bool => kind switch
        {
            BinaryKind.Add or BinaryKind.Maximum => &Apply<byte, Maximum<byte>>,
            BinaryKind.Multiply or BinaryKind.Minimum => &Apply<byte, Minimum<byte>>,
            _ => throw Failure.Torch($"{kind}, with bool tensors, is not supported."),
        },
        _ => throw Failure.NotHere($"arithmetic with {type}"),
    };

    internal static delegate*<byte**, long*, long, void*, void> For(ComparisonKind kind, ScalarType type) => type switch
    {
        ScalarType.Float32 => For<float>(kind),
        ScalarType.Float64 => For<double>(kind),
        ScalarType.Int64 => For<long>(kind),
        ScalarType.Int32 => For<int>(kind),
        ScalarType.Byte or ScalarType.Bool => For<byte>(kind),
        _ => throw Failure.NotHere($"comparisons of {type}"),
    };

    static delegate*<byte**, long*, long, void*, void> For<T>(BinaryKind kind)
        where T : unmanaged, INumber<T> => kind switch
        {
            BinaryKind.Add => &Apply<T, Add<T>>,
            BinaryKind.Subtract => &Apply<T, Subtract<T>>,
            BinaryKind.Multiply => &Apply<T, Multiply<T>>,
            BinaryKind.Divide => &Apply<T, Divide<T>>,
            BinaryKind.Maximum => &Apply<T, Maximum<T>>,
            BinaryKind.Minimum => &Apply<T, Minimum<T>>,
            BinaryKind.Power => &Apply<T, Power<T>>,
            BinaryKind.FloorDivide => &Apply<T, FloorDivide<T>>,
            BinaryKind.Remainder => &Apply<T, Remainder<T>>,
            BinaryKind.WherePositive => &Apply<T, WherePositive<T>>,
            BinaryKind.SigmoidGradient => &Apply<T, SigmoidGradient<T>>,
            _ => &Apply<T, TanhGradient<T>>,
        };

    static delegate*<byte**, long*, long, void*, void> For<T>(ComparisonKind kind)
        where T : unmanaged, INumber<T> => kind switch
        {
            ComparisonKind.Equal => &Compare<T, Equal<T>>,
            ComparisonKind.NotEqual => &Compare<T, NotEqual<T>>,
            ComparisonKind.Less => &Compare<T, Less<T>>,
            ComparisonKind.LessOrEqual => &Compare<T, LessOrEqual<T>>,
            ComparisonKind.Greater => &Compare<T, Greater<T>>,
            ComparisonKind.GreaterOrEqual => &Compare<T, GreaterOrEqual<T>>,
            ComparisonKind.And => &Compare<T, And<T>>,
            ComparisonKind.Or => &Compare<T, Or<T>>,
            _ => &Compare<T, ExclusiveOr<T>>,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Apply<T, TFunction>(byte** at, long* step, long count, void* state)
        where T : unmanaged
        where TFunction : struct, IBinary<T>
    {
        byte* output = at[0], a = at[1], b = at[2];
        long outputStep = step[0], aStep = step[1], bStep = step[2], i = 0;
        if (TFunction.IsVector && outputStep == sizeof(T) && (aStep == sizeof(T) || aStep == 0) && (bStep == sizeof(T) || bStep == 0))
        {
            long lanes = Vector<T>.Count, last = count - lanes;
            T* target = (T*)output, first = (T*)a, second = (T*)b;
            if (aStep != 0 && bStep != 0)
            {
                for (; i <= last; i += lanes)
                {
                    *(Vector<T>*)(target + i) = TFunction.Apply(*(Vector<T>*)(first + i), *(Vector<T>*)(second + i));
                }
            }
            else if (aStep != 0)
            {
                var repeated = new Vector<T>(*second);
                for (; i <= last; i += lanes)
                {
                    *(Vector<T>*)(target + i) = TFunction.Apply(*(Vector<T>*)(first + i), repeated);
                }
            }
            else
            {
                var repeated = new Vector<T>(*first);
                for (; i <= last; i += lanes)
                {
                    *(Vector<T>*)(target + i) = TFunction.Apply(repeated, *(Vector<T>*)(second + i));
                }
            }
        }
        for (; i < count; i++)
        {
            *(T*)(output + (i * outputStep)) = TFunction.Apply(*(T*)(a + (i * aStep)), *(T*)(b + (i * bStep)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Compare<T, TFunction>(byte** at, long* step, long count, void* state)
        where T : unmanaged
        where TFunction : struct, IComparison<T>
    {
        byte* output = at[0], a = at[1], b = at[2];
        long outputStep = step[0], aStep = step[1], bStep = step[2];
        if (sizeof(T) == sizeof(int) && outputStep == 1 && aStep == sizeof(T) && (bStep == sizeof(T) || bStep == 0))
        {
            long done = CompareVectors<T, TFunction>(output, (T*)a, (T*)b, bStep != 0, count);
            output += done;
            a += done * aStep;
            b += done * bStep;
            count -= done;
        }
        for (long i = 0; i < count; i++, output += outputStep, a += aStep, b += bStep)
        {
            *output = TFunction.Apply(*(T*)a, *(T*)b) ? (byte)1 : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static long CompareVectors<T, TFunction>(byte* output, T* a, T* b, bool moveB, long count)
        where T : unmanaged
        where TFunction : struct, IComparison<T>
    {
        int lanes = Vector<T>.Count, block = Vector<byte>.Count;
        var number = new Vector<T>(*b);
        long i = 0;
        for (; i <= count - block; i += block)
        {
            var (low, high) = (Vector.Narrow(Part(0), Part(1)), Vector.Narrow(Part(2), Part(3)));
            *(Vector<byte>*)(output + i) = Vector.Narrow(low, high).As<sbyte, byte>() & Vector<byte>.One;
        }
        return i;

        Vector<int> Part(int part) =>
            TFunction.Apply(*(Vector<T>*)(a + i + (part * lanes)), moveB ? *(Vector<T>*)(b + i + (part * lanes)) : number).As<T, int>();
    }

    interface IComparison<T>
    {
        static abstract bool Apply(T a, T b);

        /// <summary>All bits set where it holds.</summary>
        static abstract Vector<T> Apply(Vector<T> a, Vector<T> b);
    }

    readonly struct Equal<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a == b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.Equals(a, b);
    }

    readonly struct NotEqual<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a != b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => ~Vector.Equals(a, b);
    }

    readonly struct Less<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a < b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.LessThan(a, b);
    }

    readonly struct LessOrEqual<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a <= b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.LessThanOrEqual(a, b);
    }

    readonly struct Greater<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a > b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.GreaterThan(a, b);
    }

    readonly struct GreaterOrEqual<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => a >= b;

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.GreaterThanOrEqual(a, b);
    }

    readonly struct And<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => !T.IsZero(a) && !T.IsZero(b);

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => ~(Vector.Equals(a, Vector<T>.Zero) | Vector.Equals(b, Vector<T>.Zero));
    }

    readonly struct Or<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => !T.IsZero(a) || !T.IsZero(b);

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => ~(Vector.Equals(a, Vector<T>.Zero) & Vector.Equals(b, Vector<T>.Zero));
    }

    readonly struct ExclusiveOr<T> : IComparison<T>
        where T : unmanaged, INumber<T>
    {
        public static bool Apply(T a, T b) => T.IsZero(a) != T.IsZero(b);

        public static Vector<T> Apply(Vector<T> a, Vector<T> b) => Vector.Equals(a, Vector<T>.Zero) ^ Vector.Equals(b, Vector<T>.Zero);
    }
}
