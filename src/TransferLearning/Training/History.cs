namespace TransferLearning;

/// <summary>One epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">
/// Mean loss over the training images as seen while the weights were moving, with dropout and augmentation.
/// </param>
/// <param name="TrainingAccuracy">Accuracy on them, seen in the same way; 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation part after the epoch, in eval mode.</param>
/// <param name="ValidationAccuracy">Accuracy on it; 0 to 1.</param>
/// <param name="LearningRate">The head's learning rate at the end of the epoch.</param>
/// <param name="Seconds">Duration in seconds, validation included.</param>
public sealed record EpochResult(
    int Epoch, double TrainingLoss, double TrainingAccuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate,
    double Seconds);

/// <summary>The course of one training.</summary>
/// <param name="Name">What was trained.</param>
/// <param name="Epochs">One entry per epoch, in order.</param>
/// <param name="BestEpoch">Number (from 1) of the epoch whose weights the model holds now.</param>
/// <param name="PreparationSeconds">Decoding images and running the frozen part once, in seconds.</param>
/// <param name="Options">How it was trained.</param>
public sealed record History(
    string Name, IReadOnlyList<EpochResult> Epochs, int BestEpoch, double PreparationSeconds, TrainingOptions Options)
{
    /// <summary>All epochs together, in seconds.</summary>
    public double TrainingSeconds => Epochs.Sum(epoch => epoch.Seconds);

    /// <summary>Everything together, in seconds.</summary>
    public double Seconds => PreparationSeconds + TrainingSeconds;

    /// <summary>The epoch whose weights the model holds now.</summary>
    public EpochResult Final => Epochs[BestEpoch - 1];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Name}: {Epochs.Count} epochs in {Seconds:0.0} s, weights of epoch {BestEpoch}: "
        + $"validation accuracy {Final.ValidationAccuracy:0.000}, loss {Final.ValidationLoss:0.000}";
}
