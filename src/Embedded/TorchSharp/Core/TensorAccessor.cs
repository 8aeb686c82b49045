using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a tensor's elements in logical order. Lives as long as the tensor does.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T>, IDisposable
    where T : struct
{
    readonly Tensor tensor;

    internal TensorAccessor(Tensor tensor)
    {
        Count = tensor.numel();
        Check(tensor.dtype);
        this.tensor = tensor;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>The element at an index for every dimension; a single index counts through all elements.</summary>
    public T this[params long[] indices]
    {
        get
        {
            unsafe
            {
                return Unsafe.ReadUnaligned<T>(Locate(indices));
            }
        }
        set
        {
            tensor.Memory.Version++;
            unsafe
            {
                Unsafe.WriteUnaligned(Locate(indices), value);
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There are no elements and two dimensions or more (as in the published package).</exception>
    public T[] ToArray()
    {
        var result = new T[Count];
        if (tensor.Rank > 1)
        {
            CheckStart(0);
        }

        Read(result, 0);
        return result;
    }

    /// <summary>The elements as an array of as many dimensions as the tensor has.</summary>
    public Array ToNDArray()
    {
        if (tensor.Rank == 0)
        {
            return ToArray();
        }
        var result = Array.CreateInstance(typeof(T), tensor.Sizes.ToArray());
        Read(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(result)), checked((int)Count)), 0);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies the elements from one of them on to a place in the span, until either ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element to start from.</exception>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        Read(array[arrayIndex..], tensorIndex);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Copies what the span holds from a place on to the tensor's elements from one of them on, until either ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element to start from.</exception>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        var source = array[arrayIndex..];
        source = source[..(int)Math.Min(source.Length, Count - tensorIndex)];
        tensor.Memory.Version++;
        using var dense = tensor.AsLayout(Layout.Contiguous);
        unsafe
        {
            source.CopyTo(new Span<T>(dense.Address + (tensorIndex * Unsafe.SizeOf<T>()), source.Length));
        }
        if (!tensor.IsRowMajor)
        {
            Copying.Copy(dense, tensor);
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        var all = new T[Count];
        Read(all, 0);
        return ((IEnumerable<T>)all).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to do: the memory is the tensor's.</summary>
    public void Dispose()
    {
    }

    /// <summary>Throws unless a tensor of this type holds elements of type <typeparamref name="T"/>.</summary>
    internal static void Check(ScalarType type)
    {
        bool fits = type switch
        {
            ScalarType.Float32 => typeof(T) == typeof(float),
            ScalarType.Float64 => typeof(T) == typeof(double),
            ScalarType.Int64 => typeof(T) == typeof(long),
            ScalarType.Int32 => typeof(T) == typeof(int),
            ScalarType.Byte => typeof(T) == typeof(byte),
            ScalarType.Bool => typeof(T) == typeof(bool),
            _ => false,
        };
        if (!fits)
        {
            throw new ArgumentException($"{Named()} is not compatible with {type}");
        }
    }

    void CheckStart(long startingIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startingIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(startingIndex, Count);
    }

    void Read(Span<T> array, long start)
    {
        int count = (int)Math.Min(Count - start, array.Length);
        using var dense = tensor.AsLayout(Layout.Contiguous);
        unsafe
        {
            new ReadOnlySpan<T>(dense.Address + (start * Unsafe.SizeOf<T>()), count).CopyTo(array);
        }
    }

    static string Named() =>
        typeof(T) == typeof(float) ? "Float32" : typeof(T) == typeof(double) ? "Float64" : typeof(T) == typeof(bool) ? "Bool" : typeof(T).Name;

    unsafe byte* Locate(long[] indices)
    {
        long at = 0;
        if (indices.Length == 1 && tensor.Rank != 1)
        {
            long rest = InRange(indices[0], Count);
            for (int i = tensor.Rank - 1; i >= 0; i--)
            {
                at += rest % tensor.Sizes[i] * tensor.Steps[i];
                rest /= tensor.Sizes[i];
            }
        }
        else
        {
            if (indices.Length != tensor.Rank)
            {
                throw new ArgumentException($"A tensor of {tensor.Rank} dimensions cannot take {indices.Length} indices.");
            }
            for (int i = 0; i < indices.Length; i++)
            {
                at += InRange(indices[i], tensor.Sizes[i]) * tensor.Steps[i];
            }
        }
        return tensor.Address + (at * Unsafe.SizeOf<T>());
    }

    static long InRange(long index, long size) =>
        index >= 0 && index < size ? index : throw new IndexOutOfRangeException($"The index {index} is outside of 0 … {size - 1}.");
}
