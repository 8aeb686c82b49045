using System.Diagnostics;

namespace TransferLearning;

/// <summary>What a learning-rate finder saw.</summary>
/// <param name="LearningRates">The rate of each step, rising.</param>
/// <param name="Losses">The loss of each step's batch, before the step.</param>
/// <param name="Smoothed">Their running mean.</param>
/// <param name="Suggestion">The rate at which the running mean falls fastest: a good one to begin with.</param>
public sealed record LearningRateSweep(
    IReadOnlyList<double> LearningRates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smoothed, double Suggestion)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{LearningRates.Count} steps from {LearningRates[0]:0.0e0} to {LearningRates[^1]:0.0e0}; "
            + $"the loss falls fastest at {Suggestion:0.0e0}";
}

/// <summary>
/// Looks for a learning rate (Smith 2017, "Cyclical learning rates for training neural networks"): a short training whose rate rises from
/// almost nothing until the loss explodes. Below the steepest fall a model would learn needlessly slowly, well above it not at all.
/// </summary>
public static class LearningRateFinder
{
    private const double Memory = 0.95;        // of the running mean
    private const double Exploded = 4;         // times the best running mean
    private const int LeastSteps = 10, MostSteps = 10_000;

    /// <summary>Runs the sweep. The model ends as it began: weights, statistics, mode, also when it is cancelled.</summary>
    /// <param name="model">What is to be trained, frozen as it will be then.</param>
    /// <param name="training">The training part.</param>
    /// <param name="options">How it will be trained: batch size, optimizer, seed; its epochs and rate do not matter.</param>
    /// <param name="lowest">First rate.</param>
    /// <param name="highest">Last rate, if the loss has not exploded before.</param>
    /// <param name="steps">Steps from the first rate to the last.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="UserMistakeException">The rates or steps make no sense, or the model cannot be trained.</exception>
    public static Task<LearningRateSweep> RunAsync(
        TransferModel model, ImageSet training, TrainingOptions? options = null, double lowest = 1e-6, double highest = 1, int steps = 100,
        IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        return lowest > 0 && lowest < highest && highest < double.PositiveInfinity && steps is >= LeastSteps and <= MostSteps
            ? Task.Run(() => Run(model, training, options ?? new TrainingOptions(), lowest, highest, steps, progress, cancellation),
                cancellation)
            : throw new UserMistakeException(
                $"A sweep from {lowest} to {highest} in {steps} steps cannot be; "
                    + $"rates must rise from above 0, in {LeastSteps} to {MostSteps:N0} steps.");
    }

    private static LearningRateSweep Run(
        TransferModel model, ImageSet training, TrainingOptions options, double lowest, double highest, int steps,
        IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        bool wasTraining = model.training;
        using var before = new KeptWeights(model);
        try
        {
            model.Check(options, training);
            using PreparedPart part =
                PreparedPart.Prepare(model, options, progress, cancellation, (training, !options.Augmentation.IsNone))[0];
            before.Keep();
            using var learner = new Learner(part, options);
            List<double> rates = [], losses = [], smoothed = [];
            var clock = Stopwatch.StartNew();
            double mean = 0, rate = 0;

            // Every pass takes at least one step; a lonely image that is passed over takes none.
            foreach (int _ in Enumerable.Range(1, MostSteps).SelectMany(pass => learner.Pass(
                pass, _ => rate = lowest * Math.Pow(highest / lowest, rates.Count / (steps - 1.0)), cancellation))
                .Where(_ => learner.Seen > 0))
            {
                double loss = learner.Figures.Loss;
                learner.Begin();
                if (!double.IsFinite(loss))
                {
                    break;
                }

                rates.Add(rate);
                losses.Add(loss);
                mean = Memory * mean + (1 - Memory) * loss;
                smoothed.Add(mean / (1 - Math.Pow(Memory, rates.Count)));   // the first steps have little behind them
                progress?.Report(new StepProgress("looking for a learning rate", rates.Count, steps, clock.Elapsed));
                if (rates.Count == steps || (rates.Count >= LeastSteps && smoothed[^1] > Exploded * smoothed.Min()))
                {
                    break;
                }
            }

            return rates.Count >= LeastSteps
                ? new LearningRateSweep(rates, losses, smoothed, rates[SteepestFall(smoothed)])
                : throw new UserMistakeException(
                    $"The loss was no longer a number after {rates.Count} steps, at a rate of {rate:0.0e0}: begin lower.");
        }
        finally
        {
            before.Restore();
            model.train(wasTraining);
        }
    }

    /// <summary>Over a stretch of steps, since single ones say little.</summary>
    private static int SteepestFall(List<double> smoothed)
    {
        int stretch = Math.Max(1, smoothed.Count / 20);
        return Enumerable.Range(stretch, smoothed.Count - 2 * stretch).MinBy(step => smoothed[step + stretch] - smoothed[step - stretch]);
    }
}
