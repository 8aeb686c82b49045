using System.Diagnostics;

namespace TransferLearning;

/// <content>Training and judging.</content>
public sealed partial class TransferModel
{
    private const int EvaluationBatchSize = 32;
    private const string Epoch = "epoch";
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Hash of the state in which a training began that was stopped, so that the same model can go on from its checkpoint.
    /// </summary>
    private string? _startOfStopped;

    /// <summary>Trains whatever is trainable. The test part is not touched.</summary>
    /// <param name="split">Learns from the training part; the validation part tells how each epoch went.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told a few times per second, in epochs.</param>
    /// <param name="cancellation">Stops between two batches; the model keeps what it has learned so far, and its mode.</param>
    /// <returns>The course of the training; the model is in eval mode then.</returns>
    /// <exception cref="UserMistakeException">Options, parts or weights cannot be used, or the loss is no longer a number.</exception>
    public Task<History> FitAsync(
        Split split, TrainingOptions? options = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Fit(split, options ?? new TrainingOptions(), progress, cancellation), cancellation);

    /// <summary>Loss, accuracy and every image's probabilities, in eval mode; the mode is given back as it was.</summary>
    /// <param name="images">A part.</param>
    /// <param name="progress">Told about every batch.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public Evaluation Evaluate(ImageSet images, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckClasses(images);
        using PreparedPart part = PreparedPart.Prepare(this, images, isKept: false, progress, cancellation);
        using IDisposable mode = InEvalMode();
        using var folded = new FoldedBatchNorm(this);
        return Evaluate(part, $"evaluating the {images.Name} images", progress, cancellation);
    }

    /// <summary>Pooled features of a part, computed once.</summary>
    /// <param name="images">A part.</param>
    /// <returns>float32, N×channels: what the head takes in, in eval mode. The caller disposes it.</returns>
    public Examples Features(ImageSet images)
    {
        using Examples loaded = PreparedPart.Load(this, images, null, default);
        return PreparedPart.Extract(this, Features, loaded, images.Name, null, default);
    }

    /// <summary>What the model says of one image file, in eval mode; the mode is given back as it was.</summary>
    /// <param name="imagePath">Any image that can be decoded.</param>
    public Prediction Predict(string imagePath)
    {
        using Tensor image = ImageDecoder.Load(imagePath, ImageSize);
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad(), mode = InEvalMode();
        using DisposeScope scope = NewDisposeScope();
        return CrossEntropy.Predictions(call(image), [new ImageFile(Path.GetFullPath(imagePath), -1)], Classes)[0];
    }

    internal History Fit(Split split, TrainingOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        bool wasTraining = training;
        try
        {
            Check(options, split);
            var clock = Stopwatch.StartNew();
            IProgress<StepProgress>? preparing = progress is null ? null
                : new StepProgress.Part(progress, new StepProgress(options.Name, 0, options.Epochs, TimeSpan.Zero) { Unit = Epoch });
            bool isKept = PreparedPart.CanKeep(this, split, options), keepsTraining = isKept && options.Augmentation.IsNone;
            using PreparedPart
                onTraining = PreparedPart.Prepare(this, split.Training, keepsTraining, preparing, cancellation),
                onValidation = PreparedPart.Prepare(this, split.Validation, isKept, preparing, cancellation);
            using var learner = new Learner(onTraining, options);
            History history = Train(split, learner, onValidation, options, clock.Elapsed.TotalSeconds, progress, cancellation);
            eval();
            return history;
        }
        catch
        {
            train(wasTraining);
            throw;
        }
    }

    private History Train(
        Split split, Learner learner, PreparedPart onValidation, TrainingOptions options, double preparationSeconds,
        IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        using var best = new KeptWeights(this);
        Checkpoint? checkpoint = null;
        (List<EpochResult> epochs, int bestEpoch) = ([], 0);
        if (options.CheckpointFolder is not null)
        {
            checkpoint = new Checkpoint(this, split, options, _startOfStopped ??= Checkpoint.HashOf(this));
            (epochs, bestEpoch) = checkpoint.TryResume(learner.Optimizer, best) ?? ([], 0);
        }

        var clock = Stopwatch.StartNew();
        for (int epoch = epochs.Count + 1; epoch <= options.Epochs && !(epochs.Count - bestEpoch >= options.Patience); epoch++)
        {
            TimeSpan began = clock.Elapsed;
            (double loss, double accuracy) = RunEpoch(learner, options, epoch, clock, progress, cancellation);
            Evaluation validation = Evaluate(onValidation, "evaluating the validation images", null, cancellation);
            epochs.Add(new EpochResult(
                epoch, loss, accuracy, validation.Loss, validation.Accuracy, options.RateAt(epoch), (clock.Elapsed - began).TotalSeconds));
            if (bestEpoch == 0 || epochs[^1].ValidationLoss < epochs[bestEpoch - 1].ValidationLoss)
            {
                bestEpoch = epoch;
                if (options.RestoreBestWeights)
                {
                    best.Keep();
                }
            }

            checkpoint?.Write(learner.Optimizer, best, epochs, bestEpoch);
        }

        if (options.RestoreBestWeights)
        {
            best.Restore();
        }

        checkpoint?.Delete();
        _startOfStopped = null;
        progress?.Report(new StepProgress(options.Name, epochs.Count, epochs.Count, clock.Elapsed) { Unit = Epoch });
        return new History(options.Name, epochs, options.RestoreBestWeights ? bestEpoch : epochs.Count, preparationSeconds, options);
    }

    private static (double Loss, double Accuracy) RunEpoch(
        Learner learner, TrainingOptions options, int epoch, Stopwatch clock, IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        TimeSpan reported = clock.Elapsed;
        foreach (int done in learner.Pass(epoch, cancellation))
        {
            if (progress is not null && (done == learner.Batches || clock.Elapsed - reported >= ReportInterval))
            {
                reported = clock.Elapsed;
                (double loss, double accuracy) = Finite(learner.Figures, options, epoch);
                double epochs = epoch - 1 + (double)done / (learner.Batches + 1);   // the validation part is still to come
                string details = FormattableString.Invariant($"loss {loss:0.000} · accuracy {accuracy:0.000}");
                progress.Report(new StepProgress(options.Name, epochs, options.Epochs, clock.Elapsed, Epoch, details));
            }
        }

        return Finite(learner.Figures, options, epoch);
    }

    private Evaluation Evaluate(PreparedPart part, string step, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        using DisposeScope results = NewDisposeScope();
        using IDisposable noGradient = no_grad(), mode = InEvalMode();
        var clock = Stopwatch.StartNew();
        List<Tensor> losses = [], logits = [];   // they stay on the device and are read once, at the end
        List<long> counts = [];
        foreach (Batch batch in part.Examples.Batches(EvaluationBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor output = part.Run(batch.Inputs);
            losses.Add(CrossEntropy.Loss(output, batch.Labels.to(output.device)).MoveToOuterDisposeScope());
            logits.Add(output.MoveToOuterDisposeScope());
            counts.Add(output.shape[0]);
            progress?.Report(new StepProgress(step, counts.Sum(), part.Examples.Count, clock.Elapsed));
        }

        using FinalizerGate gate = FinalizerGate.Close();
        double loss = stack(losses).cpu().data<float>().ToArray().Zip(counts, (mean, count) => (double)mean * count).Sum() / counts.Sum();
        return new Evaluation(Classes, loss, CrossEntropy.Predictions(cat(logits), part.Examples.Files, Classes));
    }
}
