using System.Collections.ObjectModel;
using System.Security.Cryptography;

namespace TransferLearning;

/// <summary>An image file and its class.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Label">Index of its class.</param>
public sealed record ImageFile(string Path, int Label);

/// <summary>Some images of a folder, such as its training part.</summary>
public sealed class ImageSet : ReadOnlyCollection<ImageFile>
{
    private readonly ImagePool _pool;

    internal ImageSet(string name, IReadOnlyList<string> classes, IEnumerable<ImageFile> files, ImagePool pool)
        : base([.. files])
    {
        Name = name;
        Classes = classes;
        _pool = pool;
    }

    /// <summary>"training", "validation", "test", "all".</summary>
    public string Name { get; }

    /// <summary>Names of the classes; an image's label is an index into it.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of images per class.</summary>
    public IReadOnlyList<int> CountsByClass =>
        [.. Enumerable.Range(0, Classes.Count).Select(label => this.Count(file => file.Label == label))];

    /// <summary>So many images, the same share of each class as near as can be.</summary>
    /// <param name="count">How many; all when there are fewer.</param>
    /// <param name="seed">Same seed, same images.</param>
    public ImageSet Take(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return count >= Count ? this : new ImageSet(Name, Classes, Stratified.Take(this, count, new Random(seed)), _pool);
    }

    /// <summary>The same images with other labels (shuffled labels, for a lesson).</summary>
    /// <param name="labels">One per image, in their order.</param>
    public ImageSet WithLabels(IReadOnlyList<int> labels)
    {
        UserMistakeException.ThrowIf(labels.Count != Count || labels.Any(label => label < 0 || label >= Classes.Count),
            $"{labels.Count} labels for {Count} images: give one per image, each from 0 to {Classes.Count - 1}.");

        return new ImageSet(Name, Classes, this.Zip(labels, (file, label) => file with { Label = label }), _pool);
    }

    /// <summary>
    /// The decoded images as one tensor: uint8, N×3×H×W, RGB, H = W = imageSize, stretched. All images of the folder are decoded once,
    /// in parallel, into a file that is mapped, and found again the next time.
    /// </summary>
    /// <param name="imageSize">Width and height in pixels.</param>
    /// <param name="progress">Told about every few images while they are decoded.</param>
    /// <param name="cancellation">Stops decoding; nothing half-made is left.</param>
    /// <exception cref="UserMistakeException">No image could be decoded, or the cache folder cannot be written.</exception>
    public Examples Load(int imageSize, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageSize);
        PixelFile pixels = _pool.Pixels(imageSize, progress, cancellation);
        ILookup<bool, ImageFile> isDecoded = this.ToLookup(file => pixels.Reasons[_pool.RowOf(file)] is null);
        ImageFile[] decoded = [.. isDecoded[true]];
        LeftOutFile[] leftOut = [.. isDecoded[false].Select(file => new LeftOutFile(file.Path, pixels.Reasons[_pool.RowOf(file)]!))];
        UserMistakeException.ThrowIf(decoded.Length == 0, leftOut is [var first, ..]
            ? $"None of the {Name} images could be decoded; the first, {first.Path}: {first.Reason}."
            : $"There are no {Name} images to load.");

        using Tensor labels = tensor(decoded.Select(file => (long)file.Label).ToArray());
        using Tensor mapped = pixels.Map();
        return new Examples(mapped, [.. decoded.Select(file => (long)_pool.RowOf(file))], labels, decoded, leftOut);
    }

    /// <summary>
    /// Hash of everything that decides what Load gives: contents, order, labels, class names, part name, imageSize, decoder version.
    /// </summary>
    internal string Key(int imageSize) => Numbers.Hash(string.Join('\n',
    [
        ImageDecoder.Version, $"{imageSize}", Name, .. Classes, .. this.Select(file => $"{file.Label} {_pool.ContentHashOf(file)}"),
    ]));

    /// <summary>As in "training: 320 images (160 cat, 160 dog)".</summary>
    public override string ToString() =>
        $"{Name}: {Count:N0} images ({string.Join(", ", Classes.Zip(CountsByClass, (name, count) => $"{count:N0} {name}"))})";
}

/// <summary>What the model learns from, what choices are made by, what is looked at once at the end.</summary>
/// <param name="Training">The weights learn from these.</param>
/// <param name="Validation">Epochs, rates and stopping are chosen by these.</param>
/// <param name="Test">The verdict; nothing is chosen by these.</param>
public sealed record Split(ImageSet Training, ImageSet Validation, ImageSet Test)
{
    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes => Training.Classes;

    /// <summary>The three parts.</summary>
    public IEnumerable<ImageSet> Parts => [Training, Validation, Test];

    /// <summary>One line per part.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Parts);
}

/// <summary>The images of a folder that are decoded together: the parts of a split, whatever its seed, are rows of one file.</summary>
internal sealed class ImagePool(IReadOnlyList<string> paths)
{
    private readonly Dictionary<string, int> _rows = paths.Index().ToDictionary(path => path.Item, path => path.Index);
    private readonly Dictionary<int, PixelFile> _made = [];
    private readonly Lazy<string[]> _contentHashes = new(() => [.. paths.AsParallel().AsOrdered().Select(path =>
        File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "")]);

    public int RowOf(ImageFile file) => _rows[file.Path];

    /// <summary>SHA-256 of a file, computed once per pool; empty for one that is gone.</summary>
    public string ContentHashOf(ImageFile file) => _contentHashes.Value[RowOf(file)];

    /// <summary>Their decoded pixels, made or found once per image size.</summary>
    public PixelFile Pixels(int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        lock (_made)
        {
            if (!_made.TryGetValue(imageSize, out PixelFile? pixels) || !File.Exists(pixels.Path))
            {
                _made[imageSize] = pixels = PixelCache.Open(paths, imageSize, progress: progress, cancellation: cancellation);
            }

            return pixels;
        }
    }
}

/// <summary>
/// Chance with the classes kept in proportion. Results are sorted by label, then path, so that only the choice depends on the seed.
/// </summary>
internal static class Stratified
{
    /// <summary>Each class shuffled, one after the other.</summary>
    public static IEnumerable<ImageFile[]> Shuffled(IEnumerable<ImageFile> files, Random random)
    {
        foreach (IGrouping<int, ImageFile> group in files.GroupBy(file => file.Label).OrderBy(group => group.Key))
        {
            ImageFile[] shuffled = [.. group];
            random.Shuffle(shuffled);
            yield return shuffled;
        }
    }

    /// <summary>Cuts every class at the same shares.</summary>
    /// <param name="files">What to cut.</param>
    /// <param name="cuts">Where to cut, ascending, between 0 and 1.</param>
    /// <param name="random">Chooses what goes where.</param>
    public static IReadOnlyList<ImageFile>[] Cut(IEnumerable<ImageFile> files, double[] cuts, Random random)
    {
        List<ImageFile>[] parts = [.. Enumerable.Range(0, cuts.Length + 1).Select(_ => new List<ImageFile>())];
        foreach (ImageFile[] group in Shuffled(files, random))
        {
            // Rounding where the cuts fall, rather than each share, loses no image.
            int[] ends = [0, .. cuts.Select(cut => (int)Math.Round(cut * group.Length, MidpointRounding.AwayFromZero)), group.Length];
            for (int part = 0; part < parts.Length; part++)
            {
                parts[part].AddRange(group[ends[part]..ends[part + 1]]);
            }
        }

        return [.. parts.Select(Sorted)];
    }

    /// <summary>So many files: each class is spread evenly from 0 to 1, and the first ones are taken, so that each has its share.</summary>
    public static IReadOnlyList<ImageFile> Take(IReadOnlyList<ImageFile> files, int count, Random random) => Sorted(
        Shuffled(files, random).SelectMany(group => group.Select((file, place) => (File: file, At: (place + 0.5) / group.Length)))
            .OrderBy(image => image.At).Take(count).Select(image => image.File));

    public static IReadOnlyList<ImageFile> Sorted(IEnumerable<ImageFile> files) =>
        [.. files.OrderBy(file => file.Label).ThenBy(file => file.Path, StringComparer.Ordinal)];
}
