using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>SqueezeNet 1.1 (Iandola et al. 2016), 0.7 million numbers: the smallest here. It has no batch norm, so it needs small steps.</summary>
    public static Backbone SqueezeNet { get; } = new()
    {
        Name = "squeezenet1_1",
        Title = "SqueezeNet 1.1",
        ImageSize = 224,
        Parameters = 722_496,
        // Of its checksum only the first digits are published: those in its name, which torchvision checks too.
        OfficialWeights = [Torchvision("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth", null, "b8a52dc0", "SqueezeNet 1.1 (58.2 %), about 5 MB")],
        ClassifierName = "classifier.1",
        FineTuneFrom = "features.9",
        ScratchRate = 3e-4,
        HasWidths = true,
        Make = backbone => TransferLearning.SqueezeNet.Create(backbone.Width),
        MakeOfficialHead = TransferLearning.SqueezeNet.OfficialHead,
    };
}

/// <summary>SqueezeNet 1.1 with torchvision's layers, names and initial weights.</summary>
internal static class SqueezeNet
{
    private const int FirstChannels = 64;

    // Squeezed channels, expanded channels by each of the two kernels, and whether the maps are halved afterwards: figure 2 of the paper, as version 1.1 has it.
    private static readonly (int Squeezed, int ExpandedEach, bool IsHalved)[] Fires =
    [
        (16, 64, false), (16, 64, true), (32, 128, false), (32, 128, true), (48, 192, false), (48, 192, false), (64, 256, false), (64, 256, false),
    ];

    /// <summary>Makes the convolutional part; N×3×H×W → N×channels×H/16×W/16.</summary>
    /// <param name="width">Multiplies the channels of every layer.</param>
    public static BackboneLayers Create(double width)
    {
        int channels = Scaled(FirstChannels), index = 3;
        var blocks = new List<Block>
        {
            Block.Of("Conv-ReLU-Pool", ("features.0", Conv2d(3, channels, 3, stride: 2)), ("features.1", ReLU(inplace: true)), ("features.2", Halve())),
        };
        foreach ((int squeezed, int expandedEach, bool isHalved) in Fires)
        {
            var fire = new Fire(channels, Scaled(squeezed), Scaled(expandedEach));
            blocks.Add(isHalved
                ? Block.Of("Fire-Pool", ($"features.{index++}", fire), ($"features.{index++}", Halve()))
                : Block.Of(nameof(Fire), $"features.{index++}", fire));
            channels = 2 * Scaled(expandedEach);
        }

        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            init.kaiming_uniform_(convolution.weight);
            init.zeros_(convolution.bias!);
        }

        return new BackboneLayers(blocks, channels);

        int Scaled(int full) => MobileNetV2.RoundedToEight(full * width);

        static MaxPool2d Halve() => MaxPool2d(3, stride: 2, ceil_mode: true);
    }

    /// <summary>torchvision's classifier: a score of every class in every cell, and their mean.</summary>
    public static HeadLayers OfficialHead(long channels, int outputs)
    {
        Conv2d scores = Conv2d(channels, outputs, 1);
        init.normal_(scores.weight, 0, 0.01);
        init.zeros_(scores.bias!);
        return new HeadLayers(
            "none",
            static maps => maps.alias(),
            new LayerChain(
                ("classifier.0", Dropout(0.5)), ("classifier.1", scores), ("classifier.2", ReLU(inplace: true)), ("classifier.3", AdaptiveAvgPool2d(1)), ("", Flatten())));
    }
}
