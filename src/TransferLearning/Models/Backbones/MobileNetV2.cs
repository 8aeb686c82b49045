using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>MobileNetV2 (Sandler et al. 2018), 2.2 million numbers, 154 million multiply-adds at 160 px.</summary>
    public static Backbone MobileNetV2 { get; } = new()
    {
        Name = "mobilenet_v2",
        Title = "MobileNetV2",
        ImageSize = 160,
        Parameters = 2_223_872,
        OfficialWeights =
        [
            Torchvision("mobilenet_v2", "mobilenet_v2-7ebf99e0.pth", 14_258_573, "7ebf99e03e254b273379b23edca7ec0da9f48273b23a332b93c1c99d49e86e8f", "MobileNetV2, second training (ImageNet top-1 72.2 %)"),
            Torchvision("mobilenet_v2-v1", "mobilenet_v2-b0353104.pth", null, "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889", "MobileNetV2, first training (71.9 %), about 14 MB"),
        ],
        ClassifierName = "classifier.1",
        OfficialDropout = 0.2,
        FineTuneFrom = "features.12.conv.0.1",
        HasWidths = true,
        Make = backbone => TransferLearning.MobileNetV2.Create(backbone.Width),
    };
}

/// <summary>
/// The convolutional part of MobileNetV2 (Sandler et al. 2018, "Inverted Residuals and Linear Bottlenecks"), with torchvision's layers, names and
/// initial weights.
/// </summary>
internal static class MobileNetV2
{
    private const string FirstAndLast = "Conv-BN-ReLU6";

    // Expansion, output channels, repetitions, stride of the first: table 2 of the paper.
    private static readonly (int Expansion, int Channels, int Repetitions, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    /// <summary>Makes blocks "0" to "18"; N×3×H×W → N×channels×H/32×W/32.</summary>
    /// <param name="width">Multiplies the channels of every layer; the last keeps at least 1,280.</param>
    public static BackboneLayers Create(double width)
    {
        int channels = RoundedToEight(32 * width), last = RoundedToEight(1280 * Math.Max(1, width));
        var blocks = new List<Block> { Block.Of(FirstAndLast, "features.0", ConvolutionBlock(3, channels, kernelSize: 3, stride: 2)) };
        foreach ((int expansion, int stageChannels, int repetitions, int stride) in Stages)
        {
            int output = RoundedToEight(stageChannels * width);
            for (int i = 0; i < repetitions; i++)
            {
                blocks.Add(Block.Of(
                    nameof(InvertedResidual), $"features.{blocks.Count}", new InvertedResidual(channels, output, i == 0 ? stride : 1, expansion)));
                channels = output;
            }
        }

        blocks.Add(Block.Of(FirstAndLast, $"features.{blocks.Count}", ConvolutionBlock(channels, last, kernelSize: 1, stride: 1)));
        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            init.kaiming_normal_(convolution.weight, mode: init.FanInOut.FanOut);
        }

        return new BackboneLayers(blocks, last);
    }

    /// <summary>Convolution, batch norm, ReLU6: torchvision's Conv2dNormActivation.</summary>
    public static Sequential ConvolutionBlock(int inputs, int outputs, int kernelSize, int stride, int groups = 1) => Sequential(
        Conv2d(inputs, outputs, kernelSize, stride: stride, padding: (kernelSize - 1) / 2, groups: groups, bias: false),
        BatchNorm2d(outputs),
        ReLU6(inplace: true));

    // To the nearest multiple of 8, but never more than 10 % down: torchvision's _make_divisible.
    public static int RoundedToEight(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
