namespace TransferLearning;

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>What is being trained, for headings and charts.</summary>
    public string Name { get; init; } = "training";

    /// <summary>Passes over the training pictures.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Size of the steps.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Discriminative rates (Howard and Ruder 2018): the classifier learns at <see cref="LearningRate"/>, the backbone at this times as much.
    /// </summary>
    public double BackboneRateFactor { get; init; } = 1;

    /// <summary>
    /// Discriminative rates within the backbone: every block learns at this times the rate of the one above it, since what is general lies below. Their
    /// paper takes 1/2.6 a layer; blocks are more, so something like 0.8 does as much.
    /// </summary>
    public double BlockRateFactor { get; init; } = 1;

    /// <summary>Share of the certainty that training gives away to the other classes, against overconfidence (Szegedy et al. 2016); validation and test are judged without.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether training counts each class alike however many pictures it has, so that a rare one is not ignored; validation and test are judged without.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Pictures in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How gradients become steps.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.RmsProp"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Pull of the weights towards zero.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Epochs (or a part of one) over which the rate rises from nothing, so that fresh optimizer statistics cannot wreck pre-trained weights.</summary>
    public double WarmUpEpochs { get; init; }

    /// <summary>Stop after this many epochs without an improvement on the validation pictures; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>The validation figure that tells improvement.</summary>
    public StoppingMetric Metric { get; init; } = StoppingMetric.Loss;

    /// <summary>Whether the model gets the weights of its best epoch back at the end, rather than keeping the last ones.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>Seed of the order of the pictures, of dropout and augmentation. Same seed, same machine, same result to the bit.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Random changes of the training pictures; none by default.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Width and height of the pictures in pixels; the backbone's own by default.</summary>
    public int? ImageSize { get; init; }

    /// <summary>
    /// Whether the output of frozen blocks is computed once and kept, rather than once an epoch. Augmented pictures differ every time, so then it never is.
    /// </summary>
    public bool CacheFrozenFeatures { get; init; } = true;

    /// <summary>Most memory that kept outputs may take; beyond it the frozen blocks run in every epoch.</summary>
    public long FeatureCacheBytes { get; init; } = 2L << 30;

    /// <summary>Where to train: "auto" takes the first CUDA GPU where there is one and the CPU otherwise; or "cpu", "cuda:0", ...</summary>
    public string Device { get; init; } = Devices.Automatic;

    /// <summary>On a GPU: most of its memory that the decoded pictures of a set may take; beyond it they are copied there batch by batch.</summary>
    public long DevicePixelBytes { get; init; } = 4L << 30;

    /// <summary>
    /// A folder in which the state is kept after every epoch, so that a training that was stopped goes on from there when it is started again with
    /// the same options; removed at the end. None by default.
    /// </summary>
    public string? CheckpointDirectory { get; init; }
}
