using System.Reflection;

namespace TransferLearning;

/// <summary>
/// A convolutional network to build on: how to make it, what it expects, where its official weights are. The catalogue of the suite: every static
/// property of this type, each in a file of its own in Backbones, is in it.
/// </summary>
public sealed partial record Backbone
{
    private static readonly Lazy<IReadOnlyList<Backbone>> All = new(() =>
    [
        .. typeof(Backbone).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(Backbone))
            .Select(property => (Backbone)property.GetValue(null)!)
            .OrderBy(backbone => backbone.Parameters),
    ]);

    private Backbone()
    {
    }

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<Backbone> Catalogue => All.Value;

    /// <summary>torchvision's name, or timm's where torchvision has none.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Width and height of its pictures in pixels, unless told otherwise.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The smallest width and height in pixels that it can work on.</summary>
    public int SmallestSize { get; init; } = 32;

    /// <summary>How many weights it has at full width, without a classifier.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiplies the channels of every layer. The official weights are of width 1; VGG16, ResNet50 and InceptionV3 come in no other.</summary>
    public double Width { get; init; } = 1;

    /// <summary>The official ImageNet weights; of several trainings the one to take comes first.</summary>
    public required IReadOnlyList<OfficialFile> OfficialWeights { get; init; }

    /// <summary>File name of the official ImageNet weights.</summary>
    public string WeightsFile => OfficialWeights[0].FileName;

    /// <summary>The layer from which fine-tuning learns, by default.</summary>
    public required string FineTuneFrom { get; init; }

    /// <summary>Learning rate (Adam) from scratch, by default.</summary>
    public double ScratchRate { get; init; } = 1e-3;

    /// <summary>Learning rate (Adam) of a classifier on its frozen features, by default.</summary>
    public double FrozenRate { get; init; } = 1e-3;

    /// <summary>Learning rate (Adam) of fine-tuning, by default: small, since good weights are to be improved and not replaced.</summary>
    public double FineTuneRate { get; init; } = 1e-4;

    /// <summary>Mean of R, G and B in [0, 1] that is taken off the pictures: ImageNet's.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviation of R, G and B in [0, 1] that the pictures are divided by: ImageNet's.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>Name of the classifier's last layer in the state dictionary.</summary>
    internal string ClassifierName { get; private init; } = null!;

    /// <summary>Dropout of the official classifier.</summary>
    internal double OfficialDropout { get; private init; }

    /// <summary>Makes torchvision's own classifier for so many channels and classes, where that is more than averages, dropout and a linear layer.</summary>
    internal Func<long, int, HeadLayers>? MakeOfficialHead { get; private init; }

    /// <summary>Beginnings of names in the official file that nothing here needs.</summary>
    internal IReadOnlyList<string> PassedOver { get; private init; } = [];

    /// <summary>Beginnings of names in files of other libraries, and what they are here.</summary>
    internal IReadOnlyList<(string Theirs, string Ours)> OtherNames { get; private init; } = [];

    private bool HasWidths { get; init; }

    private Func<Backbone, BackboneLayers> Make { get; init; } = null!;

    /// <summary>Finds a backbone by its name or title; capitals, and the signs between, do not matter.</summary>
    /// <exception cref="UserMistakeException">There is none of that name.</exception>
    public static Backbone Named(string name) =>
        Catalogue.FirstOrDefault(backbone => Plain(backbone.Name) == Plain(name) || Plain(backbone.Title) == Plain(name))
        ?? throw new UserMistakeException($"There is no backbone \"{name}\"; choose one of {string.Join(", ", Catalogue.Select(backbone => backbone.Name))}.");

    /// <summary>As in "MobileNetV2 (width 0.35)".</summary>
    public override string ToString() => Width.Equals(1.0) ? Title : $"{Title} (width {Width:0.##})";

    /// <summary>Makes the convolutional part, with random weights.</summary>
    internal BackboneLayers MakeLayers() => HasWidths || Width.Equals(1.0)
        ? Make(this)
        : throw new UserMistakeException($"{Title} comes in one width only; {Width:0.##} is asked for.");

    private static OfficialFile Torchvision(string name, string file, long? bytes, string sha256, string description) =>
        new(name, new Uri("https://download.pytorch.org/models/" + file), bytes, sha256, description);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
