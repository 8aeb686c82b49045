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

    /// <summary>Hinton's RMSProp, with momentum.</summary>
    RmsProp,
}

/// <summary>How the learning rate changes over the epochs.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Half a cosine wave down to 0 at the end of the last epoch (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>The validation figure that tells an improvement.</summary>
public enum StoppingMetric
{
    /// <summary>Lower loss.</summary>
    Loss,

    /// <summary>Higher accuracy.</summary>
    Accuracy,
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

    /// <summary>Share of the certainty that training gives to the other classes (Szegedy et al. 2016); evaluation is without.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether each class counts alike in the training loss however many images it has; evaluation is without.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Images per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How gradients become steps.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.RmsProp"/>.</summary>
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

    /// <summary>Stop after so many epochs without an improvement on the validation part; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>What tells an improvement.</summary>
    public StoppingMetric Metric { get; init; } = StoppingMetric.Loss;

    /// <summary>Whether the model gets the weights of its best epoch back at the end, instead of keeping the last ones.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>
    /// Seed of the order of the images, of dropout and augmentation. Same seed, machine and threads: same result to the bit.
    /// </summary>
    public int Seed { get; init; } = 42;

    /// <summary>Random changes of the training images.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>
    /// Whether the output of frozen blocks is computed once and kept. That of augmented training images never is: they differ in every
    /// epoch.
    /// </summary>
    public bool CacheFrozenFeatures { get; init; } = true;

    /// <summary>Most memory that kept outputs of both parts together may take; beyond it the frozen blocks run in every epoch.</summary>
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
        Require(LearningRate is >= 0 and < double.PositiveInfinity, nameof(LearningRate), LearningRate, "0 or above");
        Require(BackboneRateFactor is >= 0 and < double.PositiveInfinity, nameof(BackboneRateFactor), BackboneRateFactor, "0 or above");
        Require(BlockRateFactor is >= 0 and < double.PositiveInfinity, nameof(BlockRateFactor), BlockRateFactor, "0 or above");
        Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Require(WeightDecay is >= 0 and < double.PositiveInfinity, nameof(WeightDecay), WeightDecay, "0 or above");
        Require(WarmUpEpochs is >= 0 and < double.PositiveInfinity, nameof(WarmUpEpochs), WarmUpEpochs, "0 or above");
        Require(Patience is null or >= 1, nameof(Patience), Patience ?? 0, "at least 1, or null");

        void Require(bool isRight, string option, double value, string allowed)
        {
            if (!isRight)
            {
                throw new UserMistakeException($"{option} of \"{Name}\" is {value}; it must be {allowed}.");
            }
        }
    }
}
