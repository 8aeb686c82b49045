namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Parts of equal size along a dimension, the last one perhaps smaller.</summary>
        public Tensor[] split(long size, int dim = 0)
        {
            int at = Strides.Wrap(dim, Rank);
            if (size <= 0)
            {
                throw Failure.Torch($"split expects split_size be non-negative, but got split_size={size}");
            }
            var parts = new List<Tensor>();
            for (long start = 0; start < sizes[at] || start == 0; start += size)
            {
                parts.Add(narrow(at, start, Math.Min(size, sizes[at] - start)));
            }
            return [.. parts];
        }

        /// <summary>Parts of the sizes given along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0)
        {
            ArgumentNullException.ThrowIfNull(sizes);
            int at = Strides.Wrap(dim, Rank);
            if (sizes.Sum() != this.sizes[at])
            {
                throw Failure.Torch($"split_with_sizes expects split_sizes to sum exactly to {this.sizes[at]} (input tensor's size at dimension {at}), but got split_sizes={Strides.Text(sizes)}");
            }
            var parts = new Tensor[sizes.Length];
            long start = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = narrow(at, start, sizes[i]);
                start += sizes[i];
            }
            return parts;
        }

        /// <summary>At most so many parts of equal size along a dimension.</summary>
        public Tensor[] chunk(long chunks, long dim = 0)
        {
            int at = Strides.Wrap(dim, Rank);
            return chunks > 0
                ? split(Math.Max(1, (sizes[at] + chunks - 1) / chunks), at)
                : throw Failure.Torch($"chunk expects `chunks` to be greater than 0, got: {chunks}");
        }

        /// <summary>All slices of a dimension.</summary>
        public Tensor[] unbind(long dimension = 0)
        {
            int at = Strides.Wrap(dimension, Rank);
            var parts = new Tensor[sizes[at]];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = select(at, i);
            }
            return parts;
        }

        /// <summary>The same elements with some dimensions back to front.</summary>
        public Tensor flip(params long[] dims)
        {
            var marked = ReductionShape.Marked(Rank, dims);
            Array.Clear(marked, 0, dims.Length == 0 ? marked.Length : 0);
            long[] steps = (long[])strides.Clone();
            long from = 0;
            for (int i = 0; i < marked.Length; i++)
            {
                if (marked[i] && sizes[i] > 0)
                {
                    from += (sizes[i] - 1) * steps[i];
                    steps[i] = -steps[i];
                }
            }
            var result = EmptyAlike(dtype);
            using (var backwards = AsStridedAlone(sizes, steps, from))
            {
                Copying.Copy(backwards, result);
            }
            return Autograd.IsRecording(this) ? Autograd.Record("FlipBackward0", result, [this], [], (g, _) => [g.flip(dims)]) : result;
        }

        public Tensor roll(long shifts, long? dims = null) => dims is { } dim
            ? roll([shifts], [dim])
            : DisposeScopeManager.Compose(() => reshape(-1).roll([shifts], [0]).reshape(sizes));

        /// <summary>Moves elements along dimensions; what leaves at one end comes in at the other.</summary>
        public Tensor roll(long[] shifts, long[] dims) => DisposeScopeManager.Compose(() =>
        {
            var result = this;
            for (int i = 0; i < dims.Length; i++)
            {
                int at = Strides.Wrap(dims[i], Rank);
                long size = sizes[at], shift = size == 0 ? 0 : ((shifts[i] % size) + size) % size;
                result = cat([result.narrow(at, size - shift, shift), result.narrow(at, 0, size - shift)], at);
            }
            return ReferenceEquals(result, this) ? clone() : result;
        });

        /// <summary>The tensor so many times along each dimension; sizes may name more dimensions than there are.</summary>
        public Tensor repeat(params long[] sizes) => DisposeScopeManager.Compose(() =>
        {
            int missing = sizes.Length - Rank;
            if (missing < 0)
            {
                throw Failure.Torch("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
            }
            List<long> spread = [], wide = [], final = [];
            for (int i = 0; i < sizes.Length; i++)
            {
                long own = i < missing ? 1 : this.sizes[i - missing];
                spread.AddRange([1, own]);
                wide.AddRange([sizes[i], own]);
                final.Add(sizes[i] * own);
            }
            var result = reshape([.. spread]).expand([.. wide]).reshape([.. final]);
            return result.IsView ? result.clone() : result;
        });

        public Tensor tile(long[] reps) => repeat([.. Enumerable.Repeat(1L, Math.Max(0, Rank - reps.Length)), .. reps]);

    }

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat((IList<Tensor>)tensors.ToArray(), dim);

    /// <summary>Joins tensors along a dimension; their other sizes must agree.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var parts = tensors.Where(t => t.Rank != 1 || t.numel() > 0).ToArray();
        if (tensors.Count == 0)
        {
            throw Failure.Torch("torch.cat(): expected a non-empty list of Tensors");
        }
        if (parts.Length == 0)
        {
            return tensors[0].clone();
        }
        var first = parts[0];
        if (first.Rank == 0)
        {
            throw Failure.Torch("zero-dimensional tensor (at position 0) cannot be concatenated");
        }
        int at = Strides.Wrap(dim, first.Rank);
        long[] sizes = first.Sizes.ToArray();
        sizes[at] = 0;
        var type = first.dtype;
        foreach (var part in parts)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (part.Rank != sizes.Length || (i != at && part.Sizes[i] != sizes[i]))
                {
                    throw Failure.Torch(part.Rank != sizes.Length
                        ? $"Tensors must have same number of dimensions: got {sizes.Length} and {part.Rank}"
                        : $"Sizes of tensors must match except in dimension {at}. Expected size {sizes[i]} but got size {part.Sizes[i]} for tensor number {Array.IndexOf(parts, part)} in the list.");
                }
            }
            sizes[at] += part.Sizes[at];
            type = Promotion.Common(type, part.dtype);
        }
        var result = Tensor.Empty(sizes, type, first.NaturalLayout);
        long start = 0;
        foreach (var part in parts)
        {
            using var target = result.AsStridedAlone(part.Sizes.ToArray(), result.Steps.ToArray(), start * result.Steps[at]);
            Copying.Copy(part, target);
            start += part.Sizes[at];
        }
        if (!Autograd.IsRecording(parts))
        {
            return result;
        }
        long[] lengths = [.. parts.Select(part => part.Sizes[at])];
        return Autograd.Record("CatBackward0", result, parts, [], (g, _) => g.split(lengths, at));
    }

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var parts = tensors.ToArray();
        foreach (var part in parts)
        {
            if (!part.Sizes.SequenceEqual(parts[0].Sizes))
            {
                throw Failure.Torch($"stack expects each tensor to be equal size, but got {Strides.Text(parts[0].Sizes)} at entry 0 and {Strides.Text(part.Sizes)} at entry {Array.IndexOf(parts, part)}");
            }
        }
        return parts.Length == 0
            ? throw Failure.Torch("stack expects a non-empty TensorList")
            : DisposeScopeManager.Compose(() => cat(Array.ConvertAll(parts, part => part.unsqueeze(dim)),
                Strides.Wrap(dim, parts[0].Rank + 1)));
    }

    /// <summary>Joins side by side.</summary>
    public static Tensor hstack(params Tensor[] tensors) => cat(tensors, tensors.Length > 0 && tensors[0].Rank == 1 ? 0 : 1);

    /// <summary>Joins one below the other.</summary>
    public static Tensor vstack(Tensor[] tensors) =>
        DisposeScopeManager.Compose(() => cat(Array.ConvertAll(tensors, part => part.Rank == 1 ? part.unsqueeze(0) : part.alias())));
}
