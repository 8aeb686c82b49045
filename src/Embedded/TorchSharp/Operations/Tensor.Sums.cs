namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of all elements; whole numbers are summed up as int64.</summary>
        public Tensor sum(ScalarType? type = null) => Sum([], false, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Sum([dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Sum(dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Sum(dim, keepdim, type);

        public Tensor mean() => Mean([], false, null);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Mean(dimensions, keepdim, type);

        public Tensor var(bool unbiased = true) => Variance([], unbiased, false);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false) => Variance([dim], unbiased, keepdim);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false) => Variance(dimensions, unbiased, keepdim);

        public Tensor std(bool unbiased = true) => DisposeScopeManager.Compose(() => Variance([], unbiased, false).sqrt());

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false) =>
            DisposeScopeManager.Compose(() => Variance([dim], unbiased, keepdim).sqrt());

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false) =>
            DisposeScopeManager.Compose(() => Variance(dimensions, unbiased, keepdim).sqrt());

        public Tensor prod(ScalarType? type = null)
        {
            var result = Reduction.Run(Reduction.Kind.Product, this, ReductionShape.Marked(Rank, []), false, type);
            return Autograd.IsRecording(this)
                ? Autograd.Record("ProdBackward0", result, [this], [this, result], static (g, saved) => [g.mul(saved[1]).div(saved[0])])
                : result;
        }

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2) => DisposeScopeManager.Compose(() => Norm(p, square => square.sum(), all => all.max()));

        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            DisposeScopeManager.Compose(() => Norm(p, square => square.sum(dim, keepdim), all => all.max(dim, keepdim).values));

        /// <summary>Whether all elements are other than zero.</summary>
        public Tensor all() => Truth(Reduction.Kind.Minimum, [], false);

        public Tensor all(long dim, bool keepdim = false) => Truth(Reduction.Kind.Minimum, [dim], keepdim);

        /// <summary>Whether any element is other than zero.</summary>
        public Tensor any() => Truth(Reduction.Kind.Maximum, [], false);

        public Tensor any(long dim, bool keepdim = false) => Truth(Reduction.Kind.Maximum, [dim], keepdim);

        public Tensor count_nonzero(long[]? dims = null) => DisposeScopeManager.Compose(() => ne(0).Sum(dims ?? [], false, null));

        Tensor Sum(ReadOnlySpan<long> dimensions, bool keepDimensions, ScalarType? type)
        {
            var marked = ReductionShape.Marked(Rank, dimensions);
            return RecordSum("SumBackward1", Reduction.Run(Reduction.Kind.Sum, this, marked, keepDimensions, type), marked, 1);
        }

        Tensor Mean(ReadOnlySpan<long> dimensions, bool keepDimensions, ScalarType? type)
        {
            if (!(type ?? dtype).IsFloatingPoint())
            {
                throw Failure.Torch($"mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {dtype.TorchName()}");
            }
            var marked = ReductionShape.Marked(Rank, dimensions);
            var result = Reduction.Run(Reduction.Kind.Sum, this, marked, keepDimensions, type);
            double count = numel() / (double)Math.Max(1, result.numel());
            Elementwise.Binary(BinaryKind.Divide, result, result.numel() == 0 ? 1 : count, result);
            return RecordSum("MeanBackward1", result, marked, count);
        }

        /// <summary>The gradient of a sum goes to all its terms alike.</summary>
        Tensor RecordSum(string name, Tensor result, bool[] marked, double divisor)
        {
            if (!Autograd.IsRecording(this) || !result.dtype.IsFloatingPoint())
            {
                return result;
            }
            long[] whole = sizes, kept = [.. sizes.Select((size, i) => marked[i] ? 1 : size)];
            return Autograd.Record(name, result, [this], [], (g, _) => [(divisor == 1 ? g : g.div(divisor)).reshape(kept).expand(whole)]);
        }

        Tensor Variance(long[] dimensions, bool isUnbiased, bool keepDimensions) => DisposeScopeManager.Compose(() =>
        {
            var marked = ReductionShape.Marked(Rank, dimensions);
            double count = sizes.Where((_, i) => marked[i]).Aggregate(1L, (product, size) => product * size);
            return sub(Mean(dimensions, true, null)).square().Sum(dimensions, keepDimensions,
                null).div(isUnbiased ? Math.Max(0, count - 1) : count);
        });

        Tensor Norm(float p, Func<Tensor, Tensor> sum, Func<Tensor, Tensor> greatest) =>
            p == 2 ? RootOfSquares(sum) :
            p == 1 ? sum(abs()) :
            float.IsPositiveInfinity(p) ? greatest(abs()) :
            sum(abs().pow(p)).pow(1.0 / p);

        /// <summary>The 2-norm. Its gradient where everything is zero is zero, not undefined.</summary>
        Tensor RootOfSquares(Func<Tensor, Tensor> sum)
        {
            if (!Autograd.IsRecording(this))
            {
                return sum(square()).sqrt();
            }
            var squares = sum(square());
            return squares.add(squares.detach().eq(0).to_type(dtype).mul_(double.Epsilon)).sqrt();
        }

        Tensor Truth(Reduction.Kind kind, ReadOnlySpan<long> dimensions, bool keepDimensions)
        {
            using var truth = Elementwise.Converted(this, ScalarType.Bool);
            var tensor = truth ?? this;
            if (tensor.numel() == 0)
            {
                using var off = no_grad();
                using var sum = tensor.Sum(dimensions, keepDimensions, ScalarType.Int64);
                return kind == Reduction.Kind.Minimum ? sum.eq(0) : sum.ne(0);
            }
            return Reduction.Run(kind, tensor, ReductionShape.Marked(Rank, dimensions), keepDimensions);
        }
    }
}
