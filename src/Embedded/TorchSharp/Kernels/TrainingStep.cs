namespace TorchSharp.Kernels;

/// <summary>
/// One stage of a <see cref="TrainingChain"/>, forward and backward. 1×1 and depthwise convolutions keep their values in planes and go block by block through
/// the caches (<see cref="PointwiseTraining{TLanes, TVector}"/>, <see cref="DepthwiseTraining{TLanes, TVector}"/>); any other runs as a whole.
/// Sums go to double-precision accumulators of each part: Σ x and Σ x² forward, Σ g and Σ g·(x - mean) of the stage before backward, the second of each behind
/// the first's whole planes.
/// </summary>
internal static unsafe class TrainingStep<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BlocksPerPart = 2, BlocksPerWorker = 8;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        if (stage.Shape.IsPointwise)
        {
            PointwiseTraining<TLanes, TVector>.Forward(stage, previous, input, sums);
        }
        else if (stage.Shape.IsDepthwise)
        {
            DepthwiseTraining<TLanes, TVector>.Forward(stage, previous, input, sums);
        }
        else
        {
            WholeTraining<TLanes, TVector>.Forward(stage, previous, input, sums);
        }
    }

    /// <param name="gradOutput">In the stage's own layout, or, after the last, channels-last.</param>
    /// <param name="sums">Σ g and Σ g · (x - mean) of this stage.</param>
    /// <param name="sumsBefore">The same of the stage before, taken here.</param>
    public static void Backward(TrainingStage stage, TrainingStage? previous, float* input, Planes<TLanes, TVector> gradOutput, float* gradInput, double* sums, double* sumsBefore)
    {
        using var memory = new Scratch(PlaneMap<TLanes, TVector>.Length(stage.Channels) + PlaneGradient<TLanes, TVector>.Length(stage.Channels));
        var map = new PlaneMap<TLanes, TVector>(stage, memory.Pointer);
        var gradient = new PlaneGradient<TLanes, TVector>(map, stage, sums, sums + Planes<TLanes, TVector>.Padded(stage.Channels), memory.Pointer + PlaneMap<TLanes, TVector>.Length(stage.Channels));
        Planes<TLanes, TVector> before = previous == null ? Planes<TLanes, TVector>.ChannelsLast(gradInput, stage.Shape.InputChannels) : Layout(previous, gradInput);
        if (stage.Shape.IsPointwise)
        {
            PointwiseTraining<TLanes, TVector>.Backward(stage, previous, gradient, input, gradOutput, before, sumsBefore);
        }
        else if (stage.Shape.IsDepthwise)
        {
            DepthwiseTraining<TLanes, TVector>.Backward(stage, previous, gradient, input, gradOutput, before, sumsBefore);
        }
        else
        {
            WholeTraining<TLanes, TVector>.Backward(stage, previous, gradient, input, gradOutput, before, sumsBefore);
        }
    }

    /// <summary>What the stage's convolution gave, or a gradient of it, in the layout that the stage keeps it in.</summary>
    public static Planes<TLanes, TVector> Layout(TrainingStage stage, float* start) => stage.KeepsPlanes
        ? Planes<TLanes, TVector>.Dense(start, stage.Channels, stage.Rows)
        : Planes<TLanes, TVector>.ChannelsLast(start, stage.Channels);

    /// <summary>Some pixels of a plane of a stage's input, dense: normalised from the stage before, or copied.</summary>
    public static void Load(in Planes<TLanes, TVector> source, PlaneMap<TLanes, TVector>? map, int plane, long pixel, int pixels, float* local)
    {
        if (map == null)
        {
            source.ReadDense(plane, pixel, pixels, local, out _);
            return;
        }

        float* from = source.Read(plane, pixel, pixels, local, out nint pitch);
        map.Value.Apply(plane, source.Vectors(plane), pixels, from, pitch, local);
    }

    /// <summary>All pixels of a stage normalised, channels-last.</summary>
    public static void Normalise(TrainingStage stage, float* output) => ByBlocks(stage, (plane, pixel, count, local, map) =>
    {
        Load(Layout(stage, stage.Raw), map, plane, pixel, count, local);
        Planes<TLanes, TVector>.ChannelsLast(output, stage.Channels).Write(plane, pixel, count, local);
    });

    /// <summary>Σ g and Σ g · (x - mean) of a stage.</summary>
    public static void GradientSums(TrainingStage stage, Planes<TLanes, TVector> gradient, double* sums)
    {
        int padded = Planes<TLanes, TVector>.Padded(stage.Channels);
        using var memory = new Scratch(PlaneMap<TLanes, TVector>.Length(stage.Channels));
        var map = new PlaneMap<TLanes, TVector>(stage, memory.Pointer);
        int blocks = Blocks(stage.Rows, stage.Channels);
        ChannelSums.InParts(blocks, Parts(blocks), 2 * padded, sums, (_, start, end, sum) =>
        {
            using var local = new Scratch(2L * MostRows(stage.Rows, blocks) * Planes<TLanes, TVector>.Width);
            for (int block = start; block < end; block++)
            {
                (long first, int count) = Block(stage.Rows, blocks, block);
                AddGradientSums(stage, map, gradient, first, count, local.Pointer, sum);
            }
        });
    }

    /// <summary>Adds Σ g and Σ g · (x - mean) of some pixels of a stage; <paramref name="local"/> holds two planes of them.</summary>
    public static void AddGradientSums(TrainingStage stage, PlaneMap<TLanes, TVector> map, Planes<TLanes, TVector> gradient, long first, int count, float* local, double* sum)
    {
        for (int plane = 0; plane < gradient.Count; plane++)
        {
            AddGradientSums(stage, map, gradient, plane, first, count, local, sum);
        }
    }

    /// <summary>The same of one plane.</summary>
    public static void AddGradientSums(TrainingStage stage, PlaneMap<TLanes, TVector> map, Planes<TLanes, TVector> gradient, int plane, long first, int count, float* local, double* sum)
    {
        float* x = Layout(stage, stage.Raw).Read(plane, first, count, local, out nint xPitch);
        float* g = gradient.Read(plane, first, count, local + (long)count * Planes<TLanes, TVector>.Width, out nint gradientPitch);
        map.AddGradientSums(plane, gradient.Vectors(plane), count, x, xPitch, g, gradientPitch, sum, sum + Planes<TLanes, TVector>.Padded(stage.Channels));
    }

    /// <summary>Blocks of pixels of which so many channels fit the caches; about equally long, and of small maps enough for all workers.</summary>
    public static int Blocks(int rows, int channels)
    {
        const int Least = MatrixTile.MaximumRows * 4;
        int most = Math.Clamp(BlockFloats / Planes<TLanes, TVector>.Padded(channels), Least, MatrixTile.MaximumRows * 48);
        return Math.Max(1, Math.Max(rows / most, Math.Min(rows / Least, BlocksPerWorker * Workers.Count)));
    }

    public static (long First, int Count) Block(int rows, int blocks, int block)
    {
        long first = (long)rows * block / blocks;
        return (first, (int)((long)rows * (block + 1) / blocks - first));
    }

    public static int MostRows(int rows, int blocks) => rows / blocks + 1;

    /// <summary>How many parts to make of blocks, where each sums so many numbers beside its channels' sums.</summary>
    public static int Parts(int units, long sumLength = 0) => Workers.Parts(units, BlocksPerPart, sumLength);

    /// <summary>What <see cref="ByBlocks"/> does with some pixels of a plane.</summary>
    public delegate void BlockAction(int plane, long pixel, int pixels, float* local, PlaneMap<TLanes, TVector> map);

    private const int BlockFloats = 48 * 1024;

    /// <summary>Every plane of every block of a stage's pixels, with memory for one of them.</summary>
    public static void ByBlocks(TrainingStage stage, BlockAction action)
    {
        using var memory = new Scratch(PlaneMap<TLanes, TVector>.Length(stage.Channels));
        var map = new PlaneMap<TLanes, TVector>(stage, memory.Pointer);
        int blocks = Blocks(stage.Rows, stage.Channels), planes = Planes<TLanes, TVector>.CountOf(stage.Channels);
        Workers.Each(blocks, Workers.Share(blocks), (start, end) =>
        {
            using var local = new Scratch((long)MostRows(stage.Rows, blocks) * Planes<TLanes, TVector>.Width);
            for (int block = start; block < end; block++)
            {
                (long first, int count) = Block(stage.Rows, blocks, block);
                for (int plane = 0; plane < planes; plane++)
                {
                    action(plane, first, count, local.Pointer, map);
                }
            }
        });
    }
}
