using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.UnaryFunctions;

namespace TorchSharp;

/// <summary>Row kernels of one-operand functions, chosen by kind and element type.</summary>
internal static unsafe class UnaryRows
{
    /// <summary>Whether a function makes sense for whole numbers; the others turn them into float32 first.</summary>
    internal static bool TakesIntegers(UnaryKind kind) =>
        kind is UnaryKind.Negate or UnaryKind.Absolute or UnaryKind.Sign or UnaryKind.Square or UnaryKind.Relu or UnaryKind.Floor or UnaryKind.Ceiling or UnaryKind.Round or UnaryKind.Truncate;

    internal static delegate*<byte**, long*, long, void*, void> For(UnaryKind kind, ScalarType type) => type switch
    {
        ScalarType.Float32 => ForFloating<float>(kind),
        ScalarType.Float64 => ForFloating<double>(kind),
        ScalarType.Int64 => ForAny<long>(kind),
        ScalarType.Int32 => ForAny<int>(kind),
        ScalarType.Byte => ForAny<byte>(kind),
        _ => throw Failure.NotHere($"{kind} of {type}"),
    };

    static delegate*<byte**, long*, long, void*, void> ForAny<T>(UnaryKind kind)
        where T : unmanaged, INumber<T> => kind switch
        {
            UnaryKind.Negate => &Apply<T, Negate<T>>,
            UnaryKind.Absolute => &Apply<T, Absolute<T>>,
            UnaryKind.Sign => &Apply<T, Sign<T>>,
            UnaryKind.Square => &Apply<T, Square<T>>,
            UnaryKind.Relu => &Apply<T, Relu<T>>,
            _ => throw Failure.NotHere($"{kind} of whole numbers"),
        };

    static delegate*<byte**, long*, long, void*, void> ForFloating<T>(UnaryKind kind)
        where T : unmanaged, IFloatingPointIeee754<T> => kind switch
        {
            UnaryKind.Exponential => &Apply<T, Exponential<T>>,
            UnaryKind.Logarithm => &Apply<T, Logarithm<T>>,
            UnaryKind.Logarithm1Plus => &Apply<T, Logarithm1Plus<T>>,
            UnaryKind.ExponentialMinus1 => &Apply<T, ExponentialMinus1<T>>,
            UnaryKind.SquareRoot => &Apply<T, SquareRoot<T>>,
            UnaryKind.ReciprocalSquareRoot => &Apply<T, ReciprocalSquareRoot<T>>,
            UnaryKind.Reciprocal => &Apply<T, Reciprocal<T>>,
            UnaryKind.Sigmoid => &Apply<T, Sigmoid<T>>,
            UnaryKind.HyperbolicTangent => &Apply<T, HyperbolicTangent<T>>,
            UnaryKind.Sine => &Apply<T, Sine<T>>,
            UnaryKind.Cosine => &Apply<T, Cosine<T>>,
            UnaryKind.ErrorFunction => &Apply<T, ErrorFunction<T>>,
            UnaryKind.Floor => &Apply<T, Floor<T>>,
            UnaryKind.Ceiling => &Apply<T, Ceiling<T>>,
            UnaryKind.Round => &Apply<T, Round<T>>,
            UnaryKind.Truncate => &Apply<T, Truncate<T>>,
            _ => ForAny<T>(kind),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Apply<T, TFunction>(byte** at, long* step, long count, void* state)
        where T : unmanaged
        where TFunction : struct, IUnary<T>
    {
        byte* output = at[0], input = at[1];
        long outputStep = step[0], inputStep = step[1], i = 0;
        if (TFunction.IsVector && outputStep == sizeof(T) && inputStep == sizeof(T))
        {
            long lanes = Vector<T>.Count, last = count - lanes;
            for (; i <= last; i += lanes)
            {
                *(Vector<T>*)((T*)output + i) = TFunction.Apply(*(Vector<T>*)((T*)input + i));
            }

            // The rest goes through the vector form as well: a value must not depend on its place.
            if (i < count)
            {
                var buffer = Vector<T>.One;
                long bytes = (count - i) * sizeof(T);
                Buffer.MemoryCopy((T*)input + i, &buffer, bytes, bytes);
                buffer = TFunction.Apply(buffer);
                Buffer.MemoryCopy(&buffer, (T*)output + i, bytes, bytes);
            }
            return;
        }
        for (; i < count; i++)
        {
            T value = *(T*)(input + (i * inputStep));
            *(T*)(output + (i * outputStep)) = TFunction.IsVector ? TFunction.Apply(new Vector<T>(value))[0] : TFunction.Apply(value);
        }
    }
}
