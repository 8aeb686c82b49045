using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

// Products with packed B, on the calling thread: tile by tile, the edges of C through a small buffer.
internal static unsafe partial class Gemm
{
    /// <summary>Floats that <see cref="Packing.Panels"/> writes for the whole of B, or an upper bound of it.</summary>
    internal static long PackedLength<TLanes, TVector>(int n, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => (long)k * ((n + 2 * TLanes.Count - 1) / (2 * TLanes.Count) * 2 * TLanes.Count);

    /// <summary>
    /// C = activation((accumulate ? C : bias or 0) + A · B) with packed B, on the calling thread. <paramref name="bias"/> is readable to a whole number of panels.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Packed<TLanes, TVector>(Matrix a, float* packedB, int m, int n, int k, float* c, nint rowLength, float* bias, bool accumulate, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int panelWidth = 2 * TLanes.Count, tileRows = MatrixTile.RowsPerGroup * TLanes.RowGroups;
        bool clamp = activation != Activation.None;
        (float low, float high) = Bounds(activation);
        using var scratch = new Scratch((long)k * tileRows + MatrixTile.MaximumRows * panelWidth);
        float* tile = scratch.Pointer, packedA = tile + MatrixTile.MaximumRows * panelWidth;
        for (int i = 0; i < m; i += tileRows)
        {
            int rows = Math.Min(tileRows, m - i), groups = (rows + MatrixTile.RowsPerGroup - 1) / MatrixTile.RowsPerGroup;
            Matrix part = a.From(i, 0);
            float* left = part.Start;
            var operand = new MatrixTile.Operand(part.RowStride, part.ColumnStride, k);
            if (part.ColumnStride != 1 || rows % MatrixTile.RowsPerGroup != 0 || part.RowStride % 1024 == 0)
            {
                // Rows 4 KB apart would all fall into the same few lines of the first-level cache.
                Packing.Rows(part, rows, groups * MatrixTile.RowsPerGroup, k, packedA);
                left = packedA;
                operand = new MatrixTile.Operand(1, groups * MatrixTile.RowsPerGroup, k);
            }

            float* target = c + i * rowLength;
            for (int j = 0; j < n; j += panelWidth)
            {
                float* right = packedB + (long)j * k, biasHere = bias == null ? null : bias + j;
                int columns = Math.Min(panelWidth, n - j), vectors = columns > TLanes.Count ? 2 : 1;
                if (rows == groups * MatrixTile.RowsPerGroup && columns == vectors * TLanes.Count)
                {
                    MatrixTile.Run<TLanes, TVector>(1, groups, vectors, left, operand, right, target + j, rowLength, biasHere, accumulate, clamp, low, high);
                    continue;
                }

                // At the edges of C the tile goes through a small buffer.
                if (accumulate)
                {
                    Copy(target + j, rowLength, tile, panelWidth, rows, columns);
                }

                MatrixTile.Run<TLanes, TVector>(1, groups, vectors, left, operand, right, tile, panelWidth, biasHere, accumulate, clamp, low, high);
                Copy(tile, panelWidth, target + j, rowLength, rows, columns);
            }
        }
    }

    /// <summary>
    /// C = activation(bias + A · B) for one panel of packed B, on the calling thread; A's rows lie as <paramref name="operand"/> says, and a few behind the last
    /// are readable where there are fewer than three. C must not overlap A: the last tile goes back over rows that are done rather than leave a rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Panel<TLanes, TVector>(float* a, in MatrixTile.Operand operand, float* panel, int m, int columns, float* c, nint rowLength, float* bias, Activation activation,
        Prefetcher? ahead = null)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // A tile of one vector leaves room for twelve rows on every machine, and needs them: six sums would wait for each other.
        int vectors = columns > TLanes.Count ? 2 : 1, mostGroups = vectors == 1 ? MatrixTile.MaximumRows / MatrixTile.RowsPerGroup : TLanes.RowGroups;
        int tileRows = MatrixTile.RowsPerGroup * mostGroups;
        bool clamp = activation != Activation.None, whole = columns == vectors * TLanes.Count;
        (float low, float high) = Bounds(activation);
        float* tile = stackalloc float[MatrixTile.MaximumRows * 2 * 16];
        int wholeTiles = whole ? m / tileRows : 0;
        for (int done = 0; done < wholeTiles;)
        {
            int together = wholeTiles - done, lines = together * operand.Depth, i = done * tileRows;
            float* later = ahead == null ? null : ahead.Take(ref lines);
            together = later == null ? together : Math.Clamp(lines / Math.Max(1, operand.Depth), 1, together);
            MatrixTile.Run<TLanes, TVector>(together, mostGroups, vectors, a + i * operand.RowStride, operand, panel, c + i * rowLength, rowLength, bias, false, clamp, low, high, later);
            done += together;
        }

        for (int row = wholeTiles * tileRows; row < m; row += tileRows)
        {
            int groups = Math.Min(mostGroups, (m - row + MatrixTile.RowsPerGroup - 1) / MatrixTile.RowsPerGroup);
            int i = Math.Max(0, Math.Min(row, m - groups * MatrixTile.RowsPerGroup)), count = Math.Min(groups * MatrixTile.RowsPerGroup, m - i), lines = operand.Depth;
            float* target = c + i * rowLength, later = ahead == null ? null : ahead.Take(ref lines);
            if (whole && count == groups * MatrixTile.RowsPerGroup)
            {
                MatrixTile.Run<TLanes, TVector>(1, groups, vectors, a + i * operand.RowStride, operand, panel, target, rowLength, bias, false, clamp, low, high, later);
                continue;
            }

            MatrixTile.Run<TLanes, TVector>(1, groups, vectors, a + i * operand.RowStride, operand, panel, tile, vectors * TLanes.Count, bias, false, clamp, low, high, later);
            CopyTile<TLanes, TVector>(tile, vectors * TLanes.Count, target, rowLength, count, columns);
        }
    }

    // Whole vectors, the last one going back over columns that are done.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTile<TLanes, TVector>(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (columns < TLanes.Count)
        {
            Copy(source, sourceRow, target, targetRow, rows, columns);
            return;
        }

        for (int i = 0; i < rows; i++, source += sourceRow, target += targetRow)
        {
            TLanes.Store(TLanes.Load(source), target);
            TLanes.Store(TLanes.Load(source + columns - TLanes.Count), target + columns - TLanes.Count);
        }
    }

    private static void Copy(float* source, nint sourceRow, float* target, nint targetRow, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(source + i * sourceRow, columns).CopyTo(new Span<float>(target + i * targetRow, columns));
        }
    }
}
