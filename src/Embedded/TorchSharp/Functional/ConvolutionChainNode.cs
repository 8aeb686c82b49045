using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Several convolutions with what follows each of them, without a trip to memory in between where kernels can do without.
/// </summary>
internal static unsafe class ConvolutionChainNode
{
    /// <summary>Units of constants, nothing recorded.</summary>
    internal static Tensor Forward(IReadOnlyList<ConvolutionUnit> units, Tensor input)
    {
        var stages = new ChainStage[units.Count];
        var kept = new List<Tensor>();
        long[] sizes = input.Sizes.ToArray();
        try
        {
            for (int i = 0; i < stages.Length; i++)
            {
                Conv2d convolution = units[i].Convolution;
                convolution.Validate(sizes);
                (Tensor weight, Tensor? bias) = units[i].Constants();
                kept.AddRange(bias is null ? [weight] : [weight, bias]);
                ConvolutionShape shape = ConvolutionNode.Shape(sizes, weight, bias, convolution.stride, convolution.padding,
                    convolution.dilation, convolution.groups);
                kept.Add(weight.AsLayout(Layout.Contiguous));
                stages[i] = new ChainStage { Shape = shape, Activation = units[i].Activation, Weight = kept[^1].Floats };
                if (bias is not null)
                {
                    kept.Add(bias.AsLayout(Layout.Contiguous));
                    stages[i].Bias = kept[^1].Floats;
                }

                sizes = [shape.Batch, shape.OutputChannels, shape.OutputHeight, shape.OutputWidth];
            }

            using Tensor x = input.AsLayout(Layout.ChannelsLast);
            Tensor output = Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast);
            if (output.numel() > 0)
            {
                ConvolutionChain.Forward(stages, x.Floats, output.Floats);
            }

            return output;
        }
        finally
        {
            kept.ForEach(tensor => tensor.Dispose());
        }
    }
}
