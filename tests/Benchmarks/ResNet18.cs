using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks;

/// <summary>torchvision's ResNet-18, for measuring 3×3 and 7×7 convolutions: nothing but public torch.nn.</summary>
internal static class ResNet18
{
    public static Sequential Create()
    {
        var blocks = new List<Module<Tensor, Tensor>>
        {
            Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false), BatchNorm2d(64), ReLU(inplace: true), MaxPool2d(3, stride: 2, padding: 1),
        };
        int inputs = 64;
        foreach (int outputs in new[] { 64, 128, 256, 512 })
        {
            blocks.Add(new BasicBlock(inputs, outputs, outputs == 64 ? 1 : 2));
            blocks.Add(new BasicBlock(outputs, outputs, 1));
            inputs = outputs;
        }

        blocks.AddRange([AdaptiveAvgPool2d(1), Flatten(), Linear(512, 1000)]);
        return Sequential(blocks);
    }

    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Sequential residual;
        private readonly Sequential? downsample;

        public BasicBlock(int inputs, int outputs, int stride)
            : base(nameof(BasicBlock))
        {
            residual = Sequential(
                Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false), BatchNorm2d(outputs), ReLU(),
                Conv2d(outputs, outputs, 3, padding: 1, bias: false), BatchNorm2d(outputs));
            downsample = stride == 1 ? null : Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using Tensor change = residual.call(input);
            using Tensor? down = downsample?.call(input);
            using Tensor sum = change + (down ?? input);
            return functional.relu(sum);
        }
    }
}
