using SketchPets;

namespace TransferLearning;

/// <summary>The embedded sample: drawn cats and dogs, and a small network pre-trained on other drawn things. Works offline, in minutes.</summary>
public static class SampleProfile
{
    /// <summary>Width and height of the drawings in pixels.</summary>
    public const int ImageSize = 96;

    /// <summary>The seeds of the comparison are this one and those that follow it.</summary>
    public const int FirstSeed = 42;

    /// <summary>How many seeds the comparison has.</summary>
    public const int SeedCount = 5;

    private const int PicturesPerKind = 450, PicturesSeed = 1;

    /// <summary>Where the drawings land.</summary>
    public static string Folder => Path.Combine(Repository.Root, "data", "sketch-pets");

    /// <summary>The weights of <see cref="Backbone"/>, which ship with the repository.</summary>
    public static string WeightsPath => WeightsPathOf(Backbone);

    /// <summary>The network: a third as wide as usual, which is enough for drawings of 96 pixels.</summary>
    public static Backbone Backbone => Backbones[0];

    /// <summary>
    /// All networks whose weights ship with the repository, the lessons' own first; each narrow, and pre-trained on the same drawings. Each frozen rate is
    /// the best of (1e-3, 3e-3, 1e-2) by the mean validation loss of seeds 142 to 144, which no comparison uses: 1e-2 for all four. So were the first
    /// one's others found, fine-tuned of (1e-4, 3e-4, 1e-3, 3e-3) and scratch of (3e-4, 1e-3, 3e-3, 1e-2); the rest fine-tune at its rate.
    /// </summary>
    public static IReadOnlyList<Backbone> Backbones { get; } =
    [
        Backbone.MobileNetV2 with { Width = 0.35, ImageSize = ImageSize, ScratchRate = 3e-4, FrozenRate = 1e-2, FineTuneRate = 1e-3 },
        Backbone.MobileNetV1 with { Width = 0.25, ImageSize = ImageSize, FrozenRate = 1e-2, FineTuneRate = 1e-3 },
        Backbone.SqueezeNet with { Width = 0.5, ImageSize = ImageSize, FrozenRate = 1e-2, FineTuneRate = 1e-3 },
        Backbone.ResNet18 with { Width = 0.2, ImageSize = ImageSize, FrozenRate = 1e-2, FineTuneRate = 1e-3 },
    ];

    /// <summary>316 pictures to learn from, 88 to choose by, 496 to test.</summary>
    public static ComparisonSettings Settings => SettingsOf(Backbone);

    /// <summary>The same comparison with another of the <see cref="Backbones"/>.</summary>
    public static ComparisonSettings SettingsOf(Backbone backbone) => new()
    {
        Backbone = backbone,
        PreTrained = Weights.FromFile(WeightsPathOf(backbone)),
        Shares = (0.35, 0.1, 0.55),
        Seeds = [.. Enumerable.Range(FirstSeed, SeedCount)],
        Epochs = 20,
    };

    /// <summary>Where the weights of a network that ships are, named by network and width in hundredths.</summary>
    public static string WeightsPathOf(Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return Path.Combine(Repository.Root, "data", $"{backbone.Name.Replace("_100", "", StringComparison.Ordinal)}_{Math.Round(backbone.Width * 100):000}_sketches.safetensors");
    }

    /// <summary>Draws the cats and dogs if need be and opens their folder.</summary>
    public static ImageFolder Open(IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        DrawnFolder.Ensure(Folder, SketchWorld.Target, PicturesPerKind, PicturesSeed, ImageSize, progress, cancellation);
        return ImageFolder.Open(Folder);
    }
}
