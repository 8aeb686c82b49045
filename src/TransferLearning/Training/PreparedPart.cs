using System.Diagnostics;

namespace TransferLearning;

/// <summary>
/// A part as a training sees it: images, or what the frozen blocks made of them, computed once. Both are one tensor of <see
/// cref="Examples"/>; only what is run on a batch differs.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="examples">Images or kept outputs; disposed with this.</param>
/// <param name="isKept">Whether they are outputs of the frozen blocks.</param>
internal sealed class PreparedPart(TransferModel model, Examples examples, bool isKept) : IDisposable
{
    private const int BatchSize = 32;   // of running the frozen blocks

    public TransferModel Model => model;

    public Examples Examples => examples;

    public bool IsKept => isKept;

    /// <summary>Inputs → logits.</summary>
    public Tensor Run(Tensor inputs)
    {
        if (isKept || model.FrozenBlocks == 0)
        {
            return isKept ? model.RunFrom(model.FrozenBlocks, inputs) : model.call(inputs);
        }

        using Tensor boundary = model.RunFrozen(inputs);
        return model.RunFrom(model.FrozenBlocks, boundary);
    }

    public void Dispose() => examples.Dispose();

    /// <summary>
    /// Loads both parts, and runs the frozen blocks where their output is to be kept and takes no more memory than allowed. Augmented
    /// images are never the same; nothing is kept of them.
    /// </summary>
    public static (PreparedPart Training, PreparedPart Validation) Prepare(
        TransferModel model, Split split, TrainingOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Examples? training = null, validation = null;
        try
        {
            training = Load(model, split.Training, progress, cancellation);
            validation = Load(model, split.Validation, progress, cancellation);
            bool isAugmented = !options.Augmentation.IsNone;
            long lasting = validation.Count + (isAugmented ? 0 : training.Count);
            bool isKept = model.FrozenBlocks > 0 && lasting * BytesPerImage(model) <= options.FeatureCacheBytes;
            if (isKept)
            {
                if (!isAugmented)
                {
                    Replace(ref training, split.Training);
                }

                Replace(ref validation, split.Validation);
            }

            return (new PreparedPart(model, training, isKept && !isAugmented), new PreparedPart(model, validation, isKept));
        }
        catch
        {
            training?.Dispose();
            validation?.Dispose();
            throw;
        }

        void Replace(ref Examples images, ImageSet part)
        {
            Examples kept = Extract(model, model.RunFrozen, images, part.Name, progress, cancellation);
            images.Dispose();
            images = kept;
        }
    }

    /// <summary>Decoded images of a part on the model's device.</summary>
    public static Examples Load(TransferModel model, ImageSet images, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        using Examples loaded = images.Load(model.ImageSize, progress, cancellation);
        return loaded.To(model.Device);
    }

    /// <summary>
    /// What a part of the network makes of every image, in eval mode, without gradients and with BatchNorm folded: float32, N×channels,
    /// or N×C×H×W with channels-last strides.
    /// </summary>
    public static Examples Extract(
        TransferModel model, Func<Tensor, Tensor> run, Examples images, string part, IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        using DisposeScope outer = NewDisposeScope();
        using IDisposable noGradient = no_grad(), mode = model.InEvalMode();
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
            rows ??= empty([images.Count, .. output.shape[1..]], ScalarType.Float32, output.device).MoveToOuterDisposeScope();
            rows.narrow(0, row, output.shape[0]).copy_(output);
            row += output.shape[0];
            progress?.Report(new StepProgress($"running the frozen part on the {part} images", row, images.Count, clock.Elapsed));
        }

        return new Examples(rows!.dim() == 4 ? rows.permute(0, 3, 1, 2) : rows, images.Labels, images.Files);
    }

    private static long BytesPerImage(TransferModel model)
    {
        long[] shape = model.ShapesOfBlocks(model.ImageSize, model.Device)[model.FrozenBlocks - 1];
        return sizeof(float) * (model.FrozenBlocks == model.Blocks.Count ? shape[1] : shape.Aggregate((product, size) => product * size));
    }
}
