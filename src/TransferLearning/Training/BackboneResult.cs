namespace TransferLearning;

/// <summary>What one backbone is worth, and what it costs.</summary>
/// <param name="Backbone">Which.</param>
/// <param name="Parameters">Its weights, without a classifier.</param>
/// <param name="Megabytes">What they and the statistics of its batch-norm layers take as float32, in millions of bytes: a file, or memory.</param>
/// <param name="SecondsPerThousand">How long it takes for 1,000 decoded pictures on this machine, as classifier and without learning.</param>
/// <param name="Frozen">How well a classifier on its frozen features does.</param>
public sealed record BackboneResult(Backbone Backbone, long Parameters, double Megabytes, double SecondsPerThousand, StrategyResult Frozen)
{
    /// <summary>Mean accuracy on the validation pictures over the seeds: the figure to choose by, since the test pictures are for what was chosen.</summary>
    public double ValidationAccuracy => Frozen.Runs.Average(run => run.History.Kept.ValidationAccuracy);

    /// <summary>Mean loss on the validation pictures over the seeds, which tells more than the accuracy where they are few.</summary>
    public double ValidationLoss => Frozen.Runs.Average(run => run.History.Kept.ValidationLoss);
}
