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
    /// <summary>Numbers that a stage's Raw takes.</summary>
    public static long RawLength(in ConvolutionShape shape) => (long)shape.OutputPixels
        * (Lanes512.IsSupported ? Planes<Lanes512, Vector512<float>>.Padded(shape.OutputChannels)
            : Lanes256.IsSupported ? Planes<Lanes256, Vector256<float>>.Padded(shape.OutputChannels)
            : Planes<Lanes128, Vector128<float>>.Padded(shape.OutputChannels));

    /// <summary>output = activation(normalised last convolution).</summary>
    public static void Forward(ReadOnlySpan<TrainingStage> stages, float* input, float* output)
    {
        if (Lanes512.IsSupported)
        {
            Forward<Lanes512, Vector512<float>>(stages, input, output);
        }
        else if (Lanes256.IsSupported)
        {
            Forward<Lanes256, Vector256<float>>(stages, input, output);
        }
        else
        {
            Forward<Lanes128, Vector128<float>>(stages, input, output);
        }
    }

    /// <summary>Gradients after <see cref="Forward(ReadOnlySpan{TrainingStage}, float*, float*)"/> with the same stages and input; <paramref name="gradInput"/> may be null.</summary>
    public static void Backward(ReadOnlySpan<TrainingStage> stages, float* input, float* gradOutput, float* gradInput)
    {
        if (Lanes512.IsSupported)
        {
            Backward<Lanes512, Vector512<float>>(stages, input, gradOutput, gradInput);
        }
        else if (Lanes256.IsSupported)
        {
            Backward<Lanes256, Vector256<float>>(stages, input, gradOutput, gradInput);
        }
        else
        {
            Backward<Lanes128, Vector128<float>>(stages, input, gradOutput, gradInput);
        }
    }

    private static void Forward<TLanes, TVector>(ReadOnlySpan<TrainingStage> stages, float* input, float* output)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int i = 0; i < stages.Length; i++)
        {
            TrainingStage stage = stages[i];
            int padded = Planes<TLanes, TVector>.Padded(stage.Channels);
            using var sums = new Scratch(4L * padded);
            TrainingStep<TLanes, TVector>.Forward(stage, i == 0 ? null : stages[i - 1], input, sums.Doubles);
            BatchNormalization.Statistics(stage.Rows, stage.Channels, sums.Doubles, sums.Doubles + padded, stage.Mean, stage.InverseDeviation,
                stage.RunningMean, stage.RunningVariance, stage.Momentum, stage.Epsilon);
        }

        TrainingStep<TLanes, TVector>.Normalise(stages[^1], output);
    }

    private static void Backward<TLanes, TVector>(ReadOnlySpan<TrainingStage> stages, float* input, float* gradOutput, float* gradInput)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        long widest = 0;
        int channels = stages[^1].Channels;
        foreach (TrainingStage stage in stages[..^1])
        {
            widest = Math.Max(widest, RawLength(stage.Shape));
            channels = Math.Max(channels, stage.Channels);
        }

        // Gradients between stages go back and forth between two buffers, and so do the sums.
        using var buffers = new Scratch(stages.Length > 2 ? 2 * widest : widest);
        int sumLength = 2 * Planes<TLanes, TVector>.Padded(channels);
        using var sumScratch = new Scratch(4L * sumLength);
        Planes<TLanes, TVector> gradient = Planes<TLanes, TVector>.ChannelsLast(gradOutput, stages[^1].Channels);
        TrainingStep<TLanes, TVector>.GradientSums(stages[^1], gradient, sumScratch.Doubles);
        for (int i = stages.Length - 1; i >= 0; i--)
        {
            int side = (stages.Length - i) % 2;
            TrainingStage? previous = i == 0 ? null : stages[i - 1];
            float* before = i == 0 ? gradInput : buffers.Pointer + side * (stages.Length > 2 ? widest : 0);
            TrainingStep<TLanes, TVector>.Backward(stages[i], previous, input, gradient, before, sumScratch.Doubles + (1 - side) * sumLength, sumScratch.Doubles + side * sumLength);
            gradient = previous == null ? default : TrainingStep<TLanes, TVector>.Layout(previous, before);
        }
    }
}
