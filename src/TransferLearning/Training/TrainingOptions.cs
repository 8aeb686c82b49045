namespace TransferLearning;

/// <summary>How gradients become steps.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>How the learning rate changes over the epochs.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Half a cosine wave down to 0 at the end of the last epoch (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>What is being trained, for headings and charts.</summary>
    public string Name { get; init; } = "training";

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Size of the steps; 0 is allowed, nothing learns then.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The backbone's rate as a multiple of the head's.</summary>
    public double BackboneRateFactor { get; init; } = 1;

    /// <summary>
    /// Each block's rate as a multiple of that of the block above it: what is general lies below (Howard and Ruder 2018).
    /// </summary>
    public double BlockRateFactor { get; init; } = 1;

    /// <summary>Whether each class counts alike in the training loss however many images it has; evaluation is without.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How gradients become steps.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, as the optimizer understands it.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the rate changes over the epochs.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>
    /// Epochs, or a part of one, over which the rate rises from nothing, so that an optimizer that knows nothing yet spoils no pre-trained
    /// weights.
    /// </summary>
    public double WarmUpEpochs { get; init; }

    /// <summary>Stop after so many epochs without a lower loss on the validation part; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the model gets the weights of its best epoch back at the end, instead of keeping the last ones.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>
    /// Seed of the order of the images, of dropout and augmentation. Same seed, machine and threads: same result to the bit.
    /// </summary>
    public int Seed { get; init; } = 42;

    /// <summary>Random changes of the training images.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>
    /// The output of frozen blocks is computed once and kept, where that of both parts together takes no more memory than this; otherwise
    /// they run in every epoch, as always for augmented training images, which are never the same twice.
    /// </summary>
    public long FeatureCacheBytes { get; init; } = 2L << 30;

    /// <summary>
    /// A folder in which the state is kept after every epoch, so that a training that was stopped goes on from there when it is started
    /// again; taken away at the end. None by default.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>The head's learning rate after so many epochs, and parts of one.</summary>
    internal double RateAt(double epochsDone)
    {
        double warmUp = WarmUpEpochs > 0 ? Math.Min(1, (epochsDone + 0.01) / WarmUpEpochs) : 1;   // never 0: the first step counts too
        double schedule = Schedule == LearningRateSchedule.Cosine ? (1 + Math.Cos(Math.PI * epochsDone / Epochs)) / 2 : 1;
        return LearningRate * warmUp * schedule;
    }

    /// <summary>Says in a sentence what cannot be.</summary>
    /// <exception cref="UserMistakeException">Something is out of range.</exception>
    internal void Check()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(Patience is null or >= 1, nameof(Patience), Patience ?? 0, "at least 1, or null");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        foreach ((string option, double value) in new[]
        {
            (nameof(LearningRate), LearningRate), (nameof(BackboneRateFactor), BackboneRateFactor),
            (nameof(BlockRateFactor), BlockRateFactor), (nameof(WeightDecay), WeightDecay), (nameof(WarmUpEpochs), WarmUpEpochs),
        })
        {
            Require(value is >= 0 and < double.PositiveInfinity, option, value, "0 or above");
        }

        void Require(bool isRight, string option, double value, string allowed)
        {
            UserMistakeException.ThrowIf(!isRight, $"{option} of \"{Name}\" is {value}; it must be {allowed}.");
        }
    }
}
