namespace TransferLearning;

/// <summary>Where a comparison stands.</summary>
/// <param name="Seed">Seed under way; null where there is but one training.</param>
/// <param name="Strategy">Strategy under way.</param>
/// <param name="Training">How far it has come.</param>
public sealed record ExperimentProgress(int? Seed, Strategy Strategy, TrainingProgress Training)
{
    /// <summary>Whether the training was found from an earlier run and not repeated.</summary>
    public bool IsFound { get; init; }
}
