using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>New tensors from numbers, arrays and shapes.</summary>
internal static class Creation
{
    internal static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type, Device? device = null, bool requiresGradient = false)
    {
        InitializeDevice(device);
        foreach (long size in shape)
        {
            if (size < 0)
            {
                throw Failure.Torch($"Trying to create tensor with negative dimension {size}: {Strides.Text(shape)}");
            }
        }
        var result = Tensor.Empty(shape, type);
        return requiresGradient ? result.requires_grad_() : result;
    }

    internal static Tensor Full(ReadOnlySpan<long> shape, Scalar value, ScalarType type, Device? device = null,
        bool requiresGradient = false)
    {
        var result = Empty(shape, type, device);
        Copying.Fill(result, value);
        return requiresGradient ? result.requires_grad_() : result;
    }

    /// <summary>The type that a number gives a tensor made of it.</summary>
    internal static ScalarType TypeOf(Scalar value) =>
        value.Type.IsFloatingPoint() ? ScalarType.Float32 : value.Type == ScalarType.Bool ? ScalarType.Bool : ScalarType.Int64;

    /// <summary>A copy of a span of numbers under a shape.</summary>
    internal static unsafe Tensor From<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? type, Device? device,
        bool requiresGradient)
        where T : unmanaged
    {
        if (Strides.Count(shape) != values.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {values.Length} elements for the shape {Strides.Text(shape)}");
        }
        var own = TypeOf<T>();
        var target = Empty(shape, type ?? own, device);
        if (target.dtype == own)
        {
            values.CopyTo(new Span<T>(target.Address, values.Length));
        }
        else
        {
            using var raw = Tensor.Dense(shape.ToArray(), Strides.RowMajor(shape), own);
            values.CopyTo(new Span<T>(raw.Address, values.Length));
            Copying.Copy(raw, target);
        }
        return requiresGradient ? target.requires_grad_() : target;
    }

    /// <summary>A copy of an array of any rank.</summary>
    internal static Tensor FromArray(Array array, ScalarType? type, Device? device, bool requiresGradient)
    {
        ArgumentNullException.ThrowIfNull(array);
        var shape = new long[array.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }
        return array.GetType().GetElementType() switch
        {
            var t when t == typeof(float) => From(Flat<float>(array), shape, type, device, requiresGradient),
            var t when t == typeof(double) => From(Flat<double>(array), shape, type, device, requiresGradient),
            var t when t == typeof(long) => From(Flat<long>(array), shape, type, device, requiresGradient),
            var t when t == typeof(int) => From(Flat<int>(array), shape, type, device, requiresGradient),
            var t when t == typeof(byte) => From(Flat<byte>(array), shape, type, device, requiresGradient),
            var t when t == typeof(bool) => From(Flat<bool>(array), shape, type, device, requiresGradient),
            var t => throw Failure.NotHere($"tensors of {t}"),
        };
    }

    internal static ReadOnlySpan<T> Span<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> growing => CollectionsMarshal.AsSpan(growing),
        _ => list.ToArray(),
    };

    static ReadOnlySpan<T> Flat<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    static ScalarType TypeOf<T>() =>
        typeof(T) == typeof(float) ? ScalarType.Float32 :
        typeof(T) == typeof(double) ? ScalarType.Float64 :
        typeof(T) == typeof(long) ? ScalarType.Int64 :
        typeof(T) == typeof(int) ? ScalarType.Int32 :
        typeof(T) == typeof(byte) ? ScalarType.Byte : ScalarType.Bool;
}
