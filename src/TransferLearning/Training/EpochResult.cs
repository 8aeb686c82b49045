namespace TransferLearning;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainingLoss">Mean loss over the training pictures, as seen while the weights were moving (dropout and augmentation on).</param>
/// <param name="TrainingAccuracy">Share of training pictures told right, as seen while the weights were moving; 0 to 1.</param>
/// <param name="ValidationLoss">Mean loss over the validation pictures, after the epoch.</param>
/// <param name="ValidationAccuracy">Share of validation pictures told right, after the epoch; 0 to 1.</param>
/// <param name="LearningRate">Learning rate at the end of the epoch.</param>
/// <param name="Seconds">Duration of the epoch, validation included.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainingLoss,
    double TrainingAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds);
