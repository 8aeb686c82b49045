using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// What the frozen blocks of a model make of each picture, computed once. Training above them then touches neither pixels nor frozen blocks:
/// with the whole backbone frozen an epoch takes a blink.
/// </summary>
public sealed class FeatureCache : IDisposable
{
    private const int BatchSize = 32;

    private FeatureCache(IReadOnlyList<Picture> pictures, Tensor features, int frozenBlocks)
    {
        Pictures = pictures;
        Features = features;
        FrozenBlocks = frozenBlocks;
    }

    /// <summary>The pictures, one a row.</summary>
    public IReadOnlyList<Picture> Pictures { get; }

    /// <summary>float32; N×channels when the whole backbone is frozen, otherwise N×H×W×channels: the input of the first block that learns.</summary>
    public Tensor Features { get; }

    /// <summary>The classes of the pictures, as indices.</summary>
    public IReadOnlyList<int> Labels => [.. Pictures.Select(picture => picture.Label)];

    /// <summary>The features as plain arrays, one a picture, for charts and for code of your own.</summary>
    public IReadOnlyList<float[]> Rows
    {
        get
        {
            int width = (int)(Features.NumberOfElements / Math.Max(1, Pictures.Count));
            return [.. Features.cpu().data<float>().ToArray().Chunk(width)];
        }
    }

    /// <summary>How many blocks had been frozen; the features fit no other boundary.</summary>
    public int FrozenBlocks { get; }

    /// <summary>Runs the frozen blocks over all pictures of a set, in evaluation mode.</summary>
    /// <param name="model">A model whose first blocks are frozen.</param>
    /// <param name="set">The pictures.</param>
    /// <param name="imageSize">Width and height in pixels; the backbone's own by default.</param>
    /// <param name="progress">Told about every batch.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidOperationException">Nothing is frozen.</exception>
    public static FeatureCache Extract(
        TransferModel model,
        PictureSet set,
        int? imageSize = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (model.FrozenBlocks == 0)
        {
            throw new InvalidOperationException("The first block of the model learns, so there is nothing to keep; freeze the backbone first.");
        }

        int size = imageSize ?? model.Backbone.ImageSize;
        PixelCache pixels = set.Pool.Pixels(size, progress, cancellation);
        Picture[] pictures = [.. set.Where(pixels.Contains)];
        bool wasTraining = model.training;
        model.eval();
        Tensor? all = null;
        try
        {
            var clock = Stopwatch.StartNew();
            long row = 0;
            foreach (PictureBatch batch in set.Batches(size, BatchSize))
            {
                using DisposeScope scope = NewDisposeScope();
                using (batch)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Tensor features = model.RunFrozen(batch.Pictures);

                    // Rows are kept height × width × channels: taken out and permuted, a batch is channels-last in memory, which convolutions like best.
                    features = features.dim() == 4 ? features.permute(0, 2, 3, 1) : features;
                    all ??= empty([pictures.Length, .. features.shape[1..]], device: features.device).DetachFromDisposeScope();
                    all.narrow(0, row, features.shape[0]).copy_(features);
                    row += features.shape[0];
                    progress?.Report(new StepProgress($"running the frozen part on the {set.Name} pictures", row, pictures.Length, clock.Elapsed));
                }
            }

            return new FeatureCache(pictures, all ?? throw new UserMistakeException($"None of the {set.Name} pictures could be decoded."), model.FrozenBlocks);
        }
        catch
        {
            all?.Dispose();
            throw;
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    /// <summary>Bytes that the features of so many pictures take.</summary>
    internal static long BytesFor(TransferModel model, int imageSize, long pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        bool wasTraining = model.training;
        model.eval();
        long numbers = model.RunFrozen(zeros(1, 3, imageSize, imageSize, device: model.Device)).NumberOfElements;
        model.train(wasTraining);
        return numbers * sizeof(float) * pictures;
    }

    /// <inheritdoc/>
    public void Dispose() => Features.Dispose();
}
