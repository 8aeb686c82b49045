namespace TorchSharp.Kernels;

/// <summary>Training of a convolution of any other kind with its normalisation: channels-last throughout, one pass over memory after the other.</summary>
internal static unsafe class WholeTraining<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BlocksPerPart = 2;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
        Convolution.Forward(stage.Shape, Values(previous, input, normal.Pointer), stage.Weight, null, stage.Raw);
        int rows = stage.Rows, channels = stage.Channels, padded = Planes<TLanes, TVector>.Padded(channels), block = ChannelSums.BlockRows(channels);
        int blocks = (rows + block - 1) / block;
        ChannelSums.InParts(blocks, Workers.Parts(blocks, BlocksPerPart, 2 * padded), 2 * padded, sums, (_, start, end, sum) =>
            ChannelSums.AddMoments(stage.Raw + (long)start * block * channels, Math.Min(end * block, rows) - start * block, channels, channels, sum, sum + padded));
    }

    public static void Backward(TrainingStage stage, TrainingStage? previous, PlaneGradient<TLanes, TVector> gradient, float* input, Planes<TLanes, TVector> gradOutput,
        Planes<TLanes, TVector> gradInput, double* sumsBefore)
    {
        using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
        if (gradInput.IsEmpty)
        {
            // The first layer of a network, whose maps are the largest: its gradient is needed for the weights alone.
            if (stage.GradWeight != null)
            {
                WeightGradient.Run(stage.Shape, Values(previous, input, normal.Pointer), (first, pixels, target) =>
                {
                    using var local = new Scratch(3L * pixels * Planes<TLanes, TVector>.Width);
                    TakeThrough(stage, gradient, gradOutput, first, pixels, local.Pointer, Planes<TLanes, TVector>.ChannelsLast(target, stage.Channels));
                }, stage.GradWeight);
            }

            return;
        }

        using var through = new Scratch((long)stage.Rows * stage.Channels);
        float* after = through.Pointer;
        int blocks = TrainingStep<TLanes, TVector>.Blocks(stage.Rows, stage.Channels);
        Workers.Each(blocks, Workers.Share(blocks), (start, end) =>
        {
            using var local = new Scratch(3L * TrainingStep<TLanes, TVector>.MostRows(stage.Rows, blocks) * Planes<TLanes, TVector>.Width);
            for (int block = start; block < end; block++)
            {
                (long first, int count) = TrainingStep<TLanes, TVector>.Block(stage.Rows, blocks, block);
                TakeThrough(stage, gradient, gradOutput, first, count, local.Pointer, TrainingStep<TLanes, TVector>.Layout(stage, after).From(first));
            }
        });
        if (stage.GradWeight != null)
        {
            Convolution.BackwardWeight(stage.Shape, Values(previous, input, normal.Pointer), after, stage.GradWeight, null);
        }

        if (previous is not { KeepsPlanes: true })
        {
            Convolution.BackwardInput(stage.Shape, after, stage.Weight, gradInput.At(0, 0));
        }
        else
        {
            float* channelsLast = normal.Pointer;
            Convolution.BackwardInput(stage.Shape, after, stage.Weight, channelsLast);
            TrainingStep<TLanes, TVector>.ByBlocks(previous, (plane, first, count, _, _) =>
                Planes<TLanes, TVector>.ChannelsLast(channelsLast, previous.Channels).ReadDense(plane, first, count, gradInput.At(plane, first), out _));
        }

        if (previous != null)
        {
            TrainingStep<TLanes, TVector>.GradientSums(previous, gradInput, sumsBefore);
        }
    }

    /// <summary>Takes the gradient of some pixels through the normalisation; <paramref name="local"/> holds three planes of them.</summary>
    private static void TakeThrough(TrainingStage stage, in PlaneGradient<TLanes, TVector> gradient, in Planes<TLanes, TVector> gradOutput, long first, int count, float* local, in Planes<TLanes, TVector> target)
    {
        Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
        long planeFloats = (long)count * Planes<TLanes, TVector>.Width;
        for (int plane = 0; plane < raw.Count; plane++)
        {
            float* x = raw.Read(plane, first, count, local, out nint xPitch), g = gradOutput.Read(plane, first, count, local + planeFloats, out nint gradientPitch);
            gradient.Apply(plane, raw.Vectors(plane), count, x, xPitch, g, gradientPitch, local + 2 * planeFloats);
            target.Write(plane, 0, count, local + 2 * planeFloats);
        }
    }

    /// <summary>The convolution's input: the chain's, or the stage before normalised.</summary>
    private static float* Values(TrainingStage? previous, float* input, float* normal)
    {
        if (previous == null)
        {
            return input;
        }

        TrainingStep<TLanes, TVector>.Normalise(previous, normal);
        return normal;
    }
}
