using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// A part as a training sees it: images, or what the frozen blocks made of them, computed once. Both are one tensor of <see cref="Examples"/>; only what is
/// run on a batch differs.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="examples">Images or kept outputs; disposed with this.</param>
/// <param name="isKept">Whether they are outputs of the frozen blocks.</param>
internal sealed class PreparedPart(TransferModel model, Examples examples, bool isKept) : IDisposable
{
    public Examples Examples => examples;

    public bool IsKept => isKept;

    /// <summary>Inputs → logits.</summary>
    public Tensor Run(Tensor inputs)
    {
        if (isKept || model.FrozenBlocks == 0)
        {
            return isKept ? model.RunTrainable(inputs) : model.call(inputs);
        }

        using Tensor boundary = model.RunFrozen(inputs);
        return model.RunTrainable(boundary);
    }

    public void Dispose() => examples.Dispose();
}

/// <summary>Runs the frozen blocks once, without gradients and with BatchNorm folded, and keeps what they give.</summary>
internal static class FrozenPart
{
    private const int BatchSize = 32;

    /// <summary>Loads both parts, and runs the frozen blocks where their output is to be kept and takes no more memory than allowed.</summary>
    public static (PreparedPart Training, PreparedPart Validation) Prepare(
        TransferModel model, Split split, TrainingOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Examples training = Load(model, split.Training, progress, cancellation);
        PreparedPart? prepared = null;
        try
        {
            Examples validation = Load(model, split.Validation, progress, cancellation);
            bool keeps = options.CacheFrozenFeatures && model.FrozenBlocks > 0, keepsTraining = keeps && options.Augmentation.IsNone;
            long kept = validation.Count + (keepsTraining ? training.Count : 0);
            keeps = keeps && kept > 0 && kept * BytesPerImage(model) <= options.FeatureCacheBytes;
            prepared = Keep(model, training, split.Training.Name, keeps && keepsTraining, progress, cancellation);
            return (prepared, Keep(model, validation, split.Validation.Name, keeps, progress, cancellation));
        }
        catch
        {
            (prepared as IDisposable ?? training).Dispose();
            throw;
        }
    }

    /// <summary>Decoded images of a part on the model's device.</summary>
    public static Examples Load(TransferModel model, ImageSet images, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Examples loaded = images.Load(model.ImageSize, progress, cancellation);
        return model.Device.type == DeviceType.CPU ? loaded : Moved(loaded, model.Device);
    }

    /// <summary>What a part of the network makes of every image, in eval mode: float32, N×channels, or N×C×H×W with channels-last strides.</summary>
    public static Examples Extract(
        TransferModel model, Func<Tensor, Tensor> run, Examples images, string part, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        using DisposeScope outer = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        bool wasTraining = model.training;
        model.eval();
        try
        {
            using var folded = new FoldedBatchNorm(model);
            var clock = Stopwatch.StartNew();
            Tensor? rows = null;   // N×channels or N×H×W×C
            long row = 0;
            foreach (Batch batch in images.Batches(BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                Tensor output = run(batch.Inputs);
                output = output.dim() == 4 ? output.permute(0, 2, 3, 1) : output;
                rows ??= empty([images.Count, .. output.shape[1..]], device: output.device).MoveToOuterDisposeScope();
                rows.narrow(0, row, output.shape[0]).copy_(output);
                row += output.shape[0];
                progress?.Report(new StepProgress($"running the frozen part on the {part} images", row, images.Count, clock.Elapsed));
            }

            rows ??= empty(0, 0);
            return new Examples(rows.dim() == 4 ? rows.permute(0, 3, 1, 2) : rows, images.Labels, images.Files);
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static PreparedPart Keep(
        TransferModel model, Examples images, string part, bool keeps, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        if (!keeps || images.Count == 0)
        {
            return new PreparedPart(model, images, isKept: false);
        }

        using (images)
        {
            return new PreparedPart(model, Extract(model, model.RunFrozen, images, part, progress, cancellation), isKept: true);
        }
    }

    private static long BytesPerImage(TransferModel model)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using DisposeScope scope = NewDisposeScope();
        bool wasTraining = model.training;
        model.eval();
        try
        {
            return model.RunFrozen(zeros(1, 3, model.ImageSize, model.ImageSize, device: model.Device)).NumberOfElements * sizeof(float);
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static Examples Moved(Examples examples, Device device)
    {
        using (examples)
        {
            return examples.To(device);
        }
    }
}
