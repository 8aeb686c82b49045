namespace TransferLearning;

public enum OptimizerKind { Adam, AdamW, Sgd, RmsProp }
public enum LearningRateSchedule { Constant, Cosine }
public enum StoppingMetric { Loss, Accuracy }

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    public string Name { get; init; } = "training";
    public int Epochs { get; init; } = 10;
    /// <summary>0 is allowed: nothing learns then.</summary>
    public double LearningRate { get; init; } = 1e-3;
    /// <summary>The backbone's rate as a multiple of the head's (two parameter groups).</summary>
    public double BackboneRateFactor { get; init; } = 1;
    /// <summary>Each block's rate as a multiple of the one above it (Howard and Ruder 2018).</summary>
    public double BlockRateFactor { get; init; } = 1;
    public double LabelSmoothing { get; init; }
    public bool BalanceClasses { get; init; }
    public int BatchSize { get; init; } = 32;
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;
    public double Momentum { get; init; } = 0.9;
    public double WeightDecay { get; init; }
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;
    public double WarmUpEpochs { get; init; }
    /// <summary>Stop after so many epochs without an improvement on the validation part; null never.</summary>
    public int? Patience { get; init; }
    public StoppingMetric Metric { get; init; } = StoppingMetric.Loss;
    public bool RestoreBestWeights { get; init; }
    public int Seed { get; init; } = 42;
    public Augmentation Augmentation { get; init; } = Augmentation.None;
    /// <summary>Whether the output of frozen blocks is computed once and kept; with augmentation it never is.</summary>
    public bool CacheFrozenFeatures { get; init; } = true;
    /// <summary>Most memory that kept outputs of both parts together may take.</summary>
    public long FeatureCacheBytes { get; init; } = 2L << 30;
    public string? CheckpointFolder { get; init; }
}
