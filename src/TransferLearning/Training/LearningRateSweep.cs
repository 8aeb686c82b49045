namespace TransferLearning;

/// <summary>What a learning-rate finder saw: the loss of one step after another, each at a higher rate than the one before.</summary>
/// <param name="Rates">The rate of each step, rising.</param>
/// <param name="Losses">The loss of each step's batch, before the step.</param>
/// <param name="SmoothedLosses">Their running mean.</param>
/// <param name="Suggested">The rate at which the running mean falls fastest: a good one to begin with.</param>
public sealed record LearningRateSweep(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, IReadOnlyList<double> SmoothedLosses, double Suggested)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Rates.Count} steps from {Rates[0]:0.0e0} to {Rates[^1]:0.0e0}; the loss falls fastest at {Suggested:0.0e0}";
}
