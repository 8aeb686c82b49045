using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// The innermost kernel of matrix products and convolutions: a tile of C of up to 12 rows × 2 vectors stays in registers while k runs.
/// Per step of k it loads two vectors of packed B and broadcasts one number of A per row. A needs no packing: its rows may lie anywhere at
/// a fixed distance, and its k may come in several runs (the kernel rows of a convolution). Accumulators start as the bias or as C itself.
/// </summary>
internal static unsafe class MatrixTile
{
    public const int MaximumRows = 12;
    public const int RowsPerGroup = 3;

    /// <summary>
    /// Where A lies: rows are RowStride apart, k steps by ColumnStride for RunLength steps; RunsX such runs (the last one of LastRun steps) lie
    /// RunStrideX apart, and RunsY rows of runs RunStrideY apart (the kernel columns and rows of a convolution, or planes of channels).
    /// </summary>
    public readonly record struct Operand(nint RowStride, nint ColumnStride, int RunLength, int LastRun, int RunsX, nint RunStrideX, int RunsY, nint RunStrideY)
    {
        public Operand(nint rowStride, nint columnStride, int depth)
            : this(rowStride, columnStride, depth, depth, 1, 0, 1, 0)
        {
        }

        /// <summary>Floats from one k to the next in B; 0: what the vectors of a panel take.</summary>
        public nint RightStep { get; init; }

        /// <summary>All steps of k.</summary>
        public int Depth => ((RunsX - 1) * RunLength + LastRun) * RunsY;
    }

    /// <summary>
    /// C's tile = (accumulate ? C : bias or 0) + A · B, then clamped to [low, high] if <paramref name="clamp"/>. B: packed, one row of vectors per k.
    /// So many <paramref name="tiles"/>, one below the other: where k is short, calling for each would take a third of the time.
    /// From <paramref name="ahead"/> on (null: nothing), a line of memory is asked for at each k, for what comes later.
    /// </summary>
    public static void Run<TLanes, TVector>(int tiles, int groups, int vectors, float* a, in Operand operand, float* b, float* c, nint rowLength, float* bias,
        bool accumulate, bool clamp, float low, float high, float* ahead = null)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        switch (groups, vectors)
        {
            case (1, 1): Run<TLanes, TVector, One, One>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (1, 2): Run<TLanes, TVector, One, Two>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (2, 1): Run<TLanes, TVector, Two, One>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (2, 2): Run<TLanes, TVector, Two, Two>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (3, 1): Run<TLanes, TVector, Three, One>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (3, 2): Run<TLanes, TVector, Three, Two>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            case (4, 1): Run<TLanes, TVector, Four, One>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
            default: Run<TLanes, TVector, Four, Two>(tiles, a, operand, b, c, rowLength, bias, accumulate, clamp, low, high, ahead); break;
        }
    }

    // Sizes as types: what a size leaves out costs nothing in the machine code.
    private interface ISize
    {
        static abstract int Value { get; }
    }

    private readonly struct One : ISize
    {
        public static int Value => 1;
    }

    private readonly struct Two : ISize
    {
        public static int Value => 2;
    }

    private readonly struct Three : ISize
    {
        public static int Value => 3;
    }

    private readonly struct Four : ISize
    {
        public static int Value => 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLanes, TVector, TGroups, TVectors>(int tiles, float* a, in Operand operand, float* b, float* c, nint rowLength, float* bias,
        bool accumulate, bool clamp, float low, float high, float* ahead)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TGroups : struct, ISize
        where TVectors : struct, ISize
    {
        nint row = operand.RowStride, twoRows = 2 * row, step = operand.ColumnStride, rightStep = operand.RightStep == 0 ? TVectors.Value * TLanes.Count : operand.RightStep;
        nint aheadStep = ahead == null ? 0 : Prefetcher.Line;
        ahead = ahead == null ? b : ahead;
        for (; tiles > 0; tiles--)
        {
            // Accumulators: a letter per row of a group, a digit for the group, an x for the second vector.
            TVector a0, b0, c0, a1, b1, c1, a2, b2, c2, a3, b3, c3;
            TVector a0x, b0x, c0x, a1x, b1x, c1x, a2x, b2x, c2x, a3x, b3x, c3x;
            if (accumulate)
            {
                Start<TLanes, TVector, TVectors>(c, rowLength, out a0, out b0, out c0, out a0x, out b0x, out c0x);
                Start<TLanes, TVector, TVectors>(TGroups.Value > 1 ? c + 3 * rowLength : c, rowLength, out a1, out b1, out c1, out a1x, out b1x, out c1x);
                Start<TLanes, TVector, TVectors>(TGroups.Value > 2 ? c + 6 * rowLength : c, rowLength, out a2, out b2, out c2, out a2x, out b2x, out c2x);
                Start<TLanes, TVector, TVectors>(TGroups.Value > 3 ? c + 9 * rowLength : c, rowLength, out a3, out b3, out c3, out a3x, out b3x, out c3x);
            }
            else
            {
                TVector first = bias == null ? default : TLanes.Load(bias);
                TVector second = bias == null || TVectors.Value < 2 ? default : TLanes.Load(bias + TLanes.Count);
                a0 = b0 = c0 = a1 = b1 = c1 = a2 = b2 = c2 = a3 = b3 = c3 = first;
                a0x = b0x = c0x = a1x = b1x = c1x = a2x = b2x = c2x = a3x = b3x = c3x = second;
            }

            float* right = b;
            float* line = a;
            for (int y = operand.RunsY; y > 0; y--, line += operand.RunStrideY)
            {
                float* run = line;
                for (int x = operand.RunsX; x > 0; x--, run += operand.RunStrideX)
                {
                    float* p0 = run, p1 = p0 + 3 * row, p2 = p1 + 3 * row, p3 = p2 + 3 * row;
                    for (int k = x > 1 ? operand.RunLength : operand.LastRun; k > 0; k--)
                    {
                        TVector v = TLanes.Load(right), w = TVectors.Value > 1 ? TLanes.Load(right + TLanes.Count) : default;
                        right += rightStep;
                        TLanes.Prefetch(ahead);
                        ahead += aheadStep;
                        Group<TLanes, TVector, TVectors>(p0, row, twoRows, v, w, ref a0, ref b0, ref c0, ref a0x, ref b0x, ref c0x);
                        p0 += step;
                        if (TGroups.Value > 1)
                        {
                            Group<TLanes, TVector, TVectors>(p1, row, twoRows, v, w, ref a1, ref b1, ref c1, ref a1x, ref b1x, ref c1x);
                            p1 += step;
                        }

                        if (TGroups.Value > 2)
                        {
                            Group<TLanes, TVector, TVectors>(p2, row, twoRows, v, w, ref a2, ref b2, ref c2, ref a2x, ref b2x, ref c2x);
                            p2 += step;
                        }

                        if (TGroups.Value > 3)
                        {
                            Group<TLanes, TVector, TVectors>(p3, row, twoRows, v, w, ref a3, ref b3, ref c3, ref a3x, ref b3x, ref c3x);
                            p3 += step;
                        }
                    }
                }
            }

            if (clamp)
            {
                TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high);
                Clamp<TLanes, TVector, TVectors>(minimum, maximum, ref a0, ref b0, ref c0, ref a0x, ref b0x, ref c0x);
                if (TGroups.Value > 1)
                {
                    Clamp<TLanes, TVector, TVectors>(minimum, maximum, ref a1, ref b1, ref c1, ref a1x, ref b1x, ref c1x);
                }

                if (TGroups.Value > 2)
                {
                    Clamp<TLanes, TVector, TVectors>(minimum, maximum, ref a2, ref b2, ref c2, ref a2x, ref b2x, ref c2x);
                }

                if (TGroups.Value > 3)
                {
                    Clamp<TLanes, TVector, TVectors>(minimum, maximum, ref a3, ref b3, ref c3, ref a3x, ref b3x, ref c3x);
                }
            }

            End<TLanes, TVector, TVectors>(c, rowLength, a0, b0, c0, a0x, b0x, c0x);
            if (TGroups.Value > 1)
            {
                End<TLanes, TVector, TVectors>(c + 3 * rowLength, rowLength, a1, b1, c1, a1x, b1x, c1x);
            }

            if (TGroups.Value > 2)
            {
                End<TLanes, TVector, TVectors>(c + 6 * rowLength, rowLength, a2, b2, c2, a2x, b2x, c2x);
            }

            if (TGroups.Value > 3)
            {
                End<TLanes, TVector, TVectors>(c + 9 * rowLength, rowLength, a3, b3, c3, a3x, b3x, c3x);
            }

            a += 3 * TGroups.Value * row;
            c += 3 * TGroups.Value * rowLength;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start<TLanes, TVector, TVectors>(float* c, nint rowLength, out TVector x, out TVector y, out TVector z, out TVector xx, out TVector yx, out TVector zx)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TVectors : struct, ISize
    {
        x = TLanes.Load(c);
        y = TLanes.Load(c + rowLength);
        z = TLanes.Load(c + 2 * rowLength);
        xx = TVectors.Value > 1 ? TLanes.Load(c + TLanes.Count) : default;
        yx = TVectors.Value > 1 ? TLanes.Load(c + rowLength + TLanes.Count) : default;
        zx = TVectors.Value > 1 ? TLanes.Load(c + 2 * rowLength + TLanes.Count) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group<TLanes, TVector, TVectors>(float* a, nint row, nint twoRows, TVector v, TVector w,
        ref TVector x, ref TVector y, ref TVector z, ref TVector xx, ref TVector yx, ref TVector zx)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TVectors : struct, ISize
    {
        // One broadcast after the other: with sixteen registers, three at once would not fit beside the tile.
        Row<TLanes, TVector, TVectors>(*a, v, w, ref x, ref xx);
        Row<TLanes, TVector, TVectors>(a[row], v, w, ref y, ref yx);
        Row<TLanes, TVector, TVectors>(a[twoRows], v, w, ref z, ref zx);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TLanes, TVector, TVectors>(float a, TVector v, TVector w, ref TVector x, ref TVector xx)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TVectors : struct, ISize
    {
        TVector all = TLanes.Broadcast(a);
        x = TLanes.MultiplyAdd(all, v, x);
        if (TVectors.Value > 1)
        {
            xx = TLanes.MultiplyAdd(all, w, xx);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clamp<TLanes, TVector, TVectors>(TVector low, TVector high, ref TVector x, ref TVector y, ref TVector z, ref TVector xx, ref TVector yx, ref TVector zx)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TVectors : struct, ISize
    {
        x = TLanes.Clamp(x, low, high);
        y = TLanes.Clamp(y, low, high);
        z = TLanes.Clamp(z, low, high);
        if (TVectors.Value > 1)
        {
            xx = TLanes.Clamp(xx, low, high);
            yx = TLanes.Clamp(yx, low, high);
            zx = TLanes.Clamp(zx, low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TLanes, TVector, TVectors>(float* c, nint rowLength, TVector x, TVector y, TVector z, TVector xx, TVector yx, TVector zx)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TVectors : struct, ISize
    {
        TLanes.Store(x, c);
        TLanes.Store(y, c + rowLength);
        TLanes.Store(z, c + 2 * rowLength);
        if (TVectors.Value > 1)
        {
            TLanes.Store(xx, c + TLanes.Count);
            TLanes.Store(yx, c + rowLength + TLanes.Count);
            TLanes.Store(zx, c + 2 * rowLength + TLanes.Count);
        }
    }
}
