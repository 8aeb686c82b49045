namespace TransferLearning;

/// <summary>
/// The pictures of a folder that share one pixel cache: the three parts of a split, whatever its seed, are rows of the same file.
/// </summary>
internal sealed class PicturePool(IReadOnlyList<Picture> pictures)
{
    private readonly Dictionary<int, PixelCache> caches = [];

    public IReadOnlyList<Picture> Pictures { get; } = pictures;

    /// <summary>Their decoded pixels, made or found once per image size and process.</summary>
    public PixelCache Pixels(int imageSize, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        lock (caches)
        {
            if (!caches.TryGetValue(imageSize, out PixelCache? cache))
            {
                cache = PixelCache.Open(Pictures, imageSize, progress: progress, cancellation: cancellation);
                caches.Add(imageSize, cache);
            }

            return cache;
        }
    }
}
