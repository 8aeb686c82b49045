using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>
    /// Inception v3 (Szegedy et al. 2016), 21.8 million numbers, for pictures of 299 px. Its weights came from TensorFlow, where pictures go from
    /// -1 to 1; torchvision takes ImageNet's normalisation off again for it ("transform_input"), here the pictures are made so from the beginning.
    /// The auxiliary classifier, which only its first training used, is left out.
    /// </summary>
    public static Backbone InceptionV3 { get; } = new()
    {
        Name = "inception_v3",
        Title = "InceptionV3",
        ImageSize = 299,
        SmallestSize = 75,
        Parameters = 21_785_568,
        OfficialWeights = [Torchvision("inception_v3", "inception_v3_google-0cc3c7bd.pth", 108_949_747, "0cc3c7bd75056d25e46cba549dc184522069b81e9787eff6df84f397bd52a5ef", "Inception v3 (77.3 %)")],
        ClassifierName = "fc",
        PassedOver = ["AuxLogits."],
        OfficialDropout = 0.5,
        FineTuneFrom = "Mixed_7b",
        Mean = [0.5f, 0.5f, 0.5f],
        Deviation = [0.5f, 0.5f, 0.5f],
        Make = _ => TransferLearning.InceptionV3.Create(),
    };
}

/// <summary>The convolutional part of Inception v3, with torchvision's layers, names and initial weights.</summary>
internal static class InceptionV3
{
    private const int Channels = 2048;

    /// <summary>Makes it; N×3×299×299 → N×2048×8×8.</summary>
    public static BackboneLayers Create()
    {
        Block[] blocks =
        [
            Stem("Conv2d_1a_3x3", InceptionBlock.Unit(3, 32, 3, stride: 2)),
            Stem("Conv2d_2a_3x3", InceptionBlock.Unit(32, 32, 3)),
            Stem("Conv2d_2b_3x3", InceptionBlock.Unit(32, 64, 3, padding: 1), "maxpool1"),
            Stem("Conv2d_3b_1x1", InceptionBlock.Unit(64, 80, 1)),
            Stem("Conv2d_4a_3x3", InceptionBlock.Unit(80, 192, 3), "maxpool2"),
            Mixed("5b", InceptionBlock.A(192, 32)),
            Mixed("5c", InceptionBlock.A(256, 64)),
            Mixed("5d", InceptionBlock.A(288, 64)),
            Mixed("6a", InceptionBlock.B(288)),
            Mixed("6b", InceptionBlock.C(768, 128)),
            Mixed("6c", InceptionBlock.C(768, 160)),
            Mixed("6d", InceptionBlock.C(768, 160)),
            Mixed("6e", InceptionBlock.C(768, 192)),
            Mixed("7a", InceptionBlock.D(768)),
            Mixed("7b", InceptionBlock.E(1280)),
            Mixed("7c", InceptionBlock.E(2048)),
        ];
        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            init.normal_(convolution.weight, 0, 0.1);
        }

        return new BackboneLayers(blocks, Channels);
    }

    private static Block Stem(string name, Sequential unit, string? pooling = null) => pooling is null
        ? Block.Of("Conv-BN-ReLU", name, unit)
        : Block.Of("Conv-BN-ReLU-Pool", (name, unit), (pooling, MaxPool2d(3, stride: 2)));

    private static Block Mixed(string name, InceptionBlock block) => Block.Of(block.GetName(), "Mixed_" + name, block);
}
