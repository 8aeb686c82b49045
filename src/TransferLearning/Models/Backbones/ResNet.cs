using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>The convolutional part of the ResNets, with torchvision's layers, names and initial weights.</summary>
internal static class ResNet
{
    private static readonly int[] Widths = [64, 128, 256, 512];

    /// <summary>Makes the stem and the four stages; N×3×H×W → N×channels×H/32×W/32.</summary>
    /// <param name="makeBlock">Makes a block of input channels, width and stride.</param>
    /// <param name="expansion">Channels that a block gives for each of its width.</param>
    /// <param name="width">Multiplies the channels of every layer.</param>
    /// <param name="repetitions">Blocks of each stage.</param>
    public static BackboneLayers Create(Func<int, int, int, ResidualBlock> makeBlock, int expansion, double width, params int[] repetitions)
    {
        int[] widths = [.. Widths.Select(full => MobileNetV2.RoundedToEight(full * width))];
        int channels = widths[0];
        var blocks = new List<Block>
        {
            Block.Of(
                "Conv-BN-ReLU-Pool",
                ("conv1", Conv2d(3, channels, 7, stride: 2, padding: 3, bias: false)),
                ("bn1", BatchNorm2d(channels)),
                ("relu", ReLU(inplace: true)),
                ("maxpool", MaxPool2d(3, stride: 2, padding: 1))),
        };
        for (int stage = 0; stage < widths.Length; stage++)
        {
            for (int i = 0; i < repetitions[stage]; i++)
            {
                ResidualBlock block = makeBlock(channels, widths[stage], i == 0 && stage > 0 ? 2 : 1);
                blocks.Add(Block.Of(block.GetName(), $"layer{stage + 1}.{i}", block));
                channels = widths[stage] * expansion;
            }
        }

        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            init.kaiming_normal_(convolution.weight, mode: init.FanInOut.FanOut);
        }

        return new BackboneLayers(blocks, channels);
    }
}
