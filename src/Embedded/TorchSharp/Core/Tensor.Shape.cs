namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The size of every dimension.</summary>
        public long[] shape
        {
            get
            {
                _ = Memory;
                return (long[])sizes.Clone();
            }
        }

        public long ndim => dim();

        public long Dimensions => dim();

        public long NumberOfElements => numel();

        public long ElementSize => dtype.Size();

        public bool is_cuda => false;

        public long dim()
        {
            _ = Memory;
            return sizes.Length;
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            _ = Memory;
            return sizes[Strides.Wrap(dim, sizes.Length)];
        }

        /// <summary>
        /// The strides as the published package would give them: those of a row-major tensor where the order in memory is ours alone.
        /// </summary>
        public long[] stride() => IsOwnOrder ? Strides.RowMajor(sizes) : (long[])strides.Clone();

        public long stride(int dim) => stride()[Strides.Wrap(dim, sizes.Length)];

        public long storage_offset() => offset;

        public long numel()
        {
            _ = Memory;
            return Strides.Count(sizes);
        }

        public long element_size() => dtype.Size();

        public bool is_cpu() => true;

        public bool is_floating_point() => dtype.IsFloatingPoint();

        public bool is_integral() => dtype.IsIntegral();

        /// <summary>
        /// Whether the elements are dense in logical order, as far as the user can know: an order in memory that we chose ourselves does
        /// not count.
        /// </summary>
        public bool is_contiguous() => Memory is not null && (IsRowMajor || IsOwnOrder);

        /// <summary>Whether someone asked for the order in memory, by a permutation or by strides.</summary>
        internal bool IsPermuted { get; set; }

        /// <summary>Dense in an order of our own choice, channels-last mostly.</summary>
        bool IsOwnOrder => !IsPermuted && IsDense;

        /// <summary>Dense memory in whatever order of dimensions.</summary>
        internal bool IsDense => IsRowMajor || IsChannelsLast || Strides.IsDense(sizes, strides);

        /// <summary>The layout to give results that should look like this tensor in memory.</summary>
        internal Layout NaturalLayout => IsChannelsLast && !IsRowMajor ? Layout.ChannelsLast : Layout.Contiguous;

        /// <summary>
        /// The same values in the order wanted: another handle on the same storage when it has that order already, else a copy. No history;
        /// known to nobody.
        /// </summary>
        internal Tensor AsLayout(Layout layout)
        {
            if (layout == Layout.ChannelsLast && Rank == 4 ? IsChannelsLast : IsRowMajor)
            {
                return Alias();
            }
            var result = Dense(sizes, layout == Layout.ChannelsLast && Rank == 4 ? Strides.ChannelsLast(sizes) : Strides.RowMajor(sizes),
                dtype);
            Copying.Copy(this, result);
            return result;
        }

        /// <summary>A new tensor like this one in shape and, where it is dense, in the order of its elements.</summary>
        internal Tensor EmptyAlike(ScalarType type) => Dense(sizes, IsDense ? strides : Strides.RowMajor(sizes), type).Track();
    }
}
