using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

public sealed partial record Backbone
{
    /// <summary>
    /// MobileNetV1 (Howard et al. 2017), 3.2 million numbers. There are no official weights of torchvision; names are those of timm's
    /// mobilenetv1_100.ra4_e3600_r224_in1k, which was trained on pictures from -1 to 1.
    /// </summary>
    public static Backbone MobileNetV1 { get; } = new()
    {
        Name = "mobilenetv1_100",
        Title = "MobileNetV1",
        ImageSize = 224,
        Parameters = 3_206_976,
        OfficialWeights =
        [
            new(
                "mobilenetv1_100",
                new Uri("https://huggingface.co/timm/mobilenetv1_100.ra4_e3600_r224_in1k/resolve/main/model.safetensors"),
                null,
                null,
                "MobileNetV1, timm's training (75.4 %), about 17 MB; no checksum of it is known here")
            {
                FileName = "mobilenetv1_100.ra4_e3600_r224_in1k.safetensors",
            },
        ],
        ClassifierName = "classifier",
        FineTuneFrom = "blocks.4",
        Mean = [0.5f, 0.5f, 0.5f],
        Deviation = [0.5f, 0.5f, 0.5f],
        HasWidths = true,
        Make = backbone => TransferLearning.MobileNetV1.Create(backbone.Width),
    };
}

/// <summary>MobileNetV1: each channel filtered by itself (3×3), then all mixed (1×1); thirteen times.</summary>
internal static class MobileNetV1
{
    // Output channels, repetitions, stride of the first: table 1 of the paper.
    private static readonly (int Channels, int Repetitions, int Stride)[] Stages = [(64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 6, 2), (1024, 2, 2)];

    /// <summary>Makes the convolutional part; N×3×H×W → N×channels×H/32×W/32.</summary>
    /// <param name="width">Multiplies the channels of every layer.</param>
    public static BackboneLayers Create(double width)
    {
        int channels = MobileNetV2.RoundedToEight(32 * width);
        var blocks = new List<Block>
        {
            Block.Of(
                "Conv-BN-ReLU6",
                ("conv_stem", Conv2d(3, channels, 3, stride: 2, padding: 1, bias: false)),
                ("bn1", BatchNorm2d(channels)),
                ("", ReLU6(inplace: true))),
        };
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            int output = MobileNetV2.RoundedToEight(Stages[stage].Channels * width);
            for (int i = 0; i < Stages[stage].Repetitions; i++)
            {
                blocks.Add(Block.Of("DepthwiseSeparable", $"blocks.{stage}.{i}", Separable(channels, output, i == 0 ? Stages[stage].Stride : 1)));
                channels = output;
            }
        }

        foreach (Conv2d convolution in blocks.SelectMany(block => block.Layers.All).OfType<Conv2d>())
        {
            // What leaves a layer should vary as much as what enters it, counted from the side of the gradient.
            double fanOut = (double)convolution.weight.NumberOfElements / convolution.weight.shape[1] / convolution.groups;
            init.normal_(convolution.weight, 0, Math.Sqrt(2 / fanOut));
        }

        return new BackboneLayers(blocks, channels);
    }

    private static Sequential Separable(int inputs, int outputs, int stride) => Sequential(
        ("conv_dw", Conv2d(inputs, inputs, 3, stride: stride, padding: 1, groups: inputs, bias: false)), ("bn1", BatchNorm2d(inputs)), ("act1", ReLU6(inplace: true)),
        ("conv_pw", Conv2d(inputs, outputs, 1, bias: false)), ("bn2", BatchNorm2d(outputs)), ("act2", ReLU6(inplace: true)));
}
