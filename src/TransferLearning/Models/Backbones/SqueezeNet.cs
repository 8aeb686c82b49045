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
        WeightsFile = "squeezenet1_1-b8a52dc0.pth",
        ClassifierName = "classifier.1",
        FineTuneFrom = "features.9",
        ScratchRate = 3e-4,
        Make = _ => TransferLearning.SqueezeNet.Create(),
        MakeOfficialHead = TransferLearning.SqueezeNet.OfficialHead,
    };
}

/// <summary>SqueezeNet 1.1 with torchvision's layers, names and initial weights.</summary>
internal static class SqueezeNet
{
    private const int Channels = 512;

    /// <summary>Makes the convolutional part; N×3×H×W → N×512×H/16×W/16.</summary>
    public static BackboneLayers Create()
    {
        Block[] blocks =
        [
            Block.Of("Conv-ReLU-Pool", ("features.0", Conv2d(3, 64, 3, stride: 2)), ("features.1", ReLU(inplace: true)), ("features.2", Halve())),
            Block.Of(nameof(Fire), "features.3", new Fire(64, 16, 64)),
            Block.Of("Fire-Pool", ("features.4", new Fire(128, 16, 64)), ("features.5", Halve())),
            Block.Of(nameof(Fire), "features.6", new Fire(128, 32, 128)),
            Block.Of("Fire-Pool", ("features.7", new Fire(256, 32, 128)), ("features.8", Halve())),
            Block.Of(nameof(Fire), "features.9", new Fire(256, 48, 192)),
            Block.Of(nameof(Fire), "features.10", new Fire(384, 48, 192)),
            Block.Of(nameof(Fire), "features.11", new Fire(384, 64, 256)),
            Block.Of(nameof(Fire), "features.12", new Fire(512, 64, 256)),
        ];
        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            init.kaiming_uniform_(convolution.weight);
            init.zeros_(convolution.bias!);
        }

        return new BackboneLayers(blocks, Channels);

        static MaxPool2d Halve() => MaxPool2d(3, stride: 2, ceil_mode: true);
    }

    /// <summary>torchvision's classifier: a score of every class in every cell, and their mean.</summary>
    public static HeadLayers OfficialHead(int outputs)
    {
        Conv2d scores = Conv2d(Channels, outputs, 1);
        init.normal_(scores.weight, 0, 0.01);
        init.zeros_(scores.bias!);
        return new HeadLayers(
            "none",
            static maps => maps.alias(),
            new LayerChain(
                ("classifier.0", Dropout(0.5)), ("classifier.1", scores), ("classifier.2", ReLU(inplace: true)), ("classifier.3", AdaptiveAvgPool2d(1)), ("", Flatten())));
    }
}
