namespace TransferLearning;

/// <summary>Where a training stands; reported a few times a second.</summary>
/// <param name="Name">What is being trained.</param>
/// <param name="Epoch">Epoch under way, from 1.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="Batch">Batches done of this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Mean training loss of this epoch so far.</param>
/// <param name="Accuracy">Training accuracy of this epoch so far.</param>
/// <param name="Finished">Epochs that are finished.</param>
/// <param name="Elapsed">Time since the first epoch began.</param>
public sealed record TrainingProgress(
    string Name,
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    double Loss,
    double Accuracy,
    IReadOnlyList<EpochResult> Finished,
    TimeSpan Elapsed)
{
    /// <summary>What is done once beforehand (decoding, running the frozen part), while that is under way; otherwise null.</summary>
    public StepProgress? Preparation { get; init; }

    /// <summary>Whether this is the last report: the training is over, and all its epochs are in <see cref="Finished"/>.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Share of the training that is done; 0 to 1.</summary>
    public double Done => Batches == 0 ? 0 : (Epoch - 1 + (double)Batch / Batches) / Epochs;

    /// <summary>Time left at the pace so far; null while nothing is done yet.</summary>
    public TimeSpan? Remaining => Done > 0 ? Elapsed * ((1 - Done) / Done) : null;
}
