using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>Copies of matrix parts in the order in which <see cref="MatrixTile"/> walks them; what is missing at the edges is zero.</summary>
internal static unsafe class Packing
{
    private const int NumbersPerWorker = 16 * 1024;   // below this a core packs faster alone than it can ask another for help

    /// <summary>The same as <see cref="Panels"/>, shared among the workers.</summary>
    public static void SharedPanels(Gemm.Matrix b, int depth, int width, int panelWidth, int lanes, float alpha, float* packed) =>
        Workers.For((width + panelWidth - 1) / panelWidth, (start, end) =>
        {
            int first = start * panelWidth;
            Panels(b.From(0, first), depth, Math.Min(width, end * panelWidth) - first, panelWidth, lanes, alpha, packed + (long)first * depth);
        }, NumbersPerWorker / (panelWidth * depth));

    /// <summary>
    /// B (depth × width) as panels of <paramref name="panelWidth"/> columns, each row by row; a last panel that fits one vector
    /// (<paramref name="lanes"/>) is one vector wide. Scaled by <paramref name="alpha"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels(Gemm.Matrix b, int depth, int width, int panelWidth, int lanes, float alpha, float* packed)
    {
        for (int j = 0; j < width; j += panelWidth)
        {
            int columns = Math.Min(panelWidth, width - j), stride = columns > lanes ? panelWidth : lanes;
            float* source = b.From(0, j).Start, target = packed + (long)j * depth;
            if (columns < stride)
            {
                new Span<float>(target, depth * stride).Clear();
            }

            if (b.ColumnStride == 1)
            {
                for (int p = 0; p < depth; p++, source += b.RowStride, target += stride)
                {
                    Scale(source, target, columns, alpha);
                }
            }
            else
            {
                nint column = b.ColumnStride;
                for (int p = 0; p < depth; p++, source += b.RowStride, target += stride)
                {
                    int jj = 0;
                    for (float* from = source; jj <= columns - 4; jj += 4, from += 4 * column)
                    {
                        (Vector128.Create(*from, from[column], from[2 * column], from[3 * column]) * alpha).Store(target + jj);
                    }

                    for (; jj < columns; jj++)
                    {
                        target[jj] = source[jj * column] * alpha;
                    }
                }
            }
        }
    }

    /// <summary>Rows of A (rows × depth) interleaved: all rows of one k beside each other, <paramref name="height"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(Gemm.Matrix a, int rows, int height, int depth, float* packed)
    {
        if (a.RowStride == 1 && height == rows && rows is MatrixTile.MaximumRows or MatrixTile.MaximumRows / 2)
        {
            // A tile's twelve or six rows: whole vectors, the last of them going back over a number that is there.
            float* source = a.Start;
            int second = rows == MatrixTile.MaximumRows ? 4 : 2, third = rows - 4;
            for (int p = 0; p < depth; p++, source += a.ColumnStride, packed += rows)
            {
                Vector128Copy(source, packed);
                Vector128Copy(source + second, packed + second);
                Vector128Copy(source + third, packed + third);
            }

            return;
        }

        if (rows < height)
        {
            new Span<float>(packed, height * depth).Clear();
        }

        for (int p = 0; p < depth; p++)
        {
            float* source = a.From(0, p).Start;
            for (int i = 0; i < rows; i++)
            {
                packed[(nint)p * height + i] = source[i * a.RowStride];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Vector128Copy(float* source, float* target)
        => Vector128.Store(Vector128.Load(source), target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(float* source, float* target, int count, float alpha)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            (Vector.Load(source + i) * alpha).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i] * alpha;
        }
    }
}
