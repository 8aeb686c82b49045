using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// MobileNetV2's block: widen by a 1×1 convolution, filter each channel by itself (3×3), narrow again without an activation; where the shape
/// stays, the input is added.
/// </summary>
internal sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool addsInput;

    public InvertedResidual(int inputs, int outputs, int stride, int expansion)
        : base(nameof(InvertedResidual))
    {
        int hidden = inputs * expansion;
        var layers = new List<Module<Tensor, Tensor>>();
        if (expansion != 1)
        {
            layers.Add(MobileNetV2.ConvolutionBlock(inputs, hidden, kernelSize: 1, stride: 1));
        }

        layers.Add(MobileNetV2.ConvolutionBlock(hidden, hidden, kernelSize: 3, stride, groups: hidden));
        layers.Add(Conv2d(hidden, outputs, 1, bias: false));
        layers.Add(BatchNorm2d(outputs));
        conv = Sequential(layers);
        addsInput = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor output = conv.call(input);
        if (!addsInput)
        {
            return output;
        }

        using (output)
        {
            return input + output;
        }
    }
}
