using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks;

/// <summary>torchvision's MobileNetV2 with one output, for measuring: nothing but public torch.nn.</summary>
internal static class MobileNetV2
{
    public static Sequential Create()
    {
        var blocks = new List<Module<Tensor, Tensor>> { ConvolutionBlock(3, 32, 3, 2) };
        int channels = 32;
        foreach ((int expansion, int output, int repeats, int stride) in MobileNetV2Shapes.Stages)
        {
            for (int i = 0; i < repeats; i++)
            {
                blocks.Add(new InvertedResidual(channels, output, i == 0 ? stride : 1, expansion));
                channels = output;
            }
        }

        blocks.Add(ConvolutionBlock(channels, 1280, 1, 1));
        return Sequential(("features", Sequential(blocks)), ("pool", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("classifier", Linear(1280, 1)));
    }

    private static Sequential ConvolutionBlock(int inputs, int outputs, int kernel, int stride, int groups = 1) => Sequential(
        Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false), BatchNorm2d(outputs), ReLU6(inplace: true));

    private sealed class InvertedResidual : Module<Tensor, Tensor>
    {
        private readonly Sequential conv;
        private readonly bool shortcut;

        public InvertedResidual(int inputs, int outputs, int stride, int expansion)
            : base(nameof(InvertedResidual))
        {
            var layers = new List<Module<Tensor, Tensor>>();
            if (expansion > 1)
            {
                layers.Add(ConvolutionBlock(inputs, inputs * expansion, 1, 1));
            }

            layers.Add(ConvolutionBlock(inputs * expansion, inputs * expansion, 3, stride, inputs * expansion));
            layers.Add(Conv2d(inputs * expansion, outputs, 1, bias: false));
            layers.Add(BatchNorm2d(outputs));
            conv = Sequential(layers);
            shortcut = stride == 1 && inputs == outputs;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (!shortcut)
            {
                return conv.call(input);
            }

            using Tensor change = conv.call(input);
            return input + change;
        }
    }
}
