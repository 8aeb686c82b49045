namespace TorchSharp.Kernels;

/// <summary>Matrix product of row-major float32 matrices.</summary>
internal static unsafe class Gemm
{
    /// <summary>
    /// C (m × n) = activation(alpha · op(A) · op(B) + beta · C + columnBias), op(A) m × k, op(B) k × n; lda, ldb, ldc are row lengths in memory.
    /// With beta 0, C is not read. <paramref name="columnBias"/> (n values) may be null.
    /// </summary>
    public static void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb,
        float beta, float* c, int ldc, float* columnBias = null, Activation activation = Activation.None)
    {
        Workers.For(m, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    float sum = 0;
                    for (int p = 0; p < k; p++)
                    {
                        sum += (transposeA ? a[(long)p * lda + i] : a[(long)i * lda + p]) * (transposeB ? b[(long)j * ldb + p] : b[(long)p * ldb + j]);
                    }

                    float* target = c + (long)i * ldc + j;
                    float value = alpha * sum + (beta == 0 ? 0 : beta * *target) + (columnBias == null ? 0 : columnBias[j]);
                    *target = activation switch
                    {
                        Activation.ReLU => Math.Max(value, 0),
                        Activation.ReLU6 => Math.Clamp(value, 0, 6),
                        _ => value,
                    };
                }
            }
        });
    }
}
