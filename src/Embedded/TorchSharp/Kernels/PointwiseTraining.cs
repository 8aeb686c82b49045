using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Training of a 1×1 convolution with its normalisation, some hundred pixels at a time: their planes are normalised in the caches just before they are multiplied,
/// and sums are taken of each plane as it comes out. Backward, the gradient taken through the normalisation serves both products:
/// planes of it and of the input are operands as they lie, without packing.
/// </summary>
internal static unsafe class PointwiseTraining<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int RowsPerPart = 400;          // of fewer, adding up the weights that each part sums would take a tenth of the time and more
    private const int SumsPerWorker = 16 * 1024;   // below this a core adds faster alone than it can ask another for help

    private static int Width => Planes<TLanes, TVector>.Width;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        int rows = stage.Rows, inputs = stage.Shape.InputChannels, outputs = stage.Channels, padded = Planes<TLanes, TVector>.Padded(outputs);
        using var packed = new Scratch(Gemm.PackedLength<TLanes, TVector>(outputs, inputs) + (previous == null ? 0 : PlaneMap<TLanes, TVector>.Length(inputs)));
        float* weights = packed.Pointer;
        Packing.SharedPanels(new Gemm.Matrix(stage.Weight, 1, inputs), inputs, outputs, Width, TLanes.Count, 1, weights);
        PlaneMap<TLanes, TVector>? map = previous == null ? null : new PlaneMap<TLanes, TVector>(previous, weights + Gemm.PackedLength<TLanes, TVector>(outputs, inputs));
        Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
        Planes<TLanes, TVector> source = previous == null ? Planes<TLanes, TVector>.ChannelsLast(input, inputs) : TrainingStep<TLanes, TVector>.Layout(previous, previous.Raw);
        int blocks = TrainingStep<TLanes, TVector>.Blocks(rows, inputs), most = TrainingStep<TLanes, TVector>.MostRows(rows, blocks);
        ChannelSums.InParts(blocks, TrainingStep<TLanes, TVector>.Parts(blocks), 2 * padded, sums, (_, start, end, sum) =>
        {
            using var local = new Scratch(((long)source.Count * most + MatrixTile.RowsPerGroup) * Width);
            var ahead = new Prefetcher();
            for (int block = start; block < end; block++)
            {
                (long first, int count) = TrainingStep<TLanes, TVector>.Block(rows, blocks, block);
                Planes<TLanes, TVector> left = Values(source, map, first, count, Planes<TLanes, TVector>.Dense(local.Pointer, inputs, most));

                ahead.Clear();
                source.Announce(ahead, first + count, block + 1 < end ? count : 0);
                for (int plane = 0; plane < raw.Count; plane++)
                {
                    float* to = raw.At(plane, first);
                    int vectors = raw.Vectors(plane);
                    Gemm.Panel<TLanes, TVector>(left.At(0, 0), left.Operand, weights + (long)plane * Width * inputs, count, vectors * TLanes.Count, to, Width, null, Activation.None, ahead);
                    PlaneMap<TLanes, TVector>.AddMoments(vectors, count, to, sum + plane * Width, sum + padded + plane * Width);
                }
            }
        });
    }

    public static void Backward(TrainingStage stage, TrainingStage? previous, PlaneGradient<TLanes, TVector> gradient, float* input, Planes<TLanes, TVector> gradOutput,
        Planes<TLanes, TVector> gradInput, double* sumsBefore)
    {
        int rows = stage.Rows, inputs = stage.Shape.InputChannels, outputs = stage.Channels, paddedInputs = Planes<TLanes, TVector>.Padded(inputs);
        int blocks = TrainingStep<TLanes, TVector>.Blocks(rows, (inputs + outputs) / 2), most = TrainingStep<TLanes, TVector>.MostRows(rows, blocks);
        using var packed = new Scratch(Gemm.PackedLength<TLanes, TVector>(inputs, outputs) + (previous == null ? 0 : PlaneMap<TLanes, TVector>.Length(inputs)));
        float* weights = packed.Pointer;
        Packing.SharedPanels(new Gemm.Matrix(stage.Weight, inputs, 1), outputs, inputs, Width, TLanes.Count, 1, weights);
        PlaneMap<TLanes, TVector>? map = previous == null ? null : new PlaneMap<TLanes, TVector>(previous, weights + Gemm.PackedLength<TLanes, TVector>(inputs, outputs));
        Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
        Planes<TLanes, TVector> source = previous == null ? Planes<TLanes, TVector>.ChannelsLast(input, inputs) : TrainingStep<TLanes, TVector>.Layout(previous, previous.Raw);
        long weightFloats = (long)raw.Count * SumRows * paddedInputs;
        int parts = Math.Min(TrainingStep<TLanes, TVector>.Parts(blocks), Math.Max(rows / RowsPerPart, Workers.Count));
        using var partial = new Scratch(parts * weightFloats);
        float* weightSums = partial.Pointer;
        ChannelSums.InParts(blocks, parts, previous == null ? 0 : 2 * paddedInputs, sumsBefore, (part, start, end, sum) =>
        {
            using var local = new Scratch(((long)(raw.Count + source.Count + 2) * most + 2 * MatrixTile.RowsPerGroup) * Width);
            Planes<TLanes, TVector> through = Planes<TLanes, TVector>.Dense(local.Pointer, outputs, most);
            Planes<TLanes, TVector> values = Planes<TLanes, TVector>.Dense(through.At(raw.Count, MatrixTile.RowsPerGroup), inputs, most);
            float* spare = values.At(source.Count, MatrixTile.RowsPerGroup);
            var ahead = new Prefetcher();
            for (int block = start; block < end; block++)
            {
                (long first, int count) = TrainingStep<TLanes, TVector>.Block(rows, blocks, block);
                for (int plane = 0; plane < raw.Count; plane++)
                {
                    float* to = through.At(plane, 0);
                    float* g = gradOutput.Read(plane, first, count, to, out nint pitch);
                    gradient.Apply(plane, raw.Vectors(plane), count, raw.At(plane, first), Width, g, pitch, to);
                }

                ahead.Clear();
                int later = block + 1 < end ? count : 0;
                raw.Announce(ahead, first + count, later);
                gradOutput.Announce(ahead, first + count, later);
                source.Announce(ahead, first + count, later);
                if (stage.GradWeight != null)
                {
                    AddWeights(through, Values(source, map, first, count, values), count, block > start, weightSums + part * weightFloats, paddedInputs, ahead);
                }

                for (int plane = 0; plane < source.Count && !gradInput.IsEmpty; plane++)
                {
                    int columns = gradInput.AreWhole ? gradInput.Vectors(plane) * TLanes.Count : gradInput.Columns(plane);
                    Gemm.Panel<TLanes, TVector>(through.At(0, 0), through.Operand, weights + (long)plane * Width * outputs, count, columns,
                        gradInput.At(plane, first), gradInput.PixelPitch, null, Activation.None, ahead);
                    if (previous != null)
                    {
                        TrainingStep<TLanes, TVector>.AddGradientSums(previous, map!.Value, gradInput, plane, first, count, spare, sum);
                    }
                }
            }
        });
        if (stage.GradWeight != null)
        {
            AddParts(weightSums, parts, weightFloats, inputs, outputs, stage.GradWeight);
        }
    }

    /// <summary>Rows of weight sums for a plane of outputs: a whole number of groups, the last of which may hold numbers of no meaning.</summary>
    private static int SumRows => (Width + MatrixTile.RowsPerGroup - 1) / MatrixTile.RowsPerGroup * MatrixTile.RowsPerGroup;

    /// <summary>Some pixels of the input: where they are, or normalised or copied to <paramref name="local"/>.</summary>
    private static Planes<TLanes, TVector> Values(in Planes<TLanes, TVector> source, PlaneMap<TLanes, TVector>? map, long first, int count, in Planes<TLanes, TVector> local)
    {
        if (map == null && source.AreWhole && count >= MatrixTile.RowsPerGroup)
        {
            return source.From(first);
        }

        for (int plane = 0; plane < source.Count; plane++)
        {
            TrainingStep<TLanes, TVector>.Load(source, map, plane, first, count, local.At(plane, 0));
        }

        return local;
    }

    /// <summary>sums (+)= gradientᵀ · values: channels of the gradient's planes are rows of the left operand, planes of values are panels of the right one.</summary>
    private static void AddWeights(in Planes<TLanes, TVector> gradient, in Planes<TLanes, TVector> values, int pixels, bool accumulate, float* sums, int rowLength, Prefetcher ahead)
    {
        int tileRows = MatrixTile.RowsPerGroup * TLanes.RowGroups;
        var operand = new MatrixTile.Operand(1, Width, pixels) { RightStep = values.PixelPitch };
        for (int right = 0; right < values.Count; right++)
        {
            for (int left = 0; left < gradient.Count; left++)
            {
                for (int row = 0; row < gradient.Columns(left); row += tileRows)
                {
                    int groups = Math.Min(TLanes.RowGroups, (gradient.Columns(left) - row + MatrixTile.RowsPerGroup - 1) / MatrixTile.RowsPerGroup);
                    int lines = pixels;
                    float* later = ahead.Take(ref lines);
                    MatrixTile.Run<TLanes, TVector>(1, groups, values.Vectors(right), gradient.At(left, 0) + row, operand, values.At(right, 0),
                        sums + ((long)left * SumRows + row) * rowLength + right * Width, rowLength, null, accumulate, false, 0, 0, later);
                }
            }
        }
    }

    private static void AddParts(float* sums, int parts, long length, int inputs, int outputs, float* gradWeight)
    {
        int rowLength = Planes<TLanes, TVector>.Padded(inputs);
        Workers.For(outputs, (start, end) =>
        {
            for (int o = start; o < end; o++)
            {
                float* row = sums + ((long)(o / Width) * SumRows + o % Width) * rowLength;
                float* total = gradWeight + (long)o * inputs;
                int i = 0;
                for (; i <= inputs - Vector<float>.Count; i += Vector<float>.Count)
                {
                    Vector<float> sum = Vector.Load(row + i);
                    for (int part = 1; part < parts; part++)
                    {
                        sum += Vector.Load(row + part * length + i);
                    }

                    sum.Store(total + i);
                }

                for (; i < inputs; i++)
                {
                    float sum = row[i];
                    for (int part = 1; part < parts; part++)
                    {
                        sum += row[part * length + i];
                    }

                    total[i] = sum;
                }
            }
        }, SumsPerWorker / (inputs * parts));
    }
}
