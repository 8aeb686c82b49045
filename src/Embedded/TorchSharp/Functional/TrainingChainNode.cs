using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Convolution → batch normalisation → activation in training, several in a row, as one recorded operation. What is kept for backward is
/// the chain's input and what each convolution gave; normalised activations are never stored.
/// </summary>
internal static unsafe class TrainingChainNode
{
    // What is saved for a stage, in this order.
    const int Raw = 0, Mean = 1, Deviation = 2, Weight = 3, Gamma = 4, Beta = 5, PerStage = 6;

    internal static Tensor Forward(IReadOnlyList<ConvolutionUnit> units, Tensor input)
    {
        var shapes = new ConvolutionShape[units.Count];
        long[] sizes = input.Sizes.ToArray();
        for (int i = 0; i < shapes.Length; i++)
        {
            Conv2d convolution = units[i].Convolution;
            convolution.Validate(sizes);
            shapes[i] = ConvolutionNode.Shape(sizes, convolution.weight, null, convolution.stride, convolution.padding,
                convolution.dilation, convolution.groups);
            sizes = [shapes[i].Batch, shapes[i].OutputChannels, shapes[i].OutputHeight, shapes[i].OutputWidth];
        }

        var inputs = new List<Tensor?> { input };
        var saved = new List<Tensor> { input.AsLayout(Layout.ChannelsLast) };
        try
        {
            var stages = new TrainingStage[units.Count];
            for (int i = 0; i < stages.Length; i++)
            {
                (Conv2d convolution, BatchNorm2d norm) = (units[i].Convolution, units[i].Norm!);
                inputs.AddRange([convolution.weight, norm.weight, norm.bias]);
                stages[i] = Stage(units[i], shapes[i], saved);
            }

            Tensor output = Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast);
            TrainingChain.Forward(stages, saved[0].Floats, output.Floats);
            return Autograd.IsRecording([.. inputs]) ? Record(stages, [.. inputs], [.. saved], output) : output;
        }
        finally
        {
            saved.ForEach(tensor => tensor.Dispose());
        }
    }

    /// <summary>One stage with memory for what it gives, and its batch counted.</summary>
    static TrainingStage Stage(ConvolutionUnit unit, ConvolutionShape shape, List<Tensor> saved)
    {
        BatchNorm2d norm = unit.Norm!;
        int first = saved.Count, channels = shape.OutputChannels;
        saved.Add(Tensor.Dense([TrainingChain.RawLength(shape)], [1], ScalarType.Float32));
        saved.Add(Tensor.Dense([channels], [1], ScalarType.Float32));
        saved.Add(Tensor.Dense([channels], [1], ScalarType.Float32));
        saved.Add(unit.Convolution.weight.AsLayout(Layout.Contiguous));
        saved.Add((norm.weight ?? saved[first]).Alias());
        saved.Add((norm.bias ?? saved[first]).Alias());
        (Tensor? mean, Tensor? variance, double share) = norm.BeginBatch();
        var stage = new TrainingStage
        {
            Shape = shape,
            Activation = unit.Activation,
            Momentum = (float)share,
            Epsilon = (float)norm.eps,
            RunningMean = Moved(mean),
            RunningVariance = Moved(variance),
        };
        Point(stage, saved, first, norm.weight is not null, norm.bias is not null);
        return stage;
    }

    static void Point(TrainingStage stage, IReadOnlyList<Tensor> saved, int first, bool hasGamma, bool hasBeta)
    {
        stage.Raw = saved[first + Raw].Floats;
        stage.Mean = saved[first + Mean].Floats;
        stage.InverseDeviation = saved[first + Deviation].Floats;
        stage.Weight = saved[first + Weight].Floats;
        stage.Gamma = hasGamma ? saved[first + Gamma].Floats : null;
        stage.Beta = hasBeta ? saved[first + Beta].Floats : null;
    }

    static Tensor Record(TrainingStage[] forward, Tensor?[] inputs, Tensor[] saved, Tensor output)
    {
        bool[] present = [.. inputs.Select(tensor => tensor is not null)],
            wanted = [.. inputs.Select(tensor => Autograd.NeedsGradient(tensor))];
        var settings = forward.Select(s => (s.Shape, s.Activation, s.Epsilon)).ToArray();
        return Autograd.Record("ConvolutionChainBackward0", output, inputs, saved, (gradient, kept) =>
        {
            var gradients = new Tensor?[wanted.Length];
            var stages = new TrainingStage[settings.Length];
            for (int i = 0; i < stages.Length; i++)
            {
                int place = 1 + (3 * i), first = 1 + (PerStage * i);
                (ConvolutionShape shape, Activation activation, float epsilon) = settings[i];
                stages[i] = new TrainingStage { Shape = shape, Activation = activation, Epsilon = epsilon };
                Point(stages[i], kept, first, present[place + 1], present[place + 2]);
                for (int k = 0; k < 3; k++)
                {
                    gradients[place + k] = wanted[place + k] ? Tensor.Empty(kept[first + Weight + k].Sizes) : null;
                }

                stages[i].GradWeight = Pointer(gradients[place]);
                stages[i].GradGamma = Pointer(gradients[place + 1]);
                stages[i].GradBeta = Pointer(gradients[place + 2]);
            }

            gradients[0] = wanted[0] ? Tensor.Empty(kept[0].Sizes, ScalarType.Float32, Layout.ChannelsLast) : null;
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            TrainingChain.Backward(stages, kept[0].Floats, g.Floats, Pointer(gradients[0]));
            return gradients;
        });
    }

    static float* Moved(Tensor? statistics)
    {
        if (statistics is not null)
        {
            statistics.Memory.Version++;
        }

        return Pointer(statistics);
    }

    static float* Pointer(Tensor? tensor) => tensor is null ? null : tensor.Floats;
}
