namespace TransferLearning;

/// <summary>One epoch. Training figures as seen while weights were moving; validation figures after it, in eval mode.</summary>
public sealed record EpochResult(int Epoch, double TrainingLoss, double TrainingAccuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate, double Seconds);

/// <summary>The course of one training.</summary>
/// <param name="BestEpoch">Number (from 1) of the epoch whose weights the model holds now; 0 when there was none.</param>
/// <param name="PreparationSeconds">Decoding, running the frozen part.</param>
public sealed record History(string Name, IReadOnlyList<EpochResult> Epochs, int BestEpoch, double PreparationSeconds, TrainingOptions Options)
{
    public double TrainingSeconds => Epochs.Sum(epoch => epoch.Seconds);
    public double Seconds => PreparationSeconds + TrainingSeconds;
    /// <summary>The epoch whose weights the model holds now.</summary>
    public EpochResult Final => Epochs[BestEpoch - 1];
}

/// <summary>Where a training stands.</summary>
public sealed record TrainingProgress(string Name, int Epoch, int Epochs, int Batch, int Batches, double Loss, double Accuracy, IReadOnlyList<EpochResult> Finished, TimeSpan Elapsed)
{
    /// <summary>What is done once beforehand, while that is under way.</summary>
    public StepProgress? Preparation { get; init; }
    public bool IsFinished { get; init; }
    public double Done => Batches == 0 ? 0 : (Epoch - 1 + (double)Batch / Batches) / Epochs;
    public TimeSpan? Remaining => Done > 0 ? Elapsed * ((1 - Done) / Done) : null;
}
