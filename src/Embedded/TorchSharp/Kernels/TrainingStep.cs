using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// One stage of a <see cref="TrainingChain"/>, forward and backward, in blocks that stay in the second-level cache: rows of pixels for 1×1 convolutions,
/// bands of a picture's rows for depthwise ones. Other convolutions run as a whole, over a normalised copy.
/// Sums go to double-precision accumulators of each part (Σ x, Σ x² forward; Σ g, Σ g·(x - mean) of the stage before backward).
/// </summary>
internal static unsafe class TrainingStep<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BlockFloats = 64 * 1024;
    private const int BlocksPerWorker = 2;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        using var mapMemory = new Scratch(previous == null ? 0 : ChannelMap.Length(previous.Channels));
        ChannelMap map = previous == null ? default : previous.Map(mapMemory.Pointer);
        float* source = previous == null ? input : previous.Raw;
        if (stage.Shape.IsPointwise)
        {
            ForwardPointwise(stage, previous != null, map, source, sums);
        }
        else if (stage.Shape.IsDepthwise)
        {
            ForwardDepthwise(stage, previous != null, map, source, sums);
        }
        else
        {
            using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
            if (previous != null)
            {
                BatchNormalization.Apply(previous.Rows, previous.Channels, source, previous.Gamma, previous.Beta, previous.Mean, previous.InverseDeviation, normal.Pointer, previous.Activation);
                source = normal.Pointer;
            }

            Convolution.Forward(stage.Shape, source, stage.Weight, null, stage.Raw);
            int rows = stage.Rows, channels = stage.Channels, block = ChannelSums.BlockRows(channels);
            ChannelSums.InParts((rows + block - 1) / block, BlocksPerWorker, 2 * channels, sums, (start, end, sum) =>
                ChannelSums.AddMoments(stage.Raw + (long)start * block * channels, Math.Min(end * block, rows) - start * block, channels, channels, sum, sum + channels));
        }
    }

    /// <param name="sums">Σ g and Σ g · (x - mean) of this stage.</param>
    /// <param name="sumsBefore">The same of the stage before, taken here.</param>
    public static void Backward(TrainingStage stage, TrainingStage? previous, float* input, float* gradOutput, float* gradInput, double* sums, double* sumsBefore)
    {
        int channels = stage.Channels;
        using var memory = new Scratch(ChannelMap.Length(channels) + ChannelGradient.Length(channels) + (previous == null ? 0 : ChannelMap.Length(previous.Channels)));
        ChannelMap map = stage.Map(memory.Pointer);
        var gradient = new ChannelGradient(map, stage.Rows, channels, stage.Mean, stage.InverseDeviation, sums, sums + channels, false, stage.GradGamma, stage.GradBeta,
            memory.Pointer + ChannelMap.Length(channels));
        ChannelMap mapBefore = previous == null ? default : previous.Map(memory.Pointer + ChannelMap.Length(channels) + ChannelGradient.Length(channels));
        if (stage.Shape.IsPointwise)
        {
            BackwardPointwise(stage, previous, gradient, mapBefore, input, gradOutput, gradInput, sumsBefore);
        }
        else if (stage.Shape.IsDepthwise)
        {
            BackwardDepthwise(stage, previous, gradient, mapBefore, input, gradOutput, gradInput, sumsBefore);
        }
        else
        {
            BackwardWhole(stage, previous, gradient, mapBefore, input, gradOutput, gradInput, sumsBefore);
        }
    }

    private static void ForwardPointwise(TrainingStage stage, bool normalise, ChannelMap map, float* source, double* sums)
    {
        int rows = stage.Rows, inputs = stage.Shape.InputChannels, outputs = stage.Channels, block = BlockRows(inputs + outputs);
        using var packed = new Scratch(Gemm.PackedLength<TLanes, TVector>(outputs, inputs));
        float* weights = packed.Pointer;
        Packing.Panels(new Gemm.Matrix(stage.Weight, 1, inputs), inputs, outputs, 2 * TLanes.Count, TLanes.Count, 1, weights);
        ChannelSums.InParts((rows + block - 1) / block, BlocksPerWorker, 2 * outputs, sums, (start, end, sum) =>
        {
            using var normal = new Scratch(normalise ? (long)block * inputs : 0);
            for (int row = start * block; row < Math.Min(end * block, rows); row += block)
            {
                int count = Math.Min(block, rows - row);
                float* from = source + (long)row * inputs, to = stage.Raw + (long)row * outputs;
                if (normalise)
                {
                    map.Apply(from, normal.Pointer, (long)count * inputs);
                    from = normal.Pointer;
                }

                Gemm.Packed<TLanes, TVector>(new Gemm.Matrix(from, inputs, 1), weights, count, outputs, inputs, to, outputs, null, false, Activation.None);
                ChannelSums.AddMoments(to, count, outputs, outputs, sum, sum + outputs);
            }
        });
    }

    private static void BackwardPointwise(TrainingStage stage, TrainingStage? previous, ChannelGradient gradient, ChannelMap mapBefore, float* input, float* gradOutput,
        float* gradInput, double* sumsBefore)
    {
        int rows = stage.Rows, inputs = stage.Shape.InputChannels, outputs = stage.Channels, block = BlockRows(inputs + outputs);
        int blocks = (rows + block - 1) / block, parts = Math.Clamp(blocks / BlocksPerWorker, 1, Workers.Count);
        using var packed = new Scratch(Gemm.PackedLength<TLanes, TVector>(inputs, outputs));
        using var partial = new Scratch((long)parts * inputs * outputs);
        float* weights = packed.Pointer, weightSums = partial.Pointer;
        Packing.Panels(new Gemm.Matrix(stage.Weight, inputs, 1), outputs, inputs, 2 * TLanes.Count, TLanes.Count, 1, weights);
        InParts(parts, blocks, previous, sumsBefore, (part, start, end, sum) =>
        {
            using var before = new Scratch(previous == null ? 0 : (long)block * inputs);
            using var through = new Scratch((long)block * outputs);
            float* weightSum = weightSums + (long)part * inputs * outputs;
            for (int row = start * block; row < Math.Min(end * block, rows); row += block)
            {
                int count = Math.Min(block, rows - row);
                long first = (long)row * inputs;
                gradient.Apply(stage.Raw + (long)row * outputs, null, gradOutput + (long)row * outputs, through.Pointer, (long)count * outputs);
                if (stage.GradWeight != null)
                {
                    float* values = input + first;
                    if (previous != null)
                    {
                        values = before.Pointer;
                        mapBefore.Apply(previous.Raw + first, values, (long)count * inputs);
                    }

                    Gemm.Serial<TLanes, TVector>(new Gemm.Problem(new Gemm.Matrix(through.Pointer, 1, outputs), new Gemm.Matrix(values, inputs, 1),
                        outputs, inputs, count, 1, row == start * block ? 0 : 1, weightSum, inputs, null, Activation.None));
                }

                if (gradInput != null)
                {
                    Gemm.Packed<TLanes, TVector>(new Gemm.Matrix(through.Pointer, outputs, 1), weights, count, inputs, outputs, gradInput + first, inputs, null, false, Activation.None);
                    if (previous != null)
                    {
                        mapBefore.AddGradientSums(count, inputs, previous.Raw + first, null, gradInput + first, previous.Mean, sum, sum + inputs);
                    }
                }
            }
        });
        if (stage.GradWeight != null)
        {
            AddParts(weightSums, parts, inputs * outputs, stage.GradWeight);
        }
    }

    private static void ForwardDepthwise(TrainingStage stage, bool normalise, ChannelMap map, float* source, double* sums)
    {
        ConvolutionShape s = stage.Shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth, rowFloats = s.InputWidth * channels, outputRow = s.OutputWidth * channels;
        using var packed = new Scratch((long)taps * channels);
        float* byTap = packed.Pointer;
        DepthwiseConvolution.ByTap(stage.Weight, taps, channels, byTap);
        (int rows, int bands, int most) = Bands(s, rowFloats, outputRow);
        ChannelSums.InParts(s.Batch * bands, BlocksPerWorker, 2 * channels, sums, (start, end, sum) =>
        {
            using var normal = new Scratch(normalise ? (long)most * rowFloats : 0);
            for (int unit = start; unit < end; unit++)
            {
                int picture = unit / bands, first = unit % bands * rows, last = Math.Min(first + rows, s.OutputHeight);
                (int from, int to) = Needed(s, first, last);
                float* pixels = source + (long)picture * s.InputHeight * rowFloats, target = stage.Raw + (long)picture * s.OutputHeight * outputRow;
                if (normalise)
                {
                    map.Apply(pixels + (long)from * rowFloats, normal.Pointer, (long)(to - from) * rowFloats);
                    pixels = normal.Pointer - (long)from * rowFloats;
                }

                DepthwiseConvolution.ForwardRows<TLanes, TVector>(s, first, last, pixels, byTap, null, target, Activation.None);
                ChannelSums.AddMoments(target + (long)first * outputRow, (last - first) * s.OutputWidth, channels, channels, sum, sum + channels);
            }
        });
    }

    private static void BackwardDepthwise(TrainingStage stage, TrainingStage? previous, ChannelGradient gradient, ChannelMap mapBefore, float* input, float* gradOutput,
        float* gradInput, double* sumsBefore)
    {
        ConvolutionShape s = stage.Shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth, rowFloats = s.InputWidth * channels, outputRow = s.OutputWidth * channels;
        (int rows, int bands, int most) = Bands(s, rowFloats, outputRow);
        int parts = Math.Clamp(s.Batch * bands / BlocksPerWorker, 1, Workers.Count), length = (taps + 1) * channels;
        int mostThrough = Math.Min(s.OutputHeight, rows + (s.KernelHeight - 1) * s.DilationHeight / s.StrideHeight + 2);
        using var packed = new Scratch((long)taps * channels + (long)parts * length);
        float* byTap = packed.Pointer, weightSums = byTap + taps * channels;
        DepthwiseConvolution.ByTap(stage.Weight, taps, channels, byTap);
        InParts(parts, s.Batch * bands, previous, sumsBefore, (part, start, end, sum) =>
        {
            using var before = new Scratch(previous == null ? 0 : (long)most * rowFloats);
            using var through = new Scratch((long)mostThrough * outputRow);
            float* weightSum = weightSums + (long)part * length;
            new Span<float>(weightSum, length).Clear();
            for (int unit = start; unit < end; unit++)
            {
                int picture = unit / bands, first = unit % bands * rows, last = Math.Min(first + rows, s.OutputHeight);
                long picturePixels = (long)picture * s.InputHeight * rowFloats, outputPixels = (long)picture * s.OutputHeight * outputRow;

                // This band's input rows, and the output rows that they, and the weights, take gradients from.
                int ownFrom = Math.Min(first * s.StrideHeight, s.InputHeight), ownTo = last == s.OutputHeight ? s.InputHeight : Math.Min(last * s.StrideHeight, s.InputHeight);
                int throughFrom = Math.Clamp((ownFrom + s.PaddingHeight - (s.KernelHeight - 1) * s.DilationHeight) / s.StrideHeight, 0, first);
                int throughTo = Math.Clamp((ownTo - 1 + s.PaddingHeight) / s.StrideHeight + 1, last, s.OutputHeight);
                long skipped = (long)throughFrom * outputRow;
                gradient.Apply(stage.Raw + outputPixels + skipped, null, gradOutput + outputPixels + skipped, through.Pointer, (long)(throughTo - throughFrom) * outputRow);
                float* throughPicture = through.Pointer - skipped;
                if (stage.GradWeight != null)
                {
                    float* values = input + picturePixels;
                    if (previous != null)
                    {
                        (int from, int to) = Needed(s, first, last);
                        mapBefore.Apply(previous.Raw + picturePixels + (long)from * rowFloats, before.Pointer, (long)(to - from) * rowFloats);
                        values = before.Pointer - (long)from * rowFloats;
                    }

                    for (int row = first; row < last; row++)
                    {
                        DepthwiseConvolution.AddWeightRow<TLanes, TVector>(s, row, values, throughPicture, weightSum, false);
                    }
                }

                if (gradInput != null)
                {
                    DepthwiseConvolution.BackwardInputRows<TLanes, TVector>(s, ownFrom, ownTo, throughPicture, byTap, gradInput + picturePixels);
                    if (previous != null)
                    {
                        long own = picturePixels + (long)ownFrom * rowFloats;
                        mapBefore.AddGradientSums((ownTo - ownFrom) * s.InputWidth, channels, previous.Raw + own, null, gradInput + own, previous.Mean, sum, sum + channels);
                    }
                }
            }
        });
        if (stage.GradWeight != null)
        {
            DepthwiseConvolution.AddParts(channels, taps, weightSums, parts, length, stage.GradWeight, null);
        }
    }

    private static void BackwardWhole(TrainingStage stage, TrainingStage? previous, ChannelGradient gradient, ChannelMap mapBefore, float* input, float* gradOutput,
        float* gradInput, double* sumsBefore)
    {
        using var through = new Scratch((long)stage.Rows * stage.Channels);
        using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
        BatchNormalization.ApplyGradient(stage.Rows, stage.Channels, gradient, stage.Raw, null, gradOutput, through.Pointer);
        float* values = input;
        if (previous != null && stage.GradWeight != null)
        {
            values = normal.Pointer;
            BatchNormalization.Apply(previous.Rows, previous.Channels, previous.Raw, previous.Gamma, previous.Beta, previous.Mean, previous.InverseDeviation, values, previous.Activation);
        }

        if (stage.GradWeight != null)
        {
            Convolution.BackwardWeight(stage.Shape, values, through.Pointer, stage.GradWeight, null);
        }

        if (gradInput != null)
        {
            Convolution.BackwardInput(stage.Shape, through.Pointer, stage.Weight, gradInput);
            if (previous != null)
            {
                BatchNormalization.GradientSums(previous.Rows, previous.Channels, mapBefore, previous.Raw, null, gradInput, previous.Mean, sumsBefore);
            }
        }
    }

    private delegate void PartWithNumber(int part, int start, int end, double* sum);

    // As ChannelSums.InParts, for bodies that also need to know which part they are.
    private static void InParts(int parts, int units, TrainingStage? previous, double* total, PartWithNumber body)
    {
        int length = previous == null ? 0 : 2 * previous.Channels;
        using var partial = new Scratch(2L * parts * length);
        double* sums = partial.Doubles;
        new Span<double>(sums, parts * length).Clear();
        Workers.For(parts, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                body(part, (int)((long)units * part / parts), (int)((long)units * (part + 1) / parts), sums + (long)part * length);
            }
        });
        for (int i = 0; i < length; i++)
        {
            double sum = 0;
            for (int part = 0; part < parts; part++)
            {
                sum += sums[(long)part * length + i];
            }

            total[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddParts(float* sums, int parts, int length, float* total)
    {
        for (int i = 0; i < length; i++)
        {
            float sum = 0;
            for (int part = 0; part < parts; part++)
            {
                sum += sums[(long)part * length + i];
            }

            total[i] = sum;
        }
    }

    // Rows of a block: a whole number of tiles.
    private static int BlockRows(int floatsPerRow)
    {
        int tile = MatrixTile.RowsPerGroup * TLanes.RowGroups;
        return Math.Max(4, BlockFloats / floatsPerRow / tile) * tile;
    }

    /// <summary>Output rows of a band, bands of a picture, and the most input rows that a band reads.</summary>
    private static (int Rows, int Bands, int MostInputRows) Bands(in ConvolutionShape s, int inputRow, int outputRow)
    {
        int overlap = (s.KernelHeight - 1) * s.DilationHeight + 1 - s.StrideHeight;
        int bands = Math.Max(1, (s.OutputHeight * (s.StrideHeight * inputRow + outputRow) + BlockFloats - 1) / BlockFloats);
        int rows = Math.Max(Math.Min(4, s.OutputHeight), (s.OutputHeight + bands - 1) / bands);
        return (rows, (s.OutputHeight + rows - 1) / rows, Math.Min(s.InputHeight, rows * s.StrideHeight + Math.Max(0, overlap)));
    }

    /// <summary>Input rows that output rows [first, last) read.</summary>
    private static (int From, int To) Needed(in ConvolutionShape s, int first, int last)
    {
        int from = Math.Clamp(first * s.StrideHeight - s.PaddingHeight, 0, s.InputHeight);
        return (from, Math.Clamp((last - 1) * s.StrideHeight - s.PaddingHeight + (s.KernelHeight - 1) * s.DilationHeight + 1, from, s.InputHeight));
    }
}
