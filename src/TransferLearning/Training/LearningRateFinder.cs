using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Looks for a learning rate (Smith 2017, "Cyclical learning rates for training neural networks"): a short training whose rate rises from almost
/// nothing until the loss explodes. Below the steepest fall it would learn needlessly slowly, well above it nothing.
/// </summary>
public static class LearningRateFinder
{
    private const double Memory = 0.95;        // of the running mean
    private const double Exploded = 4;         // times the best running mean
    private const int LeastSteps = 10, MostSteps = 10_000;

    /// <summary>Runs the sweep. The model ends as it began: weights, statistics, mode.</summary>
    /// <param name="model">What is to be trained, frozen as it will be then.</param>
    /// <param name="split">Only the training part is used.</param>
    /// <param name="options">How it will be trained: batch size, optimizer, picture size, seed; its epochs and rate do not matter.</param>
    /// <param name="lowest">First rate.</param>
    /// <param name="highest">Last rate, if the loss has not exploded before.</param>
    /// <param name="steps">Steps from the first rate to the last.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancellation">Stops the sweep; the model is as before then too.</param>
    /// <exception cref="UserMistakeException">The rates or steps make no sense, or nothing can learn.</exception>
    public static Task<LearningRateSweep> RunAsync(
        TransferModel model,
        Split split,
        TrainingOptions? options = null,
        double lowest = 1e-6,
        double highest = 1,
        int steps = 100,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Run(model, split, options ?? new TrainingOptions(), (lowest, highest, steps), progress, cancellation), cancellation);

    private static LearningRateSweep Run(
        TransferModel model, Split split, TrainingOptions options, (double Lowest, double Highest, int Steps) sweep, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        if (sweep is not { Lowest: > 0, Highest: < double.PositiveInfinity, Steps: >= LeastSteps and <= MostSteps } || sweep.Lowest >= sweep.Highest)
        {
            throw new UserMistakeException($"A sweep from {sweep.Lowest} to {sweep.Highest} in {sweep.Steps} steps cannot be; rates must rise from above 0, in {LeastSteps} to {MostSteps:N0} steps.");
        }

        Trainer.CheckOptions(model, options);
        bool wasTraining = model.training;
        model.MoveTo(Devices.Open(options.Device));
        using Examples training = Examples.Prepare(model, split.Training, options, null, cancellation);
        using var before = new BestWeights(model);
        before.Keep();
        try
        {
            return Sweep(model, training, options, sweep, progress, cancellation);
        }
        finally
        {
            before.Restore();
            model.zero_grad();
            model.train(wasTraining);
        }
    }

    private static LearningRateSweep Sweep(
        TransferModel model, Examples training, TrainingOptions options, (double Lowest, double Highest, int Steps) sweep, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        List<double> rates = [], losses = [], smoothed = [];
        using var learner = new Learner(model, training.Pictures, options);
        using Tensor lossSum = zeros(1, device: model.Device), rightSum = zeros(1, device: model.Device);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        double mean = 0;
        random.manual_seed(options.Seed);
        model.train();
        foreach ((Tensor inputs, Tensor labels) in Endless(training, options))
        {
            using DisposeScope scope = NewDisposeScope();
            cancellation.ThrowIfCancellationRequested();
            double rate = sweep.Lowest * Math.Pow(sweep.Highest / sweep.Lowest, rates.Count / (sweep.Steps - 1.0));
            learner.LearningRate = rate;
            lossSum.zero_();
            learner.Step(training, inputs, labels, lossSum, rightSum);
            double loss = lossSum.item<float>() / labels.shape[0];
            inputs.Dispose();
            labels.Dispose();
            if (!double.IsFinite(loss))
            {
                break;
            }

            rates.Add(rate);
            losses.Add(loss);
            mean = Memory * mean + (1 - Memory) * loss;
            smoothed.Add(mean / (1 - Math.Pow(Memory, rates.Count)));   // the first steps have little behind them
            progress?.Report(new StepProgress("looking for a learning rate", rates.Count, sweep.Steps, clock.Elapsed));
            if (rates.Count == sweep.Steps || (rates.Count >= LeastSteps && smoothed[^1] > Exploded * smoothed.Min()))
            {
                break;
            }
        }

        return rates.Count >= LeastSteps
            ? new LearningRateSweep(rates, losses, smoothed, rates[SteepestFall(smoothed)])
            : throw new UserMistakeException($"The loss was no longer a number after {rates.Count} steps, at a rate of {sweep.Lowest:0.0e0}: begin lower.");
    }

    // Over a stretch of steps, since single ones say little.
    private static int SteepestFall(List<double> smoothed)
    {
        int stretch = Math.Max(1, smoothed.Count / 20);
        return Enumerable.Range(stretch, smoothed.Count - 2 * stretch).MinBy(step => smoothed[step + stretch] - smoothed[step - stretch]);
    }

    private static IEnumerable<(Tensor Inputs, Tensor Labels)> Endless(Examples training, TrainingOptions options)
    {
        for (int pass = 0; ; pass++)
        {
            foreach ((Tensor inputs, Tensor labels) in training.Batches(options.BatchSize, unchecked(options.Seed * 10_007 + pass)))
            {
                if (labels.shape[0] > 1 || training.Pictures.Count == 1)   // batch norm cannot normalise over a single picture
                {
                    yield return (inputs, labels);
                }
                else
                {
                    inputs.Dispose();
                    labels.Dispose();
                }
            }
        }
    }
}
