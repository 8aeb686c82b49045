using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>What a model is trained or judged on, whether it starts from pixels or from kept features.</summary>
internal abstract class Examples : IDisposable
{
    /// <summary>The pictures, in the order in which unshuffled batches bring them.</summary>
    public abstract IReadOnlyList<Picture> Pictures { get; }

    /// <summary>Inputs and labels, a batch at a time; whoever enumerates disposes both.</summary>
    public abstract IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int batchSize, int? shuffleSeed);

    /// <summary>Logits of a batch of inputs.</summary>
    public abstract Tensor Run(TransferModel model, Tensor inputs);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Decodes the pictures if need be, and runs the frozen blocks once where that pays.</summary>
    public static Examples Prepare(TransferModel model, PictureSet set, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int imageSize = options.ImageSize ?? model.Backbone.ImageSize;
        IProgress<StepProgress>? preparing = progress is null ? null : new Forward<StepProgress>(step => progress.Report(
            new TrainingProgress(options.Name, 0, options.Epochs, 0, 0, double.NaN, double.NaN, [], TimeSpan.Zero) { Preparation = step }));
        set.Pool.Pixels(imageSize, preparing, cancellation);
        bool cached = options.CacheFrozenFeatures && options.Augmentation.IsNone && model.FrozenBlocks > 0
            && FeatureCache.BytesFor(model, imageSize, set.Count) <= options.FeatureCacheBytes;
        return cached
            ? new FeatureExamples(FeatureCache.Extract(model, set, imageSize, preparing, cancellation))
            : IsKeptOnDevice(model, set, imageSize, options)
                ? new DevicePixelExamples(set, imageSize, options.Augmentation, model.Device, cancellation)
                : new PixelExamples(set, imageSize, options.Augmentation);
    }

    /// <summary>On a GPU the decoded pictures lie beside the model where they fit; in the processor's memory they lie already.</summary>
    private static bool IsKeptOnDevice(TransferModel model, PictureSet set, int imageSize, TrainingOptions options) =>
        model.Device.type != DeviceType.CPU && 3L * imageSize * imageSize * set.Count <= options.DevicePixelBytes;

    private sealed class Forward<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
