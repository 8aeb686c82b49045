namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target)
        {
            Given(target);
            if (Rank != 2 || target.Rank != 2)
            {
                throw Failure.Torch(Rank != 2 ? "self must be a matrix" : "mat2 must be a matrix");
            }
            if (sizes[1] != target.sizes[0])
            {
                throw Failure.Torch($"mat1 and mat2 shapes cannot be multiplied ({sizes[0]}x{sizes[1]} and {target.sizes[0]}x{target.sizes[1]})");
            }
            return RecordMatrixProduct("MmBackward0", MatrixProduct.Multiply(this, target), target);
        }

        /// <summary>The products of two stacks of matrices.</summary>
        public Tensor bmm(Tensor batch2)
        {
            Given(batch2);
            if (Rank != 3 || batch2.Rank != 3)
            {
                throw Failure.Torch("batch1 must be a 3D tensor");
            }
            if (sizes[0] != batch2.sizes[0] || sizes[2] != batch2.sizes[1])
            {
                throw Failure.Torch($"Expected size for first two dimensions of batch2 tensor to be: [{sizes[0]}, {sizes[2]}] but got: [{batch2.sizes[0]}, {batch2.sizes[1]}].");
            }
            return RecordMatrixProduct("BmmBackward0", MatrixProduct.Multiply(this, batch2), batch2);
        }

        /// <summary>A matrix times a vector.</summary>
        public Tensor mv(Tensor target) => DisposeScopeManager.Compose(() => mm(Given(target).unsqueeze(1)).squeeze(1));

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target)
        {
            Given(target);
            if (Rank != 1 || target.Rank != 1)
            {
                throw Failure.Torch($"1D tensors expected, but got {Rank}D and {target.Rank}D tensors");
            }
            if (sizes[0] != target.sizes[0])
            {
                throw Failure.Torch($"inconsistent tensor size, expected tensor [{sizes[0]}] and src [{target.sizes[0]}] to have the same number of elements, but got {sizes[0]} and {target.sizes[0]} elements respectively");
            }
            return DisposeScopeManager.Compose(() => mul(target).sum());
        }

        public Tensor outer(Tensor vec2) => DisposeScopeManager.Compose(() => unsqueeze(1).mul(Given(vec2).unsqueeze(0)));

        /// <summary>beta · this + alpha · mat1 · mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            Given(mat1);
            Given(mat2);
            if (mat1.Rank != 2 || mat2.Rank != 2)
            {
                throw Failure.Torch($"mat1 must be a matrix, got {mat1.Rank}-D tensor");
            }
            if (mat1.sizes[1] != mat2.sizes[0])
            {
                throw Failure.Torch($"mat1 and mat2 shapes cannot be multiplied ({mat1.sizes[0]}x{mat1.sizes[1]} and {mat2.sizes[0]}x{mat2.sizes[1]})");
            }
            var result = MatrixProduct.Multiply(mat1, mat2, this, alpha, beta);
            if (!Autograd.IsRecording(this, mat1, mat2))
            {
                return result;
            }
            bool addend = Autograd.NeedsGradient(this), first = Autograd.NeedsGradient(mat1), second = Autograd.NeedsGradient(mat2);
            return Autograd.Record("AddmmBackward0", result, [this, mat1, mat2], [mat1, mat2], (g, saved) =>
            [
                addend ? (beta == 1 ? g : g.mul(beta)) : null,
                first ? MatrixProduct.Multiply(g, saved[1].t(), null, alpha) : null,
                second ? MatrixProduct.Multiply(saved[0].t(), g, null, alpha) : null,
            ]);
        }

        /// <summary>The product of vectors, matrices, or stacks of matrices whose leading sizes broadcast.</summary>
        public Tensor matmul(Tensor target)
        {
            Given(target);
            if (Rank == 0 || target.Rank == 0)
            {
                throw Failure.Torch($"both arguments to matmul need to be at least 1D, but they are {Rank}D and {target.Rank}D");
            }
            return (Rank, target.Rank) switch
            {
                (1, 1) => dot(target),
                (2, 2) => mm(target),
                (1, 2) => DisposeScopeManager.Compose(() => unsqueeze(0).mm(target).squeeze(0)),
                (2, 1) => mv(target),
                (1, _) => DisposeScopeManager.Compose(() => unsqueeze(0).matmul(target).squeeze(-2)),
                (_, 1) => DisposeScopeManager.Compose(() => matmul(target.unsqueeze(1)).squeeze(-1)),
                (_, 2) => DisposeScopeManager.Compose(() => reshape(-1, sizes[^1]).mm(target).reshape([.. sizes[..^1], target.sizes[1]])),
                _ => DisposeScopeManager.Compose(() =>
                {
                    long[] stack = Strides.Broadcast(sizes.AsSpan()[..^2], target.sizes.AsSpan()[..^2]);
                    var first = expand([.. stack, .. sizes[^2..]]).reshape(-1, sizes[^2], sizes[^1]);
                    var second = target.expand([.. stack, .. target.sizes[^2..]]).reshape(-1, target.sizes[^2], target.sizes[^1]);
                    return first.bmm(second).reshape([.. stack, sizes[^2], target.sizes[^1]]);
                }),
            };
        }

        Tensor RecordMatrixProduct(string name, Tensor result, Tensor target)
        {
            if (!Autograd.IsRecording(this, target))
            {
                return result;
            }
            bool first = Autograd.NeedsGradient(this), second = Autograd.NeedsGradient(target);
            return Autograd.Record(name, result, [this, target], [this, target], (g, saved) =>
            [
                first ? MatrixProduct.Multiply(g, saved[1].transpose(-2, -1)) : null,
                second ? MatrixProduct.Multiply(saved[0].transpose(-2, -1), g) : null,
            ]);
        }
    }
}
