using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Training of convolution → batch normalisation → activation, several in a row, with as few passes over memory as the batch's statistics allow.
/// Only what the convolutions give (Raw) is ever stored. A stage normalises the one before it block by block, in the second-level cache, just before it multiplies,
/// and sums its own statistics from each block as it leaves. Backward, a block's gradient is taken through the normalisation in the cache, serves both
/// the weights and the stage before, and the sums that the normalisation before it needs are taken before the block leaves: each stage reads
/// its gradient, its Raw and the Raw before it once, and writes one gradient.
/// </summary>
internal static unsafe class TrainingChain
{
    /// <summary>output = activation(normalised last convolution).</summary>
    public static void Forward(ReadOnlySpan<TrainingStage> stages, float* input, float* output)
    {
        for (int i = 0; i < stages.Length; i++)
        {
            TrainingStage stage = stages[i];
            using var sums = new Scratch(4L * stage.Channels);
            ForwardStage(stage, i == 0 ? null : stages[i - 1], input, sums.Doubles);
            BatchNormalization.Statistics(stage.Rows, stage.Channels, sums.Doubles, sums.Doubles + stage.Channels, stage.Mean, stage.InverseDeviation,
                stage.RunningMean, stage.RunningVariance, stage.Momentum, stage.Epsilon);
        }

        TrainingStage last = stages[^1];
        BatchNormalization.Apply(last.Rows, last.Channels, last.Raw, last.Gamma, last.Beta, last.Mean, last.InverseDeviation, output, last.Activation);
    }

    /// <summary>Gradients after <see cref="Forward"/> with the same stages and input; <paramref name="gradInput"/> may be null.</summary>
    public static void Backward(ReadOnlySpan<TrainingStage> stages, float* input, float* gradOutput, float* gradInput)
    {
        TrainingStage last = stages[^1];
        long widest = 0;
        int channels = last.Channels;
        for (int i = 1; i < stages.Length; i++)
        {
            widest = Math.Max(widest, (long)stages[i].Shape.InputPixels * stages[i].Shape.InputChannels);
            channels = Math.Max(channels, stages[i].Shape.InputChannels);
        }

        // Gradients between stages go back and forth between two buffers, and so do the sums.
        using var gradients = new Scratch(stages.Length > 2 ? 2 * widest : widest);
        using var sumScratch = new Scratch(8L * channels);
        using var mapScratch = new Scratch(ChannelMap.Length(last.Channels));
        BatchNormalization.GradientSums(last.Rows, last.Channels, last.Map(mapScratch.Pointer), last.Raw, null, gradOutput, last.Mean, sumScratch.Doubles);
        float* gradient = gradOutput;
        for (int i = stages.Length - 1; i >= 0; i--)
        {
            int side = (stages.Length - i) % 2;
            float* before = i == 0 ? gradInput : gradients.Pointer + side * (stages.Length > 2 ? widest : 0);
            BackwardStage(stages[i], i == 0 ? null : stages[i - 1], input, gradient, before, sumScratch.Doubles + (1 - side) * 2 * channels, sumScratch.Doubles + side * 2 * channels);
            gradient = before;
        }
    }

    private static void ForwardStage(TrainingStage stage, TrainingStage? previous, float* input, double* sums)
    {
        if (Lanes512.IsSupported)
        {
            TrainingStep<Lanes512, Vector512<float>>.Forward(stage, previous, input, sums);
        }
        else if (Lanes256.IsSupported)
        {
            TrainingStep<Lanes256, Vector256<float>>.Forward(stage, previous, input, sums);
        }
        else
        {
            TrainingStep<Lanes128, Vector128<float>>.Forward(stage, previous, input, sums);
        }
    }

    private static void BackwardStage(TrainingStage stage, TrainingStage? previous, float* input, float* gradOutput, float* gradInput, double* sums, double* sumsBefore)
    {
        if (Lanes512.IsSupported)
        {
            TrainingStep<Lanes512, Vector512<float>>.Backward(stage, previous, input, gradOutput, gradInput, sums, sumsBefore);
        }
        else if (Lanes256.IsSupported)
        {
            TrainingStep<Lanes256, Vector256<float>>.Backward(stage, previous, input, gradOutput, gradInput, sums, sumsBefore);
        }
        else
        {
            TrainingStep<Lanes128, Vector128<float>>.Backward(stage, previous, input, gradOutput, gradInput, sums, sumsBefore);
        }
    }
}
