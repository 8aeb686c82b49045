namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[long i1]
        {
            get => Get(Numbers(i1));
            set => Set(Numbers(i1), value);
        }

        public Tensor this[long i1, long i2]
        {
            get => Get(Numbers(i1, i2));
            set => Set(Numbers(i1, i2), value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => Get(Numbers(i1, i2, i3));
            set => Set(Numbers(i1, i2, i3), value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Get(Numbers(i1, i2, i3, i4));
            set => Set(Numbers(i1, i2, i3, i4), value);
        }

        /// <summary>The part that the indices name: a view where they are numbers and ranges, a copy where one is a tensor.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => Get(indices);
            set => Set(indices, value);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => Get(Array.ConvertAll(indices, TensorIndex.Tensor));
            set => Set(Array.ConvertAll(indices, TensorIndex.Tensor), value);
        }

        public Tensor index(params TensorIndex[] indices) => Get(indices);

        public Tensor index(params Tensor[] indices) => Get(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Set(indices, value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Elementwise.Number(value, dtype);
            Set(indices, number);
            return this;
        }

        /// <summary>One slice of a dimension; the dimension goes.</summary>
        public Tensor select(long dim, long index)
        {
            _ = Memory;
            CheckSelected(sizes, Strides.Wrap(dim, Rank), index);
            return Get(Along(dim, TensorIndex.Single(index)));
        }

        /// <summary>Places start to start + length of a dimension.</summary>
        public Tensor narrow(long dim, long start, long length)
        {
            int at = Strides.Wrap(dim, Rank);
            long from = start < 0 ? start + sizes[at] : start;
            return from >= 0 && length >= 0 && from + length <= sizes[at]
                ? Get(Along(dim, TensorIndex.Slice(from, from + length)))
                : throw Failure.Torch($"start ({start}) + length ({length}) exceeds dimension size ({sizes[at]}).");
        }

        /// <summary>Places start, start + step, … before finish of a dimension.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Get(Along(dim, TensorIndex.Slice(start, finish, step)));

        /// <summary>Numbers alone are selected one after the other, each out of what the one before has left.</summary>
        TensorIndex[] Numbers(params ReadOnlySpan<long> numbers)
        {
            _ = Memory;
            var indices = new TensorIndex[numbers.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                CheckSelected(sizes.AsSpan(Math.Min(i, Rank)), 0, numbers[i]);
                indices[i] = TensorIndex.Single(numbers[i]);
            }
            return indices;
        }

        static void CheckSelected(ReadOnlySpan<long> sizes, int dimension, long index)
        {
            if (sizes.IsEmpty)
            {
                throw Failure.Torch("select() cannot be applied to a 0-dim tensor.");
            }
            if (index < -sizes[dimension] || index >= sizes[dimension])
            {
                throw Failure.Torch($"select(): index {index} out of range for tensor of size [{string.Join(", ", sizes.ToArray())}] at dimension {dimension}");
            }
        }

        TensorIndex[] Along(long dim, TensorIndex index)
        {
            var indices = new TensorIndex[Strides.Wrap(dim, Rank) + 1];
            Array.Fill(indices, TensorIndex.Colon);
            indices[^1] = index;
            return indices;
        }

        Tensor Get(ReadOnlySpan<TensorIndex> indices)
        {
            _ = Memory;
            var part = new Indexing(this, indices);
            if (!part.IsView)
            {
                return Pick(part, indices);
            }
            var result = View(part.Sizes, part.Strides, offset + part.Offset);
            if (!Autograd.IsRecording(this))
            {
                return result;
            }
            var (before, own) = (sizes, indices.ToArray());
            return Autograd.Record("SliceBackward0", result, [this], [], (g, _) =>
            {
                var whole = zeros(before, g.dtype);
                Copying.Copy(g, whole.Get(own));
                return [whole];
            });
        }

        /// <summary>The slices that tensors of indices name, out of the view that the other indices cut.</summary>
        Tensor Pick(Indexing part, ReadOnlySpan<TensorIndex> indices)
        {
            var plain = new List<TensorIndex>();
            foreach (var index in indices)
            {
                plain.AddRange(index.kind == TensorIndex.Kind.Tensor ? Enumerable.Repeat(TensorIndex.Colon,
                    index.tensor!.dtype == ScalarType.Bool ? index.tensor.Rank : 1) : [index]);
            }
            return DisposeScopeManager.Compose(() =>
            {
                using var index = part.Picked();
                var picked = Get([.. plain]).reshape(part.MergedSizes()).index_select(part.PickedDimension, index.reshape(-1));
                return picked.reshape([.. picked.Sizes[..part.PickedDimension], .. index.Sizes,
                    .. picked.Sizes[(part.PickedDimension + 1)..]]);
            });
        }

        void Set(ReadOnlySpan<TensorIndex> indices, Tensor value)
        {
            Autograd.CheckInPlace(this, Given(value));
            var own = indices.ToArray();
            Put(this, own, value);
            Autograd.RecordInPlace("IndexPutBackward0", this, [this, value], [], (g, _) =>
            {
                var rest = g.clone();
                using var zero = Elementwise.Number(0, g.dtype);
                Put(rest, own, zero);
                return [rest, g.Get(own)];
            });
        }

        static void Put(Tensor target, TensorIndex[] indices, Tensor value)
        {
            using var scope = DisposeScopeManager.NewScope(isPrivate: true);
            using var off = no_grad();
            var part = new Indexing(target, indices);
            int extra = value.Rank - part.Sizes.Length;
            if (extra > 0 && value.Sizes[..extra].IndexOfAnyExcept(1) < 0)
            {
                value = value.reshape(value.Sizes[extra..].ToArray());
            }
            var view = target.View(part.Sizes, part.Strides, target.offset + part.Offset);
            if (part.IsView)
            {
                Copying.Copy(value.expand(part.Sizes), view);
                return;
            }
            using var index = part.Picked();
            var whole = view.contiguous().clone().reshape(part.MergedSizes());
            int at = part.PickedDimension;
            long[] picked = [.. whole.Sizes[..at], .. index.Sizes, .. whole.Sizes[(at + 1)..]];
            var slices = value.to_type(target.dtype).expand(picked).reshape([.. whole.Sizes[..at], index.numel(),
                .. whole.Sizes[(at + 1)..]]);
            IndexSelection.Write(slices, at, index, whole);
            Copying.Copy(whole.reshape(part.Sizes), view);
        }
    }
}
