using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// A convolutional network of torchvision's to build on: how to make it, what it expects, where its official weights are.
/// </summary>
public sealed record Backbone
{
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f], ImageNetDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>MobileNetV2 (Sandler et al. 2018): 2.2 million parameters, 154 million multiply-adds at 160 px.</summary>
    public static Backbone MobileNetV2 { get; } = new()
    {
        Name = "mobilenet_v2", Title = "MobileNetV2", ImageSize = 160, Parameters = 2_223_872, FineTuneFrom = "features.12.conv.0.1",
        Weights = Torchvision("mobilenet_v2-7ebf99e0.pth", 14_258_573,
            "7ebf99e03e254b273379b23edca7ec0da9f48273b23a332b93c1c99d49e86e8f", "MobileNetV2 (ImageNet top-1 72.2 %)"),
        Network = static width => torchvision.models.mobilenet_v2(width_mult: width), HasWidths = true,
    };

    /// <summary>MobileNetV3, small (Howard et al. 2019): 0.9 million parameters.</summary>
    public static Backbone MobileNetV3Small { get; } = new()
    {
        Name = "mobilenet_v3_small", Title = "MobileNetV3 small", ImageSize = 224, Parameters = 927_008, FineTuneFrom = "features.9",
        Weights = Torchvision("mobilenet_v3_small-047dcff4.pth", null, "047dcff4", "MobileNetV3 small (67.7 %), about 10 MB"),
        Network = static _ => WithReLU(torchvision.models.mobilenet_v3_small()),
    };

    /// <summary>MobileNetV3, large (Howard et al. 2019): 3 million parameters.</summary>
    public static Backbone MobileNetV3Large { get; } = new()
    {
        Name = "mobilenet_v3_large", Title = "MobileNetV3 large", ImageSize = 224, Parameters = 2_971_952, FineTuneFrom = "features.13",
        Weights = Torchvision("mobilenet_v3_large-8738ca79.pth", null, "8738ca79", "MobileNetV3 large (74.0 %), about 22 MB"),
        Network = static _ => WithReLU(torchvision.models.mobilenet_v3_large()),
    };

    /// <summary>
    /// VGG16 (Simonyan and Zisserman 2015): 14.7 million parameters without its classifier, which has another 124 million. It has no
    /// BatchNorm, so it needs small steps. Fine-tuning starts at the fifth group of convolutions, Keras' block5.
    /// </summary>
    public static Backbone VGG16 { get; } = new()
    {
        Name = "vgg16", Title = "VGG16", ImageSize = 224, Parameters = 14_714_688,
        FineTuneFrom = "features.24", ScratchRate = 1e-4, FineTuneRate = 1e-5,
        Weights = Torchvision("vgg16-397923af.pth", 553_433_881,
            "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0", "VGG16 (71.6 %)"),
        Network = static _ => torchvision.models.vgg16(),
    };

    /// <summary>ResNet18 (He et al. 2016): 11.2 million parameters.</summary>
    public static Backbone ResNet18 { get; } = new()
    {
        Name = "resnet18", Title = "ResNet18", ImageSize = 224, Parameters = 11_176_512, FineTuneFrom = "layer4", HeadName = "fc",
        Weights = Torchvision("resnet18-f37072fd.pth", 46_830_571,
            "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec", "ResNet18 (69.8 %)"),
        Network = static _ => torchvision.models.resnet18(),
    };

    /// <summary>ResNet50 (He et al. 2016): 23.5 million parameters.</summary>
    public static Backbone ResNet50 { get; } = new()
    {
        Name = "resnet50", Title = "ResNet50", ImageSize = 224, Parameters = 23_508_032, FineTuneFrom = "layer4", HeadName = "fc",
        Weights = Torchvision("resnet50-0676ba61.pth", 102_530_333,
            "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a", "ResNet50 (76.1 %)"),
        Network = static _ => torchvision.models.resnet50(),
    };

    /// <summary>
    /// Inception v3 (Szegedy et al. 2016): 21.8 million parameters, for images of 299 px. Its weights came from TensorFlow, where images go
    /// from -1 to 1; torchvision takes ImageNet's normalisation off again for it ("transform_input"), here images are made so from the
    /// beginning. The auxiliary classifier, which only its first training used, is left out.
    /// </summary>
    public static Backbone InceptionV3 { get; } = new()
    {
        Name = "inception_v3", Title = "InceptionV3", ImageSize = 299, SmallestImageSize = 75,
        Parameters = 21_785_568, FineTuneFrom = "Mixed_7b", HeadName = "fc",
        Mean = [0.5f, 0.5f, 0.5f], Deviation = [0.5f, 0.5f, 0.5f],
        Weights = Torchvision("inception_v3_google-0cc3c7bd.pth", 108_949_747,
            "0cc3c7bd75056d25e46cba549dc184522069b81e9787eff6df84f397bd52a5ef", "Inception v3 (77.3 %)"),
        Network = static _ => torchvision.models.inception_v3(),
    };

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<Backbone> All { get; } =
        [MobileNetV3Small, MobileNetV2, MobileNetV3Large, ResNet18, VGG16, InceptionV3, ResNet50];

    /// <summary>torchvision's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Width and height of its images in pixels, unless told otherwise.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The smallest width and height in pixels that it can work on.</summary>
    public int SmallestImageSize { get; init; } = 32;

    /// <summary>Multiplies the channels of every layer (MobileNetV2 only). The official weights are of width 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Parameters at full width, without a classifier.</summary>
    public required long Parameters { get; init; }

    /// <summary>The layer from which fine-tuning trains, by default.</summary>
    public required string FineTuneFrom { get; init; }

    /// <summary>Adam's learning rate from scratch, by default.</summary>
    public double ScratchRate { get; init; } = 1e-3;

    /// <summary>Adam's learning rate for a head on frozen features, by default.</summary>
    public double FrozenRate { get; init; } = 1e-3;

    /// <summary>Adam's learning rate for fine-tuning, by default: small, since good weights are to be improved and not replaced.</summary>
    public double FineTuneRate { get; init; } = 1e-4;

    /// <summary>Mean of R, G and B in [0, 1] that is taken off the images: ImageNet's.</summary>
    public IReadOnlyList<float> Mean { get; init; } = ImageNetMean;

    /// <summary>Standard deviation of R, G and B in [0, 1] that the images are divided by: ImageNet's.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = ImageNetDeviation;

    /// <summary>Official ImageNet weights.</summary>
    public required OfficialFile Weights { get; init; }

    /// <summary>What torchvision calls its classifier, and so what the new head is called.</summary>
    internal string HeadName { get; private init; } = "classifier";

    private Func<double, Module<Tensor, Tensor>> Network { get; init; } =
        static _ => throw new NotSupportedException("A backbone of your own needs a network: take one of these and change it by \"with\".");

    private bool HasWidths { get; init; }

    /// <summary>By name or title; capitals and signs between do not matter.</summary>
    /// <exception cref="UserMistakeException">There is none of that name.</exception>
    public static Backbone Named(string name) =>
        All.FirstOrDefault(backbone => Plain(backbone.Name) == Plain(name) || Plain(backbone.Title) == Plain(name))
        ?? throw new UserMistakeException(
            $"There is no backbone \"{name}\"; choose one of {string.Join(", ", All.Select(backbone => backbone.Name))}.");

    /// <summary>
    /// The backbone that a weights file is of, by its header (with width and image size) or its name; null when nothing tells.
    /// </summary>
    /// <exception cref="UserMistakeException">The file cannot be read.</exception>
    public static Backbone? OfWeights(string path)
    {
        bool hasHeader = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        return (hasHeader ? OfHeader(Safetensors.ReadMetadata(path)) : null)
            ?? All.FirstOrDefault(backbone => Path.GetFileName(path).StartsWith(backbone.Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As in "MobileNetV2 (width 0.35)".</summary>
    public override string ToString() => Width.Equals(1.0) ? Title : $"{Title} (width {Width:0.##})";

    /// <summary>The backbone that the header of a safetensors file describes; null when it does not.</summary>
    internal static Backbone? OfHeader(IReadOnlyDictionary<string, string> header)
    {
        if (!header.TryGetValue("backbone", out string? name))
        {
            return null;
        }

        Backbone named = Named(name);
        return named with
        {
            Width = double.TryParse(header.GetValueOrDefault("width"), CultureInfo.InvariantCulture, out double width)
                ? width : named.Width,
            ImageSize = int.TryParse(header.GetValueOrDefault("image_size"), CultureInfo.InvariantCulture, out int size)
                ? size : named.ImageSize,
            Mean = Floats(header.GetValueOrDefault("mean")) ?? named.Mean,
            Deviation = Floats(header.GetValueOrDefault("deviation")) ?? named.Deviation,
        };
    }

    /// <summary>The network with its original classifier, random weights.</summary>
    internal Module<Tensor, Tensor> Make() => HasWidths || Width.Equals(1.0)
        ? Network(Width)
        : throw new UserMistakeException($"{Title} comes in one width only; {Width:0.##} is asked for.");

    /// <summary>
    /// TorchVision 0.107 squeezes with ReLU6 where torchvision, and so the official weights, have ReLU; its modules are closed to all but
    /// hooks.
    /// </summary>
    private static Module<Tensor, Tensor> WithReLU(Module<Tensor, Tensor> network)
    {
        foreach (ReLU6 activation in network.modules().OfType<torchvision.SqueezeExcitation>()
            .SelectMany(squeeze => squeeze.children()).OfType<ReLU6>())
        {
            activation.register_forward_hook((_, input, _) => functional.relu(input));
        }

        return network;
    }

    private static float[]? Floats(string? text)
    {
        float[] numbers = [.. (text ?? "").Split(' ')
            .Select(part => float.TryParse(part, CultureInfo.InvariantCulture, out float number) ? number : float.NaN)];
        return numbers.Length == 3 && numbers.All(float.IsFinite) ? numbers : null;
    }

    private static OfficialFile Torchvision(string file, long? bytes, string sha256, string description) =>
        new(
            file[..file.LastIndexOf('-')].Replace("_google", "", StringComparison.Ordinal),
            new Uri("https://download.pytorch.org/models/" + file), bytes, sha256, description);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
