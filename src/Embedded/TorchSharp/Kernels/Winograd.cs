using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// 3×3 convolutions of stride 1 after Winograd (Lavin and Gray 2016, F(2×2, 3×3)): 2 × 2 outputs take 16 products per pair of channels instead of 36.
/// Each 4 × 4 tile of the input and each filter are turned (Bᵀ d B and G g Gᵀ), place by place of the 16 they are multiplied as matrices
/// (tiles × inputs) · (inputs × outputs), and the sums turned back (Aᵀ m A). The turns are additions and halves: no accuracy is lost to speak of.
/// </summary>
internal static unsafe class Winograd<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Places = 16;
    private const int BlockFloats = 224 * 1024;     // of turned tiles and sums in one block
    private const int FewestTiles = 48;             // in a block: filters come from far for each block
    private const int FewestChannels = 32;          // below that the turns cost more than they save

    private static int PanelWidth => 2 * TLanes.Count;

    public static bool Pays(ConvolutionPass p) => p.KernelHeight == 3 && p.KernelWidth == 3 && p.StrideHeight == 1 && p.StrideWidth == 1
        && p.DilationHeight == 1 && p.DilationWidth == 1 && p.Inputs >= FewestChannels && p.Outputs >= FewestChannels
        && p.Inputs % TLanes.Count == 0 && p.Outputs % TLanes.Count == 0 && p.Batch * Tiles(p.Target.Height) * Tiles(p.Target.Width) >= FewestTiles;

    public static void Run(ConvolutionPass pass)
    {
        int inputs = pass.Inputs, outputs = pass.Outputs, panels = (outputs + PanelWidth - 1) / PanelWidth;
        long filterFloats = Gemm.PackedLength<TLanes, TVector>(outputs, inputs);
        using var filters = new Scratch(Places * filterFloats);
        float* turned = filters.Pointer;
        Workers.Each(panels, 1, (start, end) =>
        {
            for (int panel = start; panel < end; panel++)
            {
                TurnFilters(pass, panel * PanelWidth, turned + (long)panel * PanelWidth * inputs, filterFloats);
            }
        });

        // As many blocks for each worker; their tiles a little further apart than their channels, or many would fall into the same lines of the cache.
        int tiles = pass.Batch * Tiles(pass.Target.Height) * Tiles(pass.Target.Width), perTile = Places * (inputs + outputs + 2 * TLanes.Count);
        int blocks = (tiles + Math.Max(FewestTiles, BlockFloats / perTile) - 1) / Math.Max(FewestTiles, BlockFloats / perTile);
        blocks = (blocks + Workers.Count - 1) / Workers.Count * Workers.Count;
        int size = (tiles + blocks - 1) / blocks;
        Workers.Each((tiles + size - 1) / size, 1, (start, end) =>
        {
            int pitch = inputs + TLanes.Count, sumPitch = outputs + TLanes.Count;
            using var memory = new Scratch((long)size * perTile + inputs);
            float* tile = memory.Pointer, sums = tile + (long)Places * size * pitch, zeros = sums + (long)Places * size * sumPitch;
            new Span<float>(zeros, inputs).Clear();
            var operand = new MatrixTile.Operand(pitch, 1, inputs);
            for (int first = start * size; first < Math.Min(end * size, tiles); first += size)
            {
                int count = Math.Min(size, tiles - first);
                for (int i = 0; i < count; i++)
                {
                    TurnInput(pass, first + i, zeros, tile + (long)i * pitch, (nint)size * pitch);
                }

                for (int place = 0; place < Places; place++)
                {
                    for (int o = 0; o < outputs; o += PanelWidth)
                    {
                        Gemm.Panel<TLanes, TVector>(tile + (long)place * size * pitch, operand, turned + place * filterFloats + (long)o * inputs, count,
                            Math.Min(PanelWidth, outputs - o), sums + (long)place * size * sumPitch + o, sumPitch, null, Activation.None);
                    }
                }

                for (int i = 0; i < count; i++)
                {
                    TurnBack(pass, first + i, sums + (long)i * sumPitch, (nint)size * sumPitch);
                }
            }
        });
    }

    private static int Tiles(int pixels) => (pixels + 1) / 2;

    private static (int Picture, int Top, int Left) Place(ConvolutionPass pass, int tile)
    {
        int across = Tiles(pass.Target.Width), down = Tiles(pass.Target.Height);
        return (tile / (across * down), tile / across % down * 2, tile % across * 2);
    }

    /// <summary>G g Gᵀ of the filters of one panel, a row of a panel for each input, place after place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnFilters(ConvolutionPass pass, int firstOutput, float* turned, long placePitch)
    {
        int columns = Math.Min(PanelWidth, pass.Outputs - firstOutput), lanes = TLanes.Count;
        float* taps = stackalloc float[9 * PanelWidth], rows = stackalloc float[12 * lanes];
        for (int input = 0; input < pass.Inputs; input++)
        {
            for (int o = 0; o < columns; o++)
            {
                float* weight = pass.Weight + (firstOutput + o) * pass.OutputStride + input * pass.InputStride;
                for (int tap = 0; tap < 9; tap++)
                {
                    taps[tap * PanelWidth + o] = weight[tap / 3 * pass.RowStride + tap % 3 * pass.ColumnStride];
                }
            }

            for (int o = 0; o < columns; o += lanes)
            {
                for (int x = 0; x < 3; x++)
                {
                    Turn(taps + x * PanelWidth + o, 3 * PanelWidth, rows + x * lanes, 3 * lanes);
                }

                for (int y = 0; y < 4; y++)
                {
                    Turn(rows + 3 * y * lanes, lanes, turned + 4 * y * placePitch + (long)input * columns + o, (nint)placePitch);
                }
            }
        }

        // One dimension: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2.
        static void Turn(float* from, nint step, float* to, nint toStep)
        {
            TVector half = TLanes.Broadcast(0.5f), first = TLanes.Load(from), second = TLanes.Load(from + step), third = TLanes.Load(from + 2 * step);
            TVector outer = TLanes.MultiplyAdd(half, TLanes.Add(first, third), default);
            TLanes.Store(first, to);
            TLanes.Store(TLanes.MultiplyAdd(half, second, outer), to + toStep);
            TLanes.Store(TLanes.Subtract(outer, TLanes.MultiplyAdd(half, second, default)), to + 2 * toStep);
            TLanes.Store(third, to + 3 * toStep);
        }
    }

    /// <summary>Bᵀ d B of the 4 × 4 pixels that a tile's outputs see, place after place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnInput(ConvolutionPass pass, int number, float* zeros, float* turned, nint placePitch)
    {
        Image source = pass.Source;
        (int picture, int top, int left) = Place(pass, number);
        float** d = stackalloc float*[Places];
        for (int i = 0; i < Places; i++)
        {
            int y = top - pass.Top + i / 4, x = left - pass.Left + i % 4;
            bool inside = (uint)y < (uint)source.Height && (uint)x < (uint)source.Width;
            d[i] = inside ? source.Start + picture * pass.SourcePicture + y * source.RowPitch + x * source.PixelPitch : zeros;
        }

        for (int c = 0; c < pass.Inputs; c += TLanes.Count)
        {
            Columns(0, out TVector a0, out TVector a1, out TVector a2, out TVector a3);
            Columns(1, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
            Columns(2, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
            Columns(3, out TVector d0, out TVector d1, out TVector d2, out TVector d3);
            Rows(0, a0, b0, c0, d0);
            Rows(4, a1, b1, c1, d1);
            Rows(8, a2, b2, c2, d2);
            Rows(12, a3, b3, c3, d3);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Columns(int x, out TVector first, out TVector second, out TVector third, out TVector fourth)
                => Turn(TLanes.Load(d[x] + c), TLanes.Load(d[x + 4] + c), TLanes.Load(d[x + 8] + c), TLanes.Load(d[x + 12] + c), out first, out second, out third, out fourth);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Rows(int place, TVector w, TVector x, TVector y, TVector z)
            {
                Turn(w, x, y, z, out w, out x, out y, out z);
                float* to = turned + place * placePitch + c;
                TLanes.Store(w, to);
                TLanes.Store(x, to + placePitch);
                TLanes.Store(y, to + 2 * placePitch);
                TLanes.Store(z, to + 3 * placePitch);
            }
        }

        // One dimension: d0 - d2, d1 + d2, d2 - d1, d1 - d3.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Turn(TVector a, TVector b, TVector c, TVector d, out TVector first, out TVector second, out TVector third, out TVector fourth)
        {
            first = TLanes.Subtract(a, c);
            second = TLanes.Add(b, c);
            third = TLanes.Subtract(c, b);
            fourth = TLanes.Subtract(b, d);
        }
    }

    /// <summary>Aᵀ m A of the sums of a tile, with bias and activation, to its 2 × 2 outputs (fewer at the edge).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnBack(ConvolutionPass pass, int number, float* sums, nint placePitch)
    {
        Image target = pass.Target;
        (int picture, int top, int left) = Place(pass, number);
        (float low, float high) = Gemm.Bounds(pass.Activation);
        TVector minimum = TLanes.Broadcast(low), maximum = TLanes.Broadcast(high);
        bool right = left + 1 < target.Width, below = top + 1 < target.Height;
        float* corner = target.Start + picture * pass.TargetPicture + top * target.RowPitch + left * target.PixelPitch;
        for (int o = 0; o < pass.Outputs; o += TLanes.Count)
        {
            Columns(0, out TVector a0, out TVector a1);
            Columns(1, out TVector b0, out TVector b1);
            Columns(2, out TVector c0, out TVector c1);
            Columns(3, out TVector d0, out TVector d1);
            Row(a0, b0, c0, d0, corner + o);
            if (below)
            {
                Row(a1, b1, c1, d1, corner + target.RowPitch + o);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Columns(int x, out TVector first, out TVector second)
            {
                float* m = sums + x * placePitch + o;
                Turn(TLanes.Load(m), TLanes.Load(m + 4 * placePitch), TLanes.Load(m + 8 * placePitch), TLanes.Load(m + 12 * placePitch), out first, out second);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Row(TVector a, TVector b, TVector c, TVector d, float* to)
            {
                Turn(a, b, c, d, out TVector first, out TVector second);
                TVector bias = pass.Bias == null ? default : TLanes.Load(pass.Bias + o);
                TLanes.Store(TLanes.Clamp(TLanes.Add(first, bias), minimum, maximum), to);
                if (right)
                {
                    TLanes.Store(TLanes.Clamp(TLanes.Add(second, bias), minimum, maximum), to + target.PixelPitch);
                }
            }
        }

        // One dimension: m0 + m1 + m2, m1 - m2 - m3.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Turn(TVector a, TVector b, TVector c, TVector d, out TVector first, out TVector second)
        {
            first = TLanes.Add(TLanes.Add(a, b), c);
            second = TLanes.Subtract(TLanes.Subtract(b, c), d);
        }
    }
}
