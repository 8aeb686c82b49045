using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>
    /// VGG16 (Simonyan and Zisserman 2015), 14.7 million numbers without its classifier, which has another 124 million. It has no batch norm, so from
    /// scratch and in fine-tuning it needs small steps.
    /// </summary>
    public static Backbone VGG16 { get; } = new()
    {
        Name = "vgg16",
        Title = "VGG16",
        ImageSize = 224,
        Parameters = 14_714_688,
        OfficialWeights = [Torchvision("vgg16", "vgg16-397923af.pth", 553_433_881, "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0", "VGG16 (71.6 %)")],
        ClassifierName = "classifier.1",
        FineTuneFrom = "features.24",   // the last five of the thirteen convolutions are block 5 in Keras' words
        ScratchRate = 1e-4,
        FineTuneRate = 1e-5,
        Make = _ => TransferLearning.VGG16.Create(),
        MakeOfficialHead = TransferLearning.VGG16.OfficialHead,
        OtherNames = [("pre_logits.fc1.", "classifier.0."), ("pre_logits.fc2.", "classifier.3."), ("head.fc.", "classifier.6.")],   // timm's
    };
}

/// <summary>VGG16 with torchvision's layers, names and initial weights: thirteen 3×3 convolutions, five times halved.</summary>
internal static class VGG16
{
    private const int PooledSize = 7, Hidden = 4096;

    // Channels of the convolutions; a pooling follows each group.
    private static readonly int[][] Groups = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    /// <summary>Makes the convolutional part; N×3×H×W → N×512×H/32×W/32.</summary>
    public static BackboneLayers Create()
    {
        int channels = 3, index = 0;
        var blocks = new List<Block>();
        foreach (int[] group in Groups)
        {
            for (int i = 0; i < group.Length; i++)
            {
                Conv2d convolution = Conv2d(channels, group[i], 3, padding: 1);
                init.kaiming_normal_(convolution.weight, mode: init.FanInOut.FanOut);
                init.zeros_(convolution.bias!);
                (string, Module<Tensor, Tensor>)[] layers = [(Next(), convolution), (Next(), ReLU(inplace: true))];
                blocks.Add(i < group.Length - 1
                    ? Block.Of("Conv-ReLU", layers)
                    : Block.Of("Conv-ReLU-Pool", [.. layers, (Next(), MaxPool2d(2, stride: 2))]));
                channels = group[i];
            }
        }

        return new BackboneLayers(blocks, channels);

        string Next() => $"features.{index++}";
    }

    /// <summary>torchvision's classifier: 7×7 cells, two hidden layers of 4,096.</summary>
    public static HeadLayers OfficialHead(long channels, int outputs) => new(
        $"average to {PooledSize}×{PooledSize}, flatten",
        maps => functional.adaptive_avg_pool2d(maps, PooledSize).flatten(1),
        new LayerChain(
            ("classifier.0", HeadLayers.NewLinear(channels * PooledSize * PooledSize, Hidden)), ("classifier.1", ReLU(inplace: true)), ("classifier.2", Dropout(0.5)),
            ("classifier.3", HeadLayers.NewLinear(Hidden, Hidden)), ("classifier.4", ReLU(inplace: true)), ("classifier.5", Dropout(0.5)),
            ("classifier.6", HeadLayers.NewLinear(Hidden, outputs))));
}
