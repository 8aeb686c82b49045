namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The same elements in logical order under another shape; one size may be -1. Shares memory where the strides allow it.
        /// </summary>
        public Tensor reshape(params long[] shape)
        {
            ArgumentNullException.ThrowIfNull(shape);
            long[] wanted = Completed(shape);
            if (Reshaping.Strides(Sizes, Steps, wanted) is { } steps)
            {
                return RecordReshape("ViewBackward0", View(wanted, steps, offset));
            }
            var copy = Dense(sizes, Strides.RowMajor(sizes), dtype);
            Copying.Copy(this, copy);
            var result = copy.View(wanted, Strides.RowMajor(wanted), 0);
            result.IsView = false;
            result.IsPermuted = false;
            copy.Dispose();
            return RecordReshape("ReshapeBackward0", result);
        }

        /// <summary>Like <see cref="reshape"/>, but refuses a permuted tensor that would have to be copied.</summary>
        public Tensor view(params long[] shape)
        {
            ArgumentNullException.ThrowIfNull(shape);
            if (IsPermuted && !IsRowMajor && Reshaping.Strides(Sizes, Steps, Completed(shape)) is null)
            {
                throw Failure.Torch("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
            }
            return reshape(shape);
        }

        public Tensor view_as(Tensor other) => view(Given(other).sizes);

        /// <summary>Merges dimensions start_dim to end_dim into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1)
        {
            int first = Strides.Wrap(start_dim, Rank), last = Strides.Wrap(end_dim, Rank);
            if (first > last)
            {
                throw Failure.Torch("flatten() has invalid args: start_dim cannot come after end_dim");
            }
            return Rank == 0
                ? reshape(1)
                : reshape([.. sizes[..first], Strides.Count(sizes.AsSpan(first, last - first + 1)), .. sizes[(last + 1)..]]);
        }

        /// <summary>Splits a dimension into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes)
        {
            int at = Strides.Wrap(dim, Rank);
            return reshape([.. this.sizes[..at], .. sizes, .. this.sizes[(at + 1)..]]);
        }

        public Tensor ravel() => reshape(-1);

        public Tensor squeeze(long? dim = null)
        {
            var kept = new List<int>();
            int only = dim is { } given ? Strides.Wrap(given, Rank) : -1;
            for (int i = 0; i < Rank; i++)
            {
                if (sizes[i] != 1 || (only >= 0 && i != only))
                {
                    kept.Add(i);
                }
            }
            return RecordReshape("SqueezeBackward0", View([.. kept.Select(i => sizes[i])], [.. kept.Select(i => strides[i])], offset));
        }

        public Tensor unsqueeze(long dim)
        {
            int at = Strides.Wrap(dim, Rank + 1);
            long step = at < Rank ? strides[at] * sizes[at] : 1;
            return RecordReshape("UnsqueezeBackward0",
                View([.. sizes[..at], 1, .. sizes[at..]], [.. strides[..at], step, .. strides[at..]], offset));
        }

        public Tensor transpose(long dim0, long dim1)
        {
            int[] order = [.. Enumerable.Range(0, Rank)];
            if (Rank > 0)
            {
                (order[Strides.Wrap(dim0, Rank)], order[Strides.Wrap(dim1, Rank)]) = (Strides.Wrap(dim1, Rank), Strides.Wrap(dim0, Rank));
            }
            return Permuted(order);
        }

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>A matrix on its side.</summary>
        public Tensor t() =>
            Rank <= 2
                ? transpose(0, Rank == 2 ? 1 : 0)
                : throw Failure.Torch($"t() expects a tensor with <= 2 dimensions, but self is {Rank}D");

        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T => Permuted([.. Enumerable.Range(0, Rank).Reverse()]);

        public Tensor mT => transpose(-2, -1);

        public Tensor permute(params long[] permutation)
        {
            ArgumentNullException.ThrowIfNull(permutation);
            if (permutation.Length != Rank)
            {
                throw Failure.Torch($"permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = {Rank} is not equal to len(dims) = {permutation.Length}");
            }
            int[] order = [.. permutation.Select(p => Strides.Wrap(p, Rank))];
            return order.Distinct().Count() == Rank ? Permuted(order) : throw Failure.Torch("permute(): duplicate dims are not allowed.");
        }

        public Tensor movedim(long[] source, long[] destination)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(destination);
            var order = new int[Rank];
            Array.Fill(order, -1);
            for (int i = 0; i < source.Length; i++)
            {
                order[Strides.Wrap(destination[i], Rank)] = Strides.Wrap(source[i], Rank);
            }
            var others = new Queue<int>(Enumerable.Range(0, Rank).Except(order));
            return Permuted([.. order.Select(i => i >= 0 ? i : others.Dequeue())]);
        }

        /// <summary>Repeats dimensions of size one without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes)
        {
            ArgumentNullException.ThrowIfNull(sizes);
            int missing = sizes.Length - Rank;
            var (wanted, steps) = ((long[])sizes.Clone(), new long[sizes.Length]);
            for (int i = 0; i < sizes.Length; i++)
            {
                long own = i < missing ? 1 : this.sizes[i - missing];
                wanted[i] = sizes[i] == -1 && i >= missing ? own : sizes[i];
                if (missing < 0 || wanted[i] < 0 || (own != wanted[i] && own != 1))
                {
                    throw Failure.Torch($"The expanded size of the tensor ({wanted[i]}) must match the existing size ({own}) at non-singleton dimension {i}.  Target sizes: {Strides.Text(sizes)}.  Tensor sizes: {Strides.Text(Sizes)}");
                }
                steps[i] = i < missing || own != wanted[i] ? 0 : strides[i - missing];
            }
            var result = View(wanted, steps, offset);
            result.IsPermuted = true;
            return Autograd.IsRecording(this) ? Autograd.Record("ExpandBackward0", result, [this], [], static (g, _) => [g]) : result;
        }

        public Tensor expand_as(Tensor other) => expand(Given(other).sizes);

        public Tensor broadcast_to(params long[] shape) => expand(shape);

        /// <summary>A view of any shape and strides, in elements of the storage; gradients do not flow through it.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0)
        {
            long last = storageOffset + size.Zip(strides, (s, t) => (s - 1) * t).Sum();
            if (size.Length != strides.Length || storageOffset < 0 || (size.All(s => s > 0) && (last + 1) * dtype.Size() > Memory.Bytes))
            {
                throw Failure.Torch($"setStorage: sizes {Strides.Text(size)}, strides {Strides.Text(strides)}, storage offset {storageOffset}, are out of bounds for storage of size {Memory.Bytes}");
            }
            if (Autograd.IsRecording(this))
            {
                throw Failure.NotHere("gradients through as_strided");
            }
            var result = View((long[])size.Clone(), (long[])strides.Clone(), storageOffset);
            result.IsPermuted = true;
            return result;
        }

        Tensor Permuted(int[] order)
        {
            var result = View([.. order.Select(i => sizes[i])], [.. order.Select(i => strides[i])], offset);
            result.IsPermuted = true;
            if (!Autograd.IsRecording(this))
            {
                return result;
            }
            int[] inverse = new int[order.Length];
            for (int i = 0; i < order.Length; i++)
            {
                inverse[order[i]] = i;
            }
            return Autograd.Record("PermuteBackward0", result, [this], [], (g, _) => [g.Permuted(inverse)]);
        }

        Tensor RecordReshape(string name, Tensor result)
        {
            long[] before = sizes;
            return Autograd.IsRecording(this) ? Autograd.Record(name, result, [this], [], (g, _) => [g.reshape(before)]) : result;
        }

        /// <summary>A shape with its -1 worked out, checked against the number of elements.</summary>
        long[] Completed(long[] shape)
        {
            long[] wanted = (long[])shape.Clone();
            long count = numel(), known = 1;
            int open = -1;
            for (int i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] == -1 && open < 0)
                {
                    open = i;
                }
                else if (wanted[i] < 0)
                {
                    throw Failure.Torch(wanted[i] == -1 ? "only one dimension can be inferred" : $"invalid shape dimension {wanted[i]}");
                }
                else
                {
                    known *= wanted[i];
                }
            }
            if (open >= 0 && known > 0 && count % known == 0)
            {
                wanted[open] = count / known;
                known = count;
            }
            return known == count && (open < 0 || wanted[open] >= 0)
                ? wanted
                : throw Failure.Torch($"shape '{Strides.Text(shape)}' is invalid for input of size {count}");
        }
    }
}
