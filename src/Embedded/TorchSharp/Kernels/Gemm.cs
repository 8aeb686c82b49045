using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Matrix product of row-major float32 matrices.
/// Each worker multiplies its own part of C (rows or columns, whichever are more) or, where k is by far the longest (weight gradients: k = all
/// pixels), its own part of k into a buffer of its own; the buffers are then added in order. A part is computed in blocks: B is packed, a few
/// hundred kilobytes at a time, into panels two vectors wide; for each handful of rows of A (read where they lie if k is contiguous, else packed)
/// <see cref="MatrixTile"/> runs over the panels.
/// </summary>
internal static unsafe partial class Gemm
{
    private const int MaximumDepth = 1280;              // of k in one block: the widest 1×1 convolution of MobileNetV2 in one piece
    private const int PackedFloats = 96 * 1024;         // of B in one block: less than half of a second-level cache
    private const int TransposedFloats = 64 * 1024;     // of both operands in one block, where A is transposed
    private const long WorkPerWorker = 100_000;         // multiplications below which a second thread costs more than it saves

    /// <summary>
    /// C (m × n) = activation(alpha · op(A) · op(B) + beta · C + columnBias), op(A) m × k, op(B) k × n; lda, ldb, ldc are row lengths in memory.
    /// With beta 0, C is not read. <paramref name="columnBias"/> (n values) may be null.
    /// </summary>
    public static void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb,
        float beta, float* c, int ldc, float* columnBias = null, Activation activation = Activation.None)
    {
        var problem = new Problem(
            new Matrix(a, transposeA ? 1 : lda, transposeA ? lda : 1), new Matrix(b, transposeB ? 1 : ldb, transposeB ? ldb : 1),
            m, n, k, alpha, beta, c, ldc, columnBias, activation);
        if (Lanes512.IsSupported)
        {
            Multiply<Lanes512, Vector512<float>>(problem);
        }
        else if (Lanes256.IsSupported)
        {
            Multiply<Lanes256, Vector256<float>>(problem);
        }
        else
        {
            Multiply<Lanes128, Vector128<float>>(problem);
        }
    }

    /// <summary>Element (row, column) is at Start[row · RowStride + column · ColumnStride].</summary>
    internal readonly record struct Matrix(nint Address, nint RowStride, nint ColumnStride)
    {
        public Matrix(float* start, nint rowStride, nint columnStride)
            : this((nint)start, rowStride, columnStride)
        {
        }

        public float* Start => (float*)Address;

        public Matrix From(nint row, nint column) => this with { Address = (nint)(Start + row * RowStride + column * ColumnStride) };
    }

    internal readonly unsafe struct Problem(Matrix a, Matrix b, int m, int n, int k, float alpha, float beta, float* c, nint rowLength, float* bias, Activation activation)
    {
        public readonly Matrix A = a, B = b;
        public readonly int M = m, N = n, K = k;
        public readonly float Alpha = alpha, Beta = beta;
        public readonly float* C = c, Bias = bias;
        public readonly nint RowLength = rowLength;
        public readonly Activation Activation = activation;

        public Problem Rows(int start, int end) => new(A.From(start, 0), B, end - start, N, K, Alpha, Beta, C + start * RowLength, RowLength, Bias, Activation);

        public Problem Columns(int start, int end)
            => new(A, B.From(0, start), M, end - start, K, Alpha, Beta, C + start, RowLength, Bias == null ? null : Bias + start, Activation);

        public Problem Depth(int start, int end, float* buffer)
            => new(A.From(0, start), B.From(start, 0), M, N, end - start, Alpha, 0, buffer, N, null, Activation.None);
    }

    /// <summary>With a chosen vector width.</summary>
    internal static void Multiply<TLanes, TVector>(Problem problem)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int m = problem.M, n = problem.N, k = problem.K;
        int parts = (int)Math.Clamp((long)m * n * k / WorkPerWorker, 1, Workers.Count);
        int tileRows = MatrixTile.RowsPerGroup * TLanes.RowGroups, tileColumns = 2 * TLanes.Count;
        if (parts == 1)
        {
            Serial<TLanes, TVector>(problem);
        }
        else if (k >= 1024 && k >= 2 * Math.Max(m, n))
        {
            SplitDepth<TLanes, TVector>(problem, parts);
        }
        else if (m >= n)
        {
            Workers.For((m + tileRows - 1) / tileRows, (start, end) =>
                Serial<TLanes, TVector>(problem.Rows(start * tileRows, Math.Min(end * tileRows, problem.M))));
        }
        else
        {
            Workers.For((n + tileColumns - 1) / tileColumns, (start, end) =>
                Serial<TLanes, TVector>(problem.Columns(start * tileColumns, Math.Min(end * tileColumns, problem.N))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SplitDepth<TLanes, TVector>(Problem problem, int parts)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int m = problem.M, n = problem.N;
        using var buffers = new Scratch((long)parts * m * n);
        float* partial = buffers.Pointer;
        Workers.For(parts, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                Serial<TLanes, TVector>(problem.Depth((int)((long)problem.K * part / parts), (int)((long)problem.K * (part + 1) / parts), partial + (long)part * m * n));
            }
        });
        (float low, float high) = Bounds(problem.Activation);
        for (int i = 0; i < m; i++)
        {
            float* target = problem.C + i * problem.RowLength;
            for (int j = 0; j < n; j++)
            {
                float sum = problem.Beta == 0 ? 0 : problem.Beta * target[j];
                for (int part = 0; part < parts; part++)
                {
                    sum += partial[((long)part * m + i) * n + j];
                }

                sum += problem.Bias == null ? 0 : problem.Bias[j];
                target[j] = problem.Activation == Activation.None ? sum : Math.Min(Math.Max(sum, low), high);
            }
        }
    }

    internal static (float Low, float High) Bounds(Activation activation)
        => (activation == Activation.None ? float.NegativeInfinity : 0, activation == Activation.ReLU6 ? 6 : float.PositiveInfinity);

    /// <summary>On the calling thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Serial<TLanes, TVector>(in Problem problem)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int m = problem.M, n = problem.N, k = problem.K;
        int panelWidth = 2 * TLanes.Count;
        if (k == 0 || (problem.Beta != 0 && (problem.Beta != 1 || problem.Bias != null)))
        {
            PrepareTarget(problem);
        }

        // Where A must be packed, its part of a block should be in the cache when it is: a row panel takes only a little of each line.
        int deepest = problem.A.ColumnStride == 1 ? MaximumDepth : Math.Clamp(TransposedFloats / (m + n), 192, MaximumDepth);
        int depthBlocks = Math.Max(1, (k + deepest - 1) / deepest), depth = (k + depthBlocks - 1) / depthBlocks;
        int width = Math.Min(Math.Max(1, PackedFloats / Math.Max(1, depth) / panelWidth), (n + panelWidth - 1) / panelWidth) * panelWidth;
        using var packedB = new Scratch((long)depth * width + width);
        float* bias = problem.Bias == null || problem.Beta != 0 ? null : packedB.Pointer + (long)depth * width;
        for (int k0 = 0; k0 < k; k0 += depth)
        {
            int deep = Math.Min(depth, k - k0);
            bool first = k0 == 0 && problem.Beta == 0;
            Activation activation = k0 + deep == k ? problem.Activation : Activation.None;
            for (int n0 = 0; n0 < n; n0 += width)
            {
                int wide = Math.Min(width, n - n0);
                Packing.Panels(problem.B.From(k0, n0), deep, wide, panelWidth, TLanes.Count, problem.Alpha, packedB.Pointer);
                if (bias != null && first)
                {
                    new Span<float>(bias, width).Clear();
                    new ReadOnlySpan<float>(problem.Bias + n0, wide).CopyTo(new Span<float>(bias, wide));
                }

                Packed<TLanes, TVector>(problem.A.From(0, k0), packedB.Pointer, m, wide, deep, problem.C + n0, problem.RowLength, first ? bias : null, !first, activation);
            }
        }
    }

    // A beta other than 0 is rare: C = beta · C + bias comes first, and the products are added to it. Without k nothing else happens to C.
    private static void PrepareTarget(in Problem problem)
    {
        (float low, float high) = Bounds(problem.K == 0 ? problem.Activation : Activation.None);
        for (int i = 0; i < problem.M; i++)
        {
            float* row = problem.C + i * problem.RowLength;
            for (int j = 0; j < problem.N; j++)
            {
                float value = (problem.Beta == 0 ? 0 : row[j] * problem.Beta) + (problem.Bias == null ? 0 : problem.Bias[j]);
                row[j] = Math.Min(Math.Max(value, low), high);
            }
        }
    }
}
