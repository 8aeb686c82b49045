using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>Products of matrices and of stacks of matrices, without history.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>
    /// alpha · a · b + beta · c for m × k and k × n matrices, or stacks of them with equal leading sizes. Transposed views are read as
    /// they are. <paramref name="addend"/> broadcasts to the result and may be null.
    /// </summary>
    internal static Tensor Multiply(Tensor a, Tensor b, Tensor? addend = null, double alpha = 1, double beta = 1)
    {
        if (a.dtype != b.dtype)
        {
            throw Failure.Torch($"expected m1 and m2 to have the same dtype, but got: {a.dtype.ToString().ToLowerInvariant()} != {b.dtype.ToString().ToLowerInvariant()}");
        }
        int rank = a.Rank;
        long m = a.Sizes[rank - 2], k = a.Sizes[rank - 1], n = b.Sizes[rank - 1];
        long[] sizes = [.. a.Sizes[..(rank - 2)], m, n];
        var result = Tensor.Dense(sizes, Strides.RowMajor(sizes), a.dtype);
        if (addend is not null)
        {
            Copying.Copy(addend, result);
        }
        double kept = addend is null ? 0 : beta;
        if (a.dtype == ScalarType.Float32 && result.numel() > 0)
        {
            Singles(a, b, result, m, n, k, (float)alpha, (float)kept);
        }
        else if (result.numel() > 0)
        {
            using var first = a.AsLayout(Layout.Contiguous);
            using var second = b.AsLayout(Layout.Contiguous);
            switch (a.dtype)
            {
                case ScalarType.Float64: Plain<double>(first, second, result, m, n, k, alpha, kept); break;
                case ScalarType.Int64: Plain<long>(first, second, result, m, n, k, (long)alpha, (long)kept); break;
                case ScalarType.Int32: Plain<int>(first, second, result, m, n, k, (int)alpha, (int)kept); break;
                default: throw Failure.NotHere($"matrix products of {a.dtype}");
            }
        }
        return result.Track();
    }

    static void Singles(Tensor a, Tensor b, Tensor result, long m, long n, long k, float alpha, float beta)
    {
        using var first = Readable(a, out bool transposeA, out int rowA);
        using var second = Readable(b, out bool transposeB, out int rowB);
        float* x = first.Floats, y = second.Floats, z = result.Floats;
        long batch = result.numel() / (m * n);
        long stepA = Step(first, batch), stepB = Step(second, batch);
        if (batch == 1)
        {
            Gemm.Multiply(transposeA, transposeB, (int)m, (int)n, (int)k, alpha, x, rowA, y, rowB, beta, z, (int)n);
            return;
        }
        Workers.For(checked((int)batch), (start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                Gemm.Multiply(transposeA, transposeB, (int)m, (int)n, (int)k, alpha, x + (i * stepA), rowA, y + (i * stepB), rowB, beta,
                    z + (i * m * n), (int)n);
            }
        });
    }

    /// <summary>
    /// How far the next matrix of a stack is; stacks with one step for all matrices only come from <see cref="Readable"/>.
    /// </summary>
    static long Step(Tensor stack, long batch) => batch == 1 || stack.Rank == 2 ? 0 : stack.Steps[stack.Rank - 3];

    /// <summary>The tensor itself where its matrices are dense by rows or by columns, else a copy.</summary>
    static Tensor Readable(Tensor tensor, out bool isTransposed, out int rowLength)
    {
        int rank = tensor.Rank;
        long rows = tensor.Sizes[rank - 2], columns = tensor.Sizes[rank - 1], rowStep = tensor.Steps[rank - 2], columnStep = tensor.Steps[rank - 1];
        bool isStack = rank <= 3 || Strides.IsDense(tensor.Sizes, tensor.Steps) && tensor.IsRowMajor;
        if (isStack && (columnStep == 1 || columns == 1) && (rowStep >= columns || rows == 1))
        {
            (isTransposed, rowLength) = (false, checked((int)(rows == 1 ? columns : rowStep)));
            return tensor.Alias();
        }
        if (isStack && (rowStep == 1 || rows == 1) && (columnStep >= rows || columns == 1))
        {
            (isTransposed, rowLength) = (true, checked((int)(columns == 1 ? rows : columnStep)));
            return tensor.Alias();
        }
        (isTransposed, rowLength) = (false, checked((int)columns));
        var copy = Tensor.Dense(tensor.Sizes.ToArray(), Strides.RowMajor(tensor.Sizes), tensor.dtype);
        Copying.Copy(tensor, copy);
        if (rank <= 3)
        {
            return copy;
        }
        var flat = copy.AsStridedAlone([tensor.numel() / (rows * columns), rows, columns], [rows * columns, columns, 1]);
        copy.Dispose();
        return flat;
    }

    static void Plain<T>(Tensor a, Tensor b, Tensor result, long m, long n, long k, T alpha, T beta)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T* x = (T*)a.Address, y = (T*)b.Address, z = (T*)result.Address;
        long batch = result.numel() / (m * n);
        for (long s = 0; s < batch; s++, x += m * k, y += k * n, z += m * n)
        {
            for (long i = 0; i < m; i++)
            {
                for (long j = 0; j < n; j++)
                {
                    var sum = T.Zero;
                    for (long p = 0; p < k; p++)
                    {
                        sum += x[(i * k) + p] * y[(p * n) + j];
                    }
                    T* target = z + (i * n) + j;
                    *target = (alpha * sum) + (T.IsZero(beta) ? T.Zero : beta * *target);
                }
            }
        }
    }
}
