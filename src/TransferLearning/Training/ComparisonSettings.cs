namespace TransferLearning;

/// <summary>What to compare, and how. The defaults are the experiment of the article that the suite reproduces.</summary>
public sealed record ComparisonSettings
{
    private readonly double? scratchRate, frozenRate, fineTuneRate;

    /// <summary>The network.</summary>
    public Backbone Backbone { get; init; } = Backbone.MobileNetV2;

    /// <summary>Pre-trained weights for the frozen and the fine-tuned strategy; scratch starts from random ones.</summary>
    public required Weights PreTrained { get; init; }

    /// <summary>The strategies, in the order in which they are run. Fine-tuning goes on from the frozen model of the same seed.</summary>
    public IReadOnlyList<Strategy> Strategies { get; init; } = [Strategy.Scratch, Strategy.Frozen, Strategy.FineTuned];

    /// <summary>One whole comparison each: a seed decides the split, the initial weights and the order of the pictures.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [42];

    /// <summary>Shares of the training, validation and test part; they add up to 1.</summary>
    public (double Training, double Validation, double Test) Shares { get; init; } = (0.8, 0.1, 0.1);

    /// <summary>Width and height of the pictures in pixels; the backbone's own by default.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Passes over the training pictures, for every strategy.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Pictures in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The layer from which fine-tuning learns; the backbone's own by default.</summary>
    public string? FineTuneFrom { get; init; }

    /// <summary>Learning rate from scratch; the backbone's own by default, as with the other two.</summary>
    public double ScratchRate { get => scratchRate ?? Backbone.ScratchRate; init => scratchRate = value; }

    /// <summary>Learning rate of the classifier on frozen features.</summary>
    public double FrozenRate { get => frozenRate ?? Backbone.FrozenRate; init => frozenRate = value; }

    /// <summary>Learning rate of fine-tuning: small, since good weights are to be improved and not replaced.</summary>
    public double FineTuneRate { get => fineTuneRate ?? Backbone.FineTuneRate; init => fineTuneRate = value; }

    /// <summary>The classifier, the same for every strategy.</summary>
    public Head Head { get; init; } = new();

    /// <summary>Whether pictures of rare classes count more in training; see <see cref="TrainingOptions.BalanceClasses"/>.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Random changes of the training pictures; the same for every strategy.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Where to train: "auto", "cpu", "cuda:0", ...; see <see cref="TrainingOptions.Device"/>.</summary>
    public string Device { get; init; } = Devices.Automatic;

    /// <summary>Where finished trainings are kept and found again; null trains everything anew.</summary>
    public RunStore? Store { get; init; }

    /// <summary>The network, made for pictures of the size that is used.</summary>
    internal Backbone BackboneAtSize => Backbone with { ImageSize = ImageSize ?? Backbone.ImageSize };

    /// <summary>Splits the pictures for a seed.</summary>
    public Split Split(ImageFolder folder, int seed) => folder.Split(Shares.Training, Shares.Validation, Shares.Test, seed);

    /// <summary>How one strategy is trained.</summary>
    public TrainingOptions OptionsFor(Strategy strategy, int seed) => new()
    {
        Name = strategy switch { Strategy.Scratch => "from scratch", Strategy.Frozen => "frozen", _ => "fine-tuned" },
        Epochs = Epochs,
        BatchSize = BatchSize,
        ImageSize = ImageSize,
        Seed = seed,
        Device = Device,
        Augmentation = Augmentation,
        BalanceClasses = BalanceClasses,
        LearningRate = strategy switch { Strategy.Scratch => ScratchRate, Strategy.Frozen => FrozenRate, _ => FineTuneRate },

        // Adam's first steps are as long as the rate whatever the gradient; with pre-trained weights they begin softly.
        WarmUpEpochs = strategy == Strategy.FineTuned ? 1 : 0,
        Schedule = LearningRateSchedule.Cosine,
    };
}
