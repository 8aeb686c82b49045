namespace TorchSharp;

public static partial class torch
{
    /// <summary>Elements of x where the condition holds, else of y.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var result = Selecting.Where(condition, x, y);
        if (!Autograd.IsRecording(x, y))
        {
            return result;
        }
        bool first = Autograd.NeedsGradient(x), second = Autograd.NeedsGradient(y);
        return Autograd.Record("WhereBackward0", result, [x, y], [condition], (g, saved) =>
        {
            using var zero = Elementwise.Number(0, g.dtype);
            return [first ? Selecting.Where(saved[0], g, zero) : null, second ? Selecting.Where(saved[0], zero, g) : null];
        });
    }

    public partial class Tensor
    {
        /// <summary>These elements where the condition holds, else those of y.</summary>
        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            DisposeScopeManager.Compose(() => torch.where(mask, Elementwise.Number(value, dtype).Track(), this));

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            using var scope = DisposeScopeManager.NewScope(isPrivate: true);
            Autograd.CheckInPlace(this);
            using (var number = Elementwise.Number(value, dtype))
            {
                var filled = Selecting.Where(mask, number, this);
                Copying.Copy(filled, this);
            }
            return Autograd.RecordInPlace("MaskedFillBackward0", this, [this], [mask], static (g, saved) =>
            {
                using var zero = Elementwise.Number(0, g.dtype);
                return [Selecting.Where(saved[0], zero, g)];
            });
        }

        /// <summary>The elements where the mask holds, in one dimension.</summary>
        public Tensor masked_select(Tensor mask)
        {
            ArgumentNullException.ThrowIfNull(mask);
            if (mask.dtype != ScalarType.Bool)
            {
                throw Failure.Torch("masked_select: expected BoolTensor for mask");
            }
            return DisposeScopeManager.Compose(() =>
            {
                long[] wide = Strides.Broadcast(Sizes, mask.Sizes);
                bool[] chosen = mask.expand(wide).data<bool>().ToArray();
                var places = Enumerable.Range(0, chosen.Length).Where(i => chosen[i]).Select(i => (long)i).ToArray();
                return expand(wide).reshape(-1).index_select(0, tensor(places));
            });
        }

        /// <summary>Along a dimension, the element that the index names at each place.</summary>
        public Tensor gather(long dim, Tensor index)
        {
            int at = CheckIndex(dim, index, "gather()");
            var result = Empty(index.Sizes, dtype);
            Selecting.Gather(this, at, index, result, GatherMode.Read);
            long[] before = sizes;
            return Autograd.IsRecording(this)
                ? Autograd.Record("GatherBackward0", result, [this], [index], (g, saved) =>
                {
                    var whole = zeros(before, g.dtype);
                    Selecting.Gather(g, at, saved[0], whole, GatherMode.Add);
                    return [whole];
                })
                : result;
        }

        /// <summary>A copy into which elements of the source are written at the places that the index names.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src)
        {
            int at = CheckIndex(dim, index, "scatter()");
            var result = CopyAlone().Track();
            Selecting.Gather(Given(src), at, index, result, GatherMode.Write);
            return Autograd.IsRecording(this, src) ? throw Failure.NotHere("gradients through scatter") : result;
        }

        public Tensor scatter_(long dim, Tensor index, Tensor src) => ScatterInPlace(dim, index, src, GatherMode.Write);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => ScatterInPlace(dim, index, src, GatherMode.Add);

        /// <summary>The slices of a dimension that the index names.</summary>
        public Tensor index_select(long dim, Tensor index)
        {
            int at = Strides.Wrap(dim, Rank);
            if (Given(index).Rank > 1 || index.dtype is not (ScalarType.Int64 or ScalarType.Int32))
            {
                throw Failure.Torch(index.Rank > 1 ? "index_select(): Index is supposed to be a vector" : "index_select(): Expected dtype int32 or int64 for index");
            }
            using var whole = index.dtype == ScalarType.Int64
                ? index.AsLayout(Layout.Contiguous)
                : Elementwise.Converted(index, ScalarType.Int64)!;
            var result = IndexSelection.Read(this, at, whole);
            long[] before = sizes;
            return Autograd.IsRecording(this)
                ? Autograd.Record("IndexSelectBackward0", result, [this], [whole], (g, saved) =>
                {
                    var gradient = zeros(before, g.dtype);
                    IndexSelection.Add(g, at, saved[0], gradient);
                    return [gradient];
                })
                : result;
        }

        Tensor ScatterInPlace(long dim, Tensor index, Tensor src, GatherMode mode)
        {
            int at = CheckIndex(dim, index, "scatter()");
            if (Autograd.IsRecording(this, src))
            {
                throw Failure.NotHere("gradients through scatter");
            }
            Selecting.Gather(Given(src), at, index, this, mode);
            Memory.Version++;
            return this;
        }

        int CheckIndex(long dim, Tensor index, string name)
        {
            Given(index);
            if (index.dtype != ScalarType.Int64)
            {
                throw Failure.Torch($"{name}: Expected dtype int64 for index");
            }
            if (index.Rank != Rank)
            {
                throw Failure.Torch("Index tensor must have the same number of dimensions as input tensor");
            }
            int at = Strides.Wrap(dim, Rank);
            for (int i = 0; i < Rank; i++)
            {
                if (i != at && index.sizes[i] > sizes[i])
                {
                    throw Failure.Torch($"Size does not match at dimension {i} expected index {Strides.Text(index.sizes)} to be smaller than self {Strides.Text(sizes)} apart from dimension {at}");
                }
            }
            return at;
        }
    }
}
