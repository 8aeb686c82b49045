namespace TorchSharp.Kernels;

/// <summary>Training of a convolution of any other kind with its normalisation: channels-last throughout, one pass over memory after the other.</summary>
internal static unsafe class WholeTraining<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int BlocksPerWorker = 2;

    public static void Forward(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
        Convolution.Forward(stage.Shape, Values(previous, input, normal.Pointer), stage.Weight, null, stage.Raw);
        int rows = stage.Rows, channels = stage.Channels, padded = Planes<TLanes, TVector>.Padded(channels), block = ChannelSums.BlockRows(channels);
        ChannelSums.InParts((rows + block - 1) / block, BlocksPerWorker, 2 * padded, sums, (start, end, sum) =>
            ChannelSums.AddMoments(stage.Raw + (long)start * block * channels, Math.Min(end * block, rows) - start * block, channels, channels, sum, sum + padded));
    }

    public static void Backward(TrainingStage stage, TrainingStage? previous, PlaneGradient<TLanes, TVector> gradient, float* input, Planes<TLanes, TVector> gradOutput,
        Planes<TLanes, TVector> gradInput, double* sumsBefore)
    {
        using var through = new Scratch((long)stage.Rows * stage.Channels);
        using var normal = new Scratch(previous == null ? 0 : (long)previous.Rows * previous.Channels);
        float* after = through.Pointer;
        TrainingStep<TLanes, TVector>.ByBlocks(stage, (plane, first, count, local, _) =>
        {
            using var spare = new Scratch((long)count * Planes<TLanes, TVector>.Width);
            Planes<TLanes, TVector> raw = TrainingStep<TLanes, TVector>.Layout(stage, stage.Raw);
            float* x = raw.Read(plane, first, count, local, out nint xPitch), g = gradOutput.Read(plane, first, count, spare.Pointer, out nint gradientPitch);
            gradient.Apply(plane, raw.Vectors(plane), count, x, xPitch, g, gradientPitch, local);
            TrainingStep<TLanes, TVector>.Layout(stage, after).Write(plane, first, count, local);
        });
        if (stage.GradWeight != null)
        {
            Convolution.BackwardWeight(stage.Shape, Values(previous, input, normal.Pointer), after, stage.GradWeight, null);
        }

        if (gradInput.IsEmpty)
        {
            return;
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
