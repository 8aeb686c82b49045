namespace TransferLearning;

/// <summary>How a network comes to tell classes apart.</summary>
public enum Strategy
{
    /// <summary>Random weights; everything trainable.</summary>
    Scratch,

    /// <summary>Pre-trained, frozen; only the head is trained.</summary>
    Frozen,

    /// <summary>After <see cref="Frozen"/>: the upper blocks are trained too, at a small rate.</summary>
    FineTuned,
}

/// <summary>What to compare, and how. The defaults are the article's experiment.</summary>
public sealed record ComparisonSettings
{
    /// <summary>Heading of the results.</summary>
    public string Title { get; init; } = "comparison";

    /// <summary>The network; it also says at which rates, and from which layer, each strategy is trained.</summary>
    public Backbone Backbone { get; init; } = Backbone.MobileNetV2;

    /// <summary>Path of the pre-trained weights; scratch starts from random ones.</summary>
    public required string Weights { get; init; }

    /// <summary>What to train. Fine-tuning goes on from the frozen model of the same seed.</summary>
    public IReadOnlyList<Strategy> Strategies { get; init; } = [Strategy.Scratch, Strategy.Frozen, Strategy.FineTuned];

    /// <summary>One whole comparison per seed: it decides the split, the initial weights and the order of the images.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [42];

    /// <summary>Whether each seed has images of its own (drawn anew), so that runs are independent; re-splits of one set are not.</summary>
    public bool SeedsAreIndependent { get; init; }

    /// <summary>Width and height of the images in pixels; the backbone's own by default.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Passes over the training images, per stage: fine-tuning has those of its frozen stage before its own.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Where to train: "auto", "cpu", "cuda:0".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Folder where finished runs are kept and found again; null trains everything anew.</summary>
    public string? ResultsFolder { get; init; }

    /// <summary>
    /// Folder where the models of the first seed are kept: "{strategy}-{seed}.safetensors" in lower case; null keeps none.
    /// </summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Image size that is used, in pixels.</summary>
    internal int Size => ImageSize ?? Backbone.ImageSize;

    /// <summary>How one strategy is trained.</summary>
    public TrainingOptions OptionsFor(Strategy strategy, int seed) => new()
    {
        Name = NameOf(strategy),
        Epochs = Epochs,
        BatchSize = BatchSize,
        Seed = seed,
        LearningRate = strategy switch
        {
            Strategy.Scratch => Backbone.ScratchRate,
            Strategy.Frozen => Backbone.FrozenRate,
            _ => Backbone.FineTuneRate,
        },

        // Adam's first steps are as long as the rate whatever the gradient; with pre-trained weights they begin softly.
        WarmUpEpochs = strategy == Strategy.FineTuned ? 1 : 0,
        Schedule = LearningRateSchedule.Cosine,
    };

    /// <summary>
    /// The model of a strategy before its first stage: random weights for scratch, otherwise pre-trained and frozen. What unfreezes it for
    /// fine-tuning, after that stage, is the comparison (Backbone.FineTuneFrom).
    /// </summary>
    public TransferModel Create(Strategy strategy, IReadOnlyList<string> classes, int seed)
    {
        string? weights = strategy == Strategy.Scratch ? null : Weights;
        TransferModel model = TransferModel.Create(Backbone, classes, weights, Size, seed: seed, device: Device);
        if (strategy != Strategy.Scratch)
        {
            model.Freeze();
        }

        return model;
    }

    /// <summary>A strategy's name in a sentence.</summary>
    internal static string NameOf(Strategy strategy) =>
        strategy switch { Strategy.Scratch => "from scratch", Strategy.Frozen => "frozen", _ => "fine-tuned" };

    /// <summary>Where the model of a strategy is kept; null where none is.</summary>
    internal string? PathOfModel(Strategy strategy, int seed) => ModelsFolder is null || seed != Seeds[0]
        ? null
        : Path.Combine(ModelsFolder, FormattableString.Invariant($"{strategy.ToString().ToLowerInvariant()}-{seed}.safetensors"));
}
