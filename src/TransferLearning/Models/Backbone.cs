using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>A convolutional network of torchvision's to build on: how to make it, what it expects, where its official weights are.</summary>
public sealed record Backbone
{
    public static Backbone MobileNetV2 => throw new NotImplementedException();
    public static Backbone MobileNetV3Small => throw new NotImplementedException();
    public static Backbone MobileNetV3Large => throw new NotImplementedException();
    public static Backbone VGG16 => throw new NotImplementedException();
    public static Backbone ResNet18 => throw new NotImplementedException();
    public static Backbone ResNet50 => throw new NotImplementedException();
    public static Backbone InceptionV3 => throw new NotImplementedException();

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<Backbone> All => throw new NotImplementedException();

    /// <summary>torchvision's name.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }
    /// <summary>Width and height of its images in pixels, unless told otherwise.</summary>
    public required int ImageSize { get; init; }
    public int SmallestImageSize { get; init; } = 32;
    /// <summary>Multiplies the channels of every layer (MobileNetV2 only).</summary>
    public double Width { get; init; } = 1;
    /// <summary>Parameters at full width, without a classifier.</summary>
    public required long Parameters { get; init; }
    /// <summary>The layer from which fine-tuning trains, by default.</summary>
    public required string FineTuneFrom { get; init; }
    /// <summary>Adam's learning rates, by default.</summary>
    public double ScratchRate { get; init; } = 1e-3;
    public double FrozenRate { get; init; } = 1e-3;
    public double FineTuneRate { get; init; } = 1e-4;
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];
    /// <summary>Official ImageNet weights.</summary>
    public required OfficialFile Weights { get; init; }

    /// <summary>By name or title; capitals and signs between do not matter.</summary>
    public static Backbone Named(string name) => throw new NotImplementedException();

    /// <summary>The backbone that a weights file is of, by its header or its name; null when nothing tells.</summary>
    public static Backbone? OfWeights(string path) => throw new NotImplementedException();

    /// <summary>The network with its original classifier, random weights.</summary>
    internal Module<Tensor, Tensor> Make() => throw new NotImplementedException();
}

/// <summary>A published file: where it is, how long, its SHA-256.</summary>
public sealed record OfficialFile(string Name, Uri Address, long? Bytes, string Sha256, string Description)
{
    public string FileName => Path.GetFileName(Address.LocalPath);
}

/// <summary>The new classifier: global average pooling, an optional hidden layer with ReLU, dropout, one linear layer.</summary>
public sealed record Head
{
    public int? HiddenUnits { get; init; }
    public double Dropout { get; init; } = 0.2;
}
