using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor clone()
        {
            var result = EmptyAlike(dtype);
            Copying.Copy(this, result);
            return Autograd.IsRecording(this) ? Autograd.Record("CloneBackward0", result, [this], [], static (g, _) => [g]) : result;
        }

        /// <summary>This tensor itself where it is dense in logical order already, as a new handle, else a copy that is.</summary>
        public Tensor contiguous()
        {
            Tensor result;
            if (is_contiguous())
            {
                result = View(sizes, strides, offset);
            }
            else
            {
                result = Empty(Sizes, dtype);
                Copying.Copy(this, result);
            }
            return Autograd.IsRecording(this) ? Autograd.Record("CloneBackward0", result, [this], [], static (g, _) => [g]) : result;
        }

        /// <summary>Another handle on the same numbers, with the same history.</summary>
        public Tensor alias()
        {
            var result = View(sizes, strides, offset);
            return Autograd.IsRecording(this) ? Autograd.Record("AliasBackward0", result, [this], [], static (g, _) => [g]) : result;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDevice(device);
            return to_type(type, copy, disposeAfter);
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDevice(device);
            return to_type(dtype, copy, disposeAfter);
        }

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter);

        public Tensor to(Tensor other, bool non_blocking = false) => to_type(Given(other).dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA);

        /// <summary>
        /// The same values in another element type: a new handle on this tensor's memory when it has that type and no copy is asked for.
        /// </summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Tensor result;
            if (Memory is not null && type == dtype && !copy)
            {
                result = alias();
            }
            else
            {
                result = EmptyAlike(type);
                Copying.Copy(this, result);
                if (Autograd.IsRecording(this) && type.IsFloatingPoint())
                {
                    Autograd.Record("ToCopyBackward0", result, [this], [], static (g, _) => [g]);
                }
            }
            if (disposeAfter)
            {
                Dispose();
            }
            return result;
        }

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor type_as(Tensor tensor) => to_type(Given(tensor).dtype);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The one number in this tensor.</summary>
        /// <exception cref="ArgumentException">There are several, or they are of another type.</exception>
        public T item<T>()
            where T : struct
        {
            if (numel() != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }
            TensorAccessor<T>.Check(dtype);
            unsafe
            {
                return System.Runtime.CompilerServices.Unsafe.ReadUnaligned<T>(Address);
            }
        }

        /// <summary>The one number in this tensor, of whatever type.</summary>
        public Scalar ToScalar()
        {
            if (numel() != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }
            unsafe
            {
                return dtype switch
                {
                    ScalarType.Float32 => *(float*)Address,
                    ScalarType.Float64 => *(double*)Address,
                    ScalarType.Int64 => *(long*)Address,
                    ScalarType.Int32 => *(int*)Address,
                    ScalarType.Bool => *Address != 0,
                    _ => *Address,
                };
            }
        }

        /// <summary>The elements in logical order, to read and write.</summary>
        public TensorAccessor<T> data<T>()
            where T : struct => new(this);

        /// <summary>The tensor's own memory, as bytes in logical order. Setting copies into it.</summary>
        public Span<byte> bytes
        {
            get
            {
                MakeRowMajor();
                unsafe
                {
                    return new Span<byte>(Address, checked((int)(numel() * dtype.Size())));
                }
            }
            set
            {
                if (value.Length != numel() * dtype.Size())
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }
                value.CopyTo(bytes);
                Memory.Version++;
            }
        }

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>
        /// Puts the elements in logical order, in memory of their own if need be: who asks for the memory itself expects that order.
        /// A handle that shares its memory with others, a view or what a graph saved, goes on with a copy; what it shares stays.
        /// </summary>
        internal void MakeRowMajor()
        {
            _ = Memory;
            if (IsRowMajor)
            {
                return;
            }
            if (!IsOwnOrder)
            {
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            }
            var copy = Dense(sizes, Strides.RowMajor(sizes), dtype);
            Copying.Copy(this, copy);
            var old = storage!;
            copy.storage!.Version = old.Version;
            storage = copy.storage;
            copy.storage = null;
            strides = copy.strides;
            offset = 0;
            (IsRowMajor, IsChannelsLast) = Strides.Density(sizes, strides);
            old.Release();
        }
    }
}
