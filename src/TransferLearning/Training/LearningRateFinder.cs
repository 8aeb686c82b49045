namespace TransferLearning;

/// <summary>A rate after rate sweep (Smith 2017).</summary>
public sealed record LearningRateSweep(IReadOnlyList<double> LearningRates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smoothed, double Suggestion);

public static class LearningRateFinder
{
    /// <summary>The model ends as it began.</summary>
    public static Task<LearningRateSweep> RunAsync(TransferModel model, ImageSet training, TrainingOptions? options = null, double lowest = 1e-6, double highest = 1, int steps = 100, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}
