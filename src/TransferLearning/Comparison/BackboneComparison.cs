using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>One backbone over several seeds.</summary>
/// <param name="Backbone">The backbone.</param>
/// <param name="Result">Its results by the strategy that was asked for.</param>
/// <param name="Megabytes">Weights and statistics without a classifier, in float32.</param>
/// <param name="SecondsPerThousandImages">Time to tell what a thousand images show, decoding not counted.</param>
public sealed record BackboneResult(Backbone Backbone, StrategyResult Result, double Megabytes, double SecondsPerThousandImages);

/// <summary>Backbones side by side, on the same images and seeds.</summary>
public static class BackboneComparison
{
    private const int TimedImages = 64, BatchSize = 32, Turns = 3;

    /// <summary>Trains one strategy on each candidate, and takes its time.</summary>
    /// <param name="dataOfSeed">The split of a seed.</param>
    /// <param name="candidates">The backbones with their weights, and how to train; their strategies do not matter.</param>
    /// <param name="strategy">How each is trained.</param>
    /// <param name="progress">Told a few times per second.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="UserMistakeException">There is no candidate, or one cannot be trained.</exception>
    public static Task<IReadOnlyList<BackboneResult>> RunAsync(
        Func<int, Split> dataOfSeed, IReadOnlyList<ComparisonSettings> candidates, Strategy strategy = Strategy.Frozen,
        IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (candidates.Count == 0)
        {
            throw new UserMistakeException("There is nothing to choose from: give at least one backbone with its weights.");
        }

        return Task.Run<IReadOnlyList<BackboneResult>>(() => [.. candidates.Select(candidate => Judge(
            dataOfSeed(candidate.Seeds[0]), candidate,
            Comparison.Run(dataOfSeed, candidate with { Strategies = [strategy] }, progress, cancellation).Results[0], cancellation))],
            cancellation);
    }

    private static BackboneResult Judge(Split split, ComparisonSettings settings, StrategyResult result, CancellationToken cancellation)
    {
        using TransferModel model = settings.Create(Strategy.Frozen, split.Classes, settings.Seeds[0]);
        using Examples examples = split.Test.Load(model.ImageSize, cancellation: cancellation);
        using IDisposable noGradient = no_grad();
        model.eval();
        double fastest = double.PositiveInfinity;   // of a few turns: whatever else the machine does can only make one slower
        for (int turn = 0; turn <= Turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            long seen = 0;
            foreach (Batch batch in examples.Batches(BatchSize).Take(TimedImages / BatchSize))
            {
                using DisposeScope scope = NewDisposeScope();
                cancellation.ThrowIfCancellationRequested();
                model.call(batch.Inputs).cpu();   // a GPU has finished when its numbers are here
                seen += batch.Labels.shape[0];
            }

            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds / seen);
        }

        long numbers = model.ParameterCounts.Backbone + model.ParameterCounts.Statistics;
        return new BackboneResult(settings.Backbone, result, sizeof(float) * numbers / 1e6, 1000 * fastest);
    }
}
