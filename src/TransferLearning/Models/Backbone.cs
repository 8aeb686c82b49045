using TorchSharp.Modules;

namespace TransferLearning;

/// <summary>A convolutional network to build on: how to make it, what it expects, where its official weights are. The catalogue of the suite.</summary>
public sealed record Backbone
{
    /// <summary>MobileNetV2, 2.2 million numbers, 154 million multiply-adds at 160 px.</summary>
    public static Backbone MobileNetV2 { get; } = new()
    {
        Name = "mobilenet_v2",
        Title = "MobileNetV2",
        ImageSize = 160,
        WeightsFile = "mobilenet_v2-7ebf99e0.pth",
        FineTuneFrom = "features.12.conv.0.1",
        Make = backbone => TransferLearning.MobileNetV2.Create(backbone.Width),
    };

    private Backbone()
    {
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Backbone> Catalogue { get; } = [MobileNetV2];

    /// <summary>torchvision's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Width and height of its pictures in pixels, unless told otherwise.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Multiplies the channels of every layer.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Name of the official ImageNet weights.</summary>
    public required string WeightsFile { get; init; }

    /// <summary>The layer from which fine-tuning learns, by default.</summary>
    public required string FineTuneFrom { get; init; }

    /// <summary>Mean of R, G and B in [0, 1] that is taken off the pictures: ImageNet's.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviation of R, G and B in [0, 1] that the pictures are divided by: ImageNet's.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>Makes the convolutional part, and says how many channels it ends in.</summary>
    internal Func<Backbone, (Sequential Features, int Channels)> Make { get; private init; } = null!;

    /// <summary>Finds a backbone by its name.</summary>
    /// <exception cref="UserMistakeException">There is none of that name.</exception>
    public static Backbone Named(string name) =>
        Catalogue.FirstOrDefault(backbone => string.Equals(backbone.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserMistakeException($"There is no backbone \"{name}\"; choose one of {string.Join(", ", Catalogue.Select(backbone => backbone.Name))}.");

    /// <summary>As in "MobileNetV2 (width 0.35)".</summary>
    public override string ToString() => Width.Equals(1.0) ? Title : $"{Title} (width {Width:0.##})";
}
