using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Convolution → batch normalisation → activation, several in a row, as one operation: in evaluation with the normalisations folded into the filters
/// (<see cref="ConvolutionChain"/>), in training with the batch's statistics and all gradients (<see cref="TrainingChain"/>).
/// </summary>
internal static unsafe class ChainNode
{
    /// <summary>One step: convolution without unusual padding, its normalisation, and the activation after it.</summary>
    internal readonly record struct Step(Conv2d Convolution, BatchNorm2d Norm, Activation Activation);

    /// <summary>The sizes of each step's convolution, or null where some input does not fit.</summary>
    internal static ConvolutionShape[]? Shapes(Tensor input, List<Step> steps)
    {
        var shapes = new ConvolutionShape[steps.Count];
        (int batch, int channels, int height, int width) = ((int)input.Sizes[0], (int)input.Sizes[1], (int)input.Sizes[2], (int)input.Sizes[3]);
        for (int i = 0; i < shapes.Length; i++)
        {
            Conv2d c = steps[i].Convolution;
            ConvolutionShape shape = shapes[i] = new ConvolutionShape(batch, channels, height, width, (int)c.out_channels, (int)c.kernel_size[0], (int)c.kernel_size[1],
                (int)c.stride[0], (int)c.stride[1], (int)c.padding[0], (int)c.padding[1], (int)c.dilation[0], (int)c.dilation[1], (int)c.groups);
            bool fits = c.in_channels == channels && steps[i].Norm.num_features == c.out_channels && batch > 0
                && height + 2 * shape.PaddingHeight > shape.DilationHeight * (shape.KernelHeight - 1)
                && width + 2 * shape.PaddingWidth > shape.DilationWidth * (shape.KernelWidth - 1);
            if (!fits)
            {
                return null;
            }

            (channels, height, width) = (shape.OutputChannels, shape.OutputHeight, shape.OutputWidth);
        }

        return shapes;
    }

    /// <summary>With fixed statistics and nothing that learns.</summary>
    internal static Tensor Evaluate(Tensor input, List<Step> steps, ConvolutionShape[] shapes)
    {
        using Tensor x = input.AsLayout(Layout.ChannelsLast);
        var stages = new ChainStage[shapes.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            FoldedConvolution folded = steps[i].Convolution.Folded(steps[i].Norm);
            stages[i] = new ChainStage { Shape = shapes[i], Activation = steps[i].Activation, Weight = folded.Weight.Floats, Bias = folded.Bias.Floats };
        }

        Tensor output = Output(shapes[^1]);
        ConvolutionChain.Forward(stages, x.Floats, output.Floats);
        GC.KeepAlive(steps);
        return output;
    }

    /// <summary>With the batch's statistics.</summary>
    internal static Tensor Train(Tensor input, List<Step> steps, ConvolutionShape[] shapes)
    {
        var inputs = new List<Tensor?> { input };
        var saved = new List<Tensor> { input.AsLayout(Layout.ChannelsLast) };
        var stages = new TrainingStage[shapes.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            (Conv2d convolution, BatchNorm2d norm, Activation activation) = steps[i];
            inputs.AddRange([convolution.weight, norm.weight, norm.bias]);
            saved.AddRange([convolution.weight.AsLayout(Layout.Contiguous), norm.weight?.Alias() ?? saved[0].Alias(), norm.bias?.Alias() ?? saved[0].Alias(),
                Output(shapes[i]).DetachFromDisposeScope(), Vector(shapes[i].OutputChannels), Vector(shapes[i].OutputChannels)]);
            stages[i] = new TrainingStage { Shape = shapes[i], Activation = activation };
            norm.CountBatch(stages[i]);
        }

        bool[] wants = [.. inputs.Select(Autograd.NeedsGradient)], affine = [.. steps.Select(s => s.Norm.weight is not null)];
        Bind(stages, saved, affine);
        Tensor output = Output(shapes[^1]);
        TrainingChain.Forward(stages, saved[0].Floats, output.Floats);
        Autograd.Record("ConvolutionChainBackward0", output, [.. inputs], [.. saved], (gradient, kept) => Backward(stages, gradient, kept, wants, affine));
        saved.ForEach(tensor => tensor.Dispose());
        return output;
    }

    static Tensor?[] Backward(TrainingStage[] stages, Tensor gradient, Tensor[] kept, bool[] wants, bool[] affine)
    {
        Bind(stages, kept, affine);
        var gradients = new Tensor?[wants.Length];
        for (int i = 0; i < wants.Length; i++)
        {
            int stage = (i - 1) / 3;
            gradients[i] = !wants[i] ? null
                : i == 0 ? Tensor.Empty(kept[0].Sizes, ScalarType.Float32, Layout.ChannelsLast)
                : Tensor.Empty((i - 1) % 3 == 0 ? kept[1 + 6 * stage].Sizes : [stages[stage].Channels]);
        }

        for (int i = 0; i < stages.Length; i++)
        {
            stages[i].GradWeight = Pointer(gradients[1 + 3 * i]);
            stages[i].GradGamma = Pointer(gradients[2 + 3 * i]);
            stages[i].GradBeta = Pointer(gradients[3 + 3 * i]);
        }

        using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
        TrainingChain.Backward(stages, kept[0].Floats, g.Floats, Pointer(gradients[0]));
        return gradients;
    }

    // Saved: the input, then for each stage filters, weight and bias of the normalisation, the convolution's output, mean, inverse deviation.
    static void Bind(TrainingStage[] stages, IReadOnlyList<Tensor> saved, bool[] affine)
    {
        for (int i = 0; i < stages.Length; i++)
        {
            int at = 1 + 6 * i;
            stages[i].Weight = saved[at].Floats;
            stages[i].Gamma = affine[i] ? saved[at + 1].Floats : null;
            stages[i].Beta = affine[i] ? saved[at + 2].Floats : null;
            stages[i].Raw = saved[at + 3].Floats;
            stages[i].Mean = saved[at + 4].Floats;
            stages[i].InverseDeviation = saved[at + 5].Floats;
        }
    }

    static float* Pointer(Tensor? tensor) => tensor is null ? null : tensor.Floats;

    static Tensor Vector(int length) => Tensor.Dense([length], [1], ScalarType.Float32);

    static Tensor Output(in ConvolutionShape s) => Tensor.Empty([s.Batch, s.OutputChannels, s.OutputHeight, s.OutputWidth], ScalarType.Float32, Layout.ChannelsLast);
}
