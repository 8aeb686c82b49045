namespace TorchSharp;

public static partial class torch
{
    /// <summary>What stands between the brackets of <c>tensor[...]</c> for one dimension.</summary>
    public struct TensorIndex
    {
        /// <summary>A new dimension of size one.</summary>
        public static readonly TensorIndex None = new() { kind = Kind.None };

        public static readonly TensorIndex Null = None;

        /// <summary>All dimensions that nothing else names.</summary>
        public static readonly TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };

        /// <summary>A whole dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        internal enum Kind
        {
            Slice,
            Single,
            None,
            Ellipsis,
            Tensor,
        }

        internal Kind kind { get; private set; }

        internal long? start { get; private set; }

        internal long? stop { get; private set; }

        internal long? step { get; private set; }

        internal Tensor? tensor { get; private set; }

        /// <summary>One place; negative ones count from the end. The dimension goes.</summary>
        public static TensorIndex Single(long? index) => index is null ? None : new() { kind = Kind.Single, start = index };

        /// <summary>Places start, start + step, … before stop; negative ones count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { kind = Kind.Slice, start = start, stop = stop, step = step };

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? range.End.Value == 0 ? null : -range.End.Value : range.End.Value);

        /// <summary>The places that a tensor of whole numbers names, or those where a tensor of bools holds.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { kind = Kind.Tensor, tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
