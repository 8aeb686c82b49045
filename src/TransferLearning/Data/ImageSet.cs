using System.Collections;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>An image file and its class.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Label">Index of its class.</param>
public sealed record ImageFile(string Path, int Label);

/// <summary>Some images of a folder, such as its training part.</summary>
public sealed class ImageSet : IReadOnlyList<ImageFile>
{
    private readonly IReadOnlyList<ImageFile> files;
    private readonly ImagePool pool;

    internal ImageSet(string name, IReadOnlyList<string> classes, IReadOnlyList<ImageFile> files, ImagePool pool)
    {
        Name = name;
        Classes = classes;
        this.files = files;
        this.pool = pool;
    }

    /// <summary>"training", "validation", "test", "all".</summary>
    public string Name { get; }

    /// <summary>Names of the classes; an image's label is an index into it.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of images.</summary>
    public int Count => files.Count;

    /// <summary>One image.</summary>
    public ImageFile this[int index] => files[index];

    /// <summary>Number of images per class.</summary>
    public IReadOnlyList<int> CountsByClass
    {
        get
        {
            int[] counts = new int[Classes.Count];
            foreach (ImageFile file in files)
            {
                counts[file.Label]++;
            }

            return counts;
        }
    }

    /// <summary>So many images, the same share of each class as near as can be.</summary>
    /// <param name="count">How many; all when there are fewer.</param>
    /// <param name="seed">Same seed, same images.</param>
    public ImageSet Take(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return count >= Count ? this : new ImageSet(Name, Classes, Stratified.Take(files, count, new Random(seed)), pool);
    }

    /// <summary>The same images with other labels (shuffled labels, for a lesson).</summary>
    /// <param name="labels">One per image, in their order.</param>
    public ImageSet WithLabels(IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != Count || labels.Any(label => label < 0 || label >= Classes.Count))
        {
            throw new UserMistakeException(
                $"{labels.Count} labels for {Count} images: give one per image, each from 0 to {Classes.Count - 1}.");
        }

        return new ImageSet(Name, Classes, [.. files.Zip(labels, (file, label) => file with { Label = label })], pool);
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
        PixelFile pixels = pool.Pixels(imageSize, progress, cancellation);
        (ImageFile File, int Row, string? Reason)[] rows =
            [.. files.Select(file => (file, pool.RowOf(file.Path), pixels.Undecodable.GetValueOrDefault(pool.RowOf(file.Path))))];
        LeftOutFile[] leftOut = [.. rows.Where(row => row.Reason is not null).Select(row => new LeftOutFile(row.File.Path, row.Reason!))];
        if (leftOut.Length == Count)
        {
            throw new UserMistakeException(Count == 0
                ? $"There are no {Name} images to load."
                : $"None of the {Name} images could be decoded; the first, {leftOut[0].Path}: {leftOut[0].Reason}.");
        }

        rows = [.. rows.Where(row => row.Reason is null)];
        using Tensor labels = tensor(rows.Select(row => (long)row.File.Label).ToArray());
        using Tensor mapped = pixels.Map();
        return new Examples(mapped, [.. rows.Select(row => (long)row.Row)], labels, [.. rows.Select(row => row.File)], leftOut);
    }

    /// <summary>The file that holds the pixels, and which row is whose.</summary>
    internal (PixelFile Pixels, Func<ImageFile, int> RowOf) Pixels(
        int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation) =>
        (pool.Pixels(imageSize, progress, cancellation), file => pool.RowOf(file.Path));

    /// <summary>
    /// Hash of everything that decides what Load gives: contents, order, labels, class names, part name, imageSize, decoder version.
    /// </summary>
    internal string Key(int imageSize)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string names = string.Join('\n', [ImageDecoder.Version, imageSize.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Name, .. Classes]);
        all.AppendData(Encoding.UTF8.GetBytes(names));
        foreach (ImageFile file in files)
        {
            all.AppendData(pool.ContentHashes[pool.RowOf(file.Path)]);
            all.AppendData(BitConverter.GetBytes(file.Label));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <inheritdoc/>
    public IEnumerator<ImageFile> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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
