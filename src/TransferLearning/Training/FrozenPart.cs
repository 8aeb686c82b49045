using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <summary>
    /// Loads parts, and runs the frozen blocks where their output is to be kept and that of all takes no more memory than allowed.
    /// Augmented images are never the same; nothing is kept of them.
    /// </summary>
    public static PreparedPart[] Prepare(
        TransferModel model, TrainingOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation,
        params (ImageSet Images, bool IsAugmented)[] parts)
    {
        List<PreparedPart> prepared = [];
        try
        {
            foreach ((ImageSet images, _) in parts)
            {
                prepared.Add(new PreparedPart(model, Load(model, images, progress, cancellation), isKept: false));
                if (prepared[^1].Examples.Count == 0)
                {
                    throw new UserMistakeException(
                        $"None of the {images.Count:N0} {images.Name} images can be decoded, such as {images[0].Path}.");
                }
            }

            bool[] keeps = [.. parts.Select(part => options.CacheFrozenFeatures && model.FrozenBlocks > 0 && !part.IsAugmented)];
            long kept = prepared.Where((_, i) => keeps[i]).Sum(part => part.Examples.Count);
            bool fits = kept > 0 && kept * BytesPerImage(model) <= options.FeatureCacheBytes;
            for (int i = 0; i < parts.Length; i++)
            {
                if (fits && keeps[i])
                {
                    using PreparedPart images = prepared[i];
                    prepared[i] = new PreparedPart(
                        model, Extract(model, model.RunFrozen, images.Examples, parts[i].Images.Name, progress, cancellation),
                        isKept: true);
                }
            }

            return [.. prepared];
        }
        catch
        {
            prepared.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>Decoded images of a part on the model's device.</summary>
    public static Examples Load(TransferModel model, ImageSet images, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Examples loaded = images.Load(model.ImageSize, progress, cancellation);
        return model.Device.type == DeviceType.CPU ? loaded : Moved(loaded, model.Device);
    }

    /// <summary>
    /// What a part of the network makes of every image, in eval mode: float32, N×channels, or N×C×H×W with channels-last strides.
    /// </summary>
    public static Examples Extract(
        TransferModel model, Func<Tensor, Tensor> run, Examples images, string part, IProgress<StepProgress>? progress,
        CancellationToken cancellation)
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
