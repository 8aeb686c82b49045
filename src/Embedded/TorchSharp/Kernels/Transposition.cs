using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Matrices turned, one behind the other: between channels × pixels and pixels × channels.</summary>
internal static unsafe class Transposition
{
    private const int BlockRows = 16;       // rows of the source read side by side: a line of the first-level cache each
    private const int ElementsPerWorker = 32 * 1024;

    /// <summary>Each of <paramref name="count"/> matrices, rows × columns, becomes columns × rows.</summary>
    public static void Run<T>(int count, int rows, int columns, T* source, T* target)
        where T : unmanaged
    {
        long size = (long)rows * columns;
        Workers.For(count, (start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                One(rows, columns, source + i * size, target + i * size);
            }
        }, (int)Math.Min(count, 1 + ElementsPerWorker / Math.Max(1, size)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<T>(int rows, int columns, T* source, T* target)
        where T : unmanaged
    {
        nint down = columns;
        if (rows == 3)
        {
            // A picture's three colours: four times as fast as what follows, whose inner loops would hold a single step.
            for (T* end = source + down; source < end; source++, target += 3)
            {
                target[0] = source[0];
                target[1] = source[down];
                target[2] = source[2 * down];
            }

            return;
        }

        for (int first = 0; first < rows; first += BlockRows)
        {
            int last = Math.Min(first + BlockRows, rows);
            for (int column = 0; column < columns; column++)
            {
                T* from = source + first * down + column, to = target + (nint)column * rows + first;
                int row = first;
                for (; row <= last - 4; row += 4, from += 4 * down, to += 4)
                {
                    to[0] = from[0];
                    to[1] = from[down];
                    to[2] = from[2 * down];
                    to[3] = from[3 * down];
                }

                for (; row < last; row++, from += down, to++)
                {
                    *to = *from;
                }
            }
        }
    }
}
