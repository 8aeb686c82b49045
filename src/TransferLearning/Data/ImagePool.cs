using System.Security.Cryptography;

namespace TransferLearning;

/// <summary>The images of a folder that are decoded together: the parts of a split, whatever its seed, are rows of one file.</summary>
internal sealed class ImagePool
{
    private readonly Dictionary<string, int> rows;
    private readonly Dictionary<int, PixelFile> made = [];
    private readonly Lazy<byte[][]> contentHashes;

    public ImagePool(IReadOnlyList<string> paths)
    {
        Paths = paths;
        rows = new Dictionary<string, int>(paths.Count, StringComparer.Ordinal);
        for (int row = 0; row < paths.Count; row++)
        {
            rows.Add(paths[row], row);
        }

        contentHashes = new(() => [.. Paths.AsParallel().AsOrdered().Select(HashOf)]);
    }

    public IReadOnlyList<string> Paths { get; }

    /// <summary>SHA-256 of the files, once per pool; empty for a file that cannot be read any more.</summary>
    public IReadOnlyList<byte[]> ContentHashes => contentHashes.Value;

    public int RowOf(string path) => rows[path];

    /// <summary>Their decoded pixels, made or found once per image size.</summary>
    public PixelFile Pixels(int imageSize, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        lock (made)
        {
            if (!made.TryGetValue(imageSize, out PixelFile? pixels) || !File.Exists(pixels.Path))
            {
                made[imageSize] = pixels = PixelCache.Open(this, imageSize, progress: progress, cancellation: cancellation);
            }

            return pixels;
        }
    }

    private static byte[] HashOf(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
