using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Trains models and judges them.</summary>
public static class Trainer
{
    private const int EvaluationBatchSize = 32;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains whatever can learn in a model.</summary>
    /// <param name="model">Changed in place, and left on the device of the options.</param>
    /// <param name="split">Learns from the training part; the validation part tells how each epoch went. The test part is not touched.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancellation">Stops between two batches; the model keeps what it has learned so far.</param>
    /// <exception cref="UserMistakeException">The loss is no longer a number, or nothing can learn.</exception>
    public static Task<History> FitAsync(
        TransferModel model,
        Split split,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Fit(model, split, options ?? new TrainingOptions(), progress, cancellation), cancellation);

    /// <summary>Judges a model by pictures it has not learned from.</summary>
    /// <param name="model">The model; its mode is given back as it was.</param>
    /// <param name="set">The pictures.</param>
    /// <param name="imageSize">Width and height in pixels; the backbone's own by default.</param>
    public static Evaluation Evaluate(TransferModel model, PictureSet set, int? imageSize = null)
    {
        using var examples = new PixelExamples(set, imageSize ?? model.Backbone.ImageSize, Augmentation.None);
        return Evaluate(model, examples, CancellationToken.None);
    }

    private static History Fit(TransferModel model, Split split, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        CheckOptions(model, options);
        var clock = Stopwatch.StartNew();
        Device device = Devices.Open(options.Device);
        options = options with { Device = device.ToString() };   // a checkpoint tells apart where it was made, not how that was asked for
        model.MoveTo(device);
        using Examples training = Examples.Prepare(model, split.Training, options, progress, cancellation);
        using Examples validation = Examples.Prepare(model, split.Validation, options, progress, cancellation);
        double preparationSeconds = clock.Elapsed.TotalSeconds;

        using var learner = new Learner(model, training.Pictures, options);
        OptimizerHelper optimizer = learner.Optimizer;
        using var best = new BestWeights(model);
        Checkpoint? checkpoint = options.CheckpointDirectory is { } directory ? new Checkpoint(directory, options) : null;
        (List<EpochResult> epochs, int bestEpoch) = checkpoint?.TryResume(model, optimizer, best) ?? ([], 0);
        clock.Restart();
        for (int epoch = epochs.Count + 1; epoch <= options.Epochs && !(epochs.Count - bestEpoch >= options.Patience); epoch++)
        {
            epochs.Add(RunEpoch(model, training, validation, learner, options, epoch, epochs, clock, progress, cancellation));
            if (bestEpoch == 0 || IsBetter(epochs[^1], epochs[bestEpoch - 1], options.Metric))
            {
                bestEpoch = epoch;
                if (options.RestoreBestWeights)
                {
                    best.Keep();
                }
            }

            checkpoint?.Write(model, optimizer, best, epochs, bestEpoch);
        }

        if (options.RestoreBestWeights && bestEpoch > 0)
        {
            best.Restore();
        }

        model.eval();
        checkpoint?.Delete();
        if (epochs.Count > 0)
        {
            progress?.Report(new TrainingProgress(
                options.Name, epochs.Count, epochs.Count, 1, 1, epochs[^1].TrainingLoss, epochs[^1].TrainingAccuracy, [.. epochs], clock.Elapsed) { IsFinished = true });
        }

        return new History(options.Name, epochs, options.RestoreBestWeights ? bestEpoch : epochs.Count, preparationSeconds);
    }

    private static EpochResult RunEpoch(
        TransferModel model,
        Examples training,
        Examples validation,
        Learner learner,
        TrainingOptions options,
        int epoch,
        IReadOnlyList<EpochResult> finished,
        Stopwatch clock,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        TimeSpan began = clock.Elapsed, reported = began - ReportInterval;
        int pictures = training.Pictures.Count, batches = (pictures + options.BatchSize - 1) / options.BatchSize, batch = 0, seen = 0;

        // Sums stay on the device and are read when there is something to report: reading them at every step would make the processor wait for the device.
        using Tensor lossSum = zeros(1, device: model.Device), rightSum = zeros(1, device: model.Device);
        int epochSeed = unchecked(options.Seed * 10_007 + epoch);
        random.manual_seed(epochSeed);
        model.train();
        foreach ((Tensor inputs, Tensor labels) in training.Batches(options.BatchSize, epochSeed))
        {
            using DisposeScope scope = NewDisposeScope();
            cancellation.ThrowIfCancellationRequested();
            int count = (int)labels.shape[0];
            if (count > 1 || pictures == 1)   // batch norm cannot normalise over a single picture; a lonely last one waits for the next epoch's order
            {
                learner.LearningRate = RateAt(options, epoch - 1 + (double)batch / batches);
                learner.Step(training, inputs, labels, lossSum, rightSum);
                seen += count;
            }

            inputs.Dispose();
            labels.Dispose();
            batch++;
            if (progress is not null && (batch == batches || clock.Elapsed - reported >= ReportInterval))
            {
                reported = clock.Elapsed;
                progress.Report(new TrainingProgress(
                    options.Name, epoch, options.Epochs, batch, batches, lossSum.item<float>() / seen, rightSum.item<float>() / seen, [.. finished], clock.Elapsed));
            }
        }

        double loss = lossSum.item<float>() / seen;
        if (!double.IsFinite(loss))
        {
            throw new UserMistakeException(
                $"The loss of \"{options.Name}\" is no longer a number in epoch {epoch}: a learning rate of {options.LearningRate:0.#####} is too high for this model; try a tenth of it.");
        }

        Evaluation judged = Evaluate(model, validation, cancellation);
        return new EpochResult(
            epoch, loss, rightSum.item<float>() / seen, judged.Loss, judged.Accuracy, RateAt(options, epoch), (clock.Elapsed - began).TotalSeconds);
    }

    private static Evaluation Evaluate(TransferModel model, Examples examples, CancellationToken cancellation)
    {
        bool wasTraining = model.training;
        model.eval();
        using IDisposable noGradient = no_grad();
        using DisposeScope results = NewDisposeScope();
        List<Tensor> losses = [], probabilities = [];   // they stay on the device and are read once, at the end
        var counts = new List<long>();
        foreach ((Tensor inputs, Tensor labels) in examples.Batches(EvaluationBatchSize, shuffleSeed: null))
        {
            using DisposeScope scope = NewDisposeScope();
            cancellation.ThrowIfCancellationRequested();
            Tensor logits = examples.Run(model, inputs);
            losses.Add(Objective.Loss(logits, labels.to(logits.device)).MoveToOuterDisposeScope());
            probabilities.Add(Objective.ProbabilitiesOnDevice(logits).MoveToOuterDisposeScope());
            counts.Add(labels.shape[0]);
            inputs.Dispose();
            labels.Dispose();
        }

        model.train(wasTraining);
        if (counts.Count == 0)
        {
            return new Evaluation(model.Classes, double.NaN, []);
        }

        double lossSum = stack(losses).cpu().data<float>().Zip(counts, (loss, count) => (double)(loss * count)).Sum();
        PictureScore[] scores = [.. Objective.Rows(cat(probabilities)).Select((row, picture) => new PictureScore(examples.Pictures[picture], row))];
        return new Evaluation(model.Classes, lossSum / scores.Length, scores);
    }

    internal static void CheckOptions(TransferModel model, TrainingOptions options)
    {
        if (options.Epochs < 1 || options.BatchSize < 1 || options.LearningRate is not (> 0 and < double.PositiveInfinity))
        {
            throw new UserMistakeException(
                $"Epochs ({options.Epochs}) and batch size ({options.BatchSize}) must be at least 1, and the learning rate ({options.LearningRate}) above 0.");
        }

        if (options.LabelSmoothing is not (>= 0 and < 1) || options.BackboneRateFactor is not (> 0 and < double.PositiveInfinity) || options.BlockRateFactor is not (> 0 and < double.PositiveInfinity))
        {
            throw new UserMistakeException(
                $"Label smoothing ({options.LabelSmoothing}) must be 0 to below 1, and the factors of the rates ({options.BackboneRateFactor}, {options.BlockRateFactor}) above 0.");
        }

        if (!model.parameters().Any(parameter => parameter.requires_grad))
        {
            throw new UserMistakeException("Nothing in the model can learn; unfreeze something before training it.");
        }
    }

    private static bool IsBetter(EpochResult candidate, EpochResult best, StoppingMetric metric) => metric == StoppingMetric.Loss
        ? candidate.ValidationLoss < best.ValidationLoss
        : candidate.ValidationAccuracy > best.ValidationAccuracy;

    /// <summary>The learning rate after so many epochs (and parts of one).</summary>
    private static double RateAt(TrainingOptions options, double epochsDone)
    {
        double warmUp = options.WarmUpEpochs > 0 ? Math.Min(1, (epochsDone + 0.01) / options.WarmUpEpochs) : 1;
        double schedule = options.Schedule == LearningRateSchedule.Cosine ? (1 + Math.Cos(Math.PI * epochsDone / options.Epochs)) / 2 : 1;
        return options.LearningRate * warmUp * schedule;
    }
}
