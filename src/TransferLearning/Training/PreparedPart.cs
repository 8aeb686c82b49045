using System.Diagnostics;

namespace TransferLearning;

/// <summary>
/// A part as a training sees it: images, or what the frozen blocks made of them, computed once. Both are one tensor of <see
/// cref="Examples"/>; only what is run on a batch differs.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Examples">Images or kept outputs; disposed with this.</param>
/// <param name="IsKept">Whether they are outputs of the frozen blocks.</param>
internal sealed record PreparedPart(TransferModel Model, Examples Examples, bool IsKept) : IDisposable
{
    private const int BatchSize = 32;   // of running the frozen blocks

    /// <summary>Inputs → logits.</summary>
    public Tensor Run(Tensor inputs)
    {
        using Tensor? boundary = IsKept ? null : Model.RunFrozen(inputs);
        return Model.RunFrom(Model.FrozenBlocks, boundary ?? inputs);
    }

    public void Dispose() => Examples.Dispose();

    /// <summary>
    /// Whether what the frozen blocks make of the images is kept: where there are such blocks, and it takes no more memory than allowed.
    /// Augmented images are never the same; nothing is kept of them.
    /// </summary>
    public static bool CanKeep(TransferModel model, Split split, TrainingOptions options)
    {
        long lasting = split.Validation.Count + (options.Augmentation.IsNone ? split.Training.Count : 0);
        return model.FrozenBlocks > 0 && lasting * BytesPerImage(model) <= options.FeatureCacheBytes;
    }

    /// <summary>Loads a part, and runs the frozen blocks on it where what they make of it is kept.</summary>
    public static PreparedPart Prepare(
        TransferModel model, ImageSet images, bool isKept, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Examples loaded = Load(model, images, progress, cancellation);
        if (!isKept)
        {
            return new PreparedPart(model, loaded, IsKept: false);
        }

        using (loaded)
        {
            Examples kept = Extract(model, model.RunFrozen, loaded, images.Name, progress, cancellation);
            return new PreparedPart(model, kept, IsKept: true);
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
