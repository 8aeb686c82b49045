using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// The block of the ResNets (He et al. 2016, "Deep residual learning for image recognition"): a few convolutions, whose result is added to the
/// input, so that a block begins as almost nothing and learns what is missing. Where the shape changes, a 1×1 convolution brings the input along.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly LayerChain path;
    private readonly Sequential? downsample;

    private ResidualBlock(string kind, int inputs, int outputs, int stride, LayerChain path)
        : base(kind)
    {
        this.path = path;
        path.RegisterIn(this);
        downsample = stride == 1 && inputs == outputs ? null : Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm2d(outputs));
        RegisterComponents();
    }

    /// <summary>Two 3×3 convolutions.</summary>
    public static ResidualBlock Basic(int inputs, int width, int stride) => new("BasicBlock", inputs, width, stride, new LayerChain(
        ("conv1", Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false)), ("bn1", BatchNorm2d(width)), ("", ReLU(inplace: true)),
        ("conv2", Conv2d(width, width, 3, padding: 1, bias: false)), ("bn2", BatchNorm2d(width))));

    /// <summary>1×1 down, 3×3 (which has the stride, as torchvision places it), 1×1 up to four times the width.</summary>
    public static ResidualBlock Bottleneck(int inputs, int width, int stride) => new("Bottleneck", inputs, width * 4, stride, new LayerChain(
        ("conv1", Conv2d(inputs, width, 1, bias: false)), ("bn1", BatchNorm2d(width)), ("", ReLU(inplace: true)),
        ("conv2", Conv2d(width, width, 3, stride: stride, padding: 1, bias: false)), ("bn2", BatchNorm2d(width)), ("", ReLU(inplace: true)),
        ("conv3", Conv2d(width, width * 4, 1, bias: false)), ("bn3", BatchNorm2d(width * 4))));

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor identity = downsample is null ? input : downsample.call(input);
        return functional.relu(path.Run(input) + identity, inplace: true).MoveToOuterDisposeScope();
    }
}
