using System.Collections;

namespace TransferLearning;

/// <summary>Some of the pictures of a folder, such as its training part.</summary>
public sealed class PictureSet : IReadOnlyList<Picture>
{
    private readonly IReadOnlyList<Picture> pictures;

    internal PictureSet(string name, IReadOnlyList<string> classes, IReadOnlyList<Picture> pictures, PicturePool pool)
    {
        Name = name;
        Classes = classes;
        Pool = pool;
        this.pictures = pictures;
    }

    /// <summary>What part it is: "training", "validation", "test", or "all".</summary>
    public string Name { get; }

    /// <summary>Names of the classes; a picture's label is an index into it.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of pictures.</summary>
    public int Count => pictures.Count;

    /// <summary>One picture.</summary>
    public Picture this[int index] => pictures[index];

    /// <summary>All pictures that are decoded together with these.</summary>
    internal PicturePool Pool { get; }

    /// <summary>Number of pictures of each class.</summary>
    public IReadOnlyList<int> CountsByClass => [.. Classes.Select((_, label) => pictures.Count(picture => picture.Label == label))];

    /// <summary>
    /// The pictures as tensors, a batch at a time; the next batches are read in the background meanwhile.
    /// </summary>
    /// <param name="imageSize">Width and height in pixels.</param>
    /// <param name="batchSize">Pictures in a batch; the last one may hold fewer.</param>
    /// <param name="shuffleSeed">Seed of their order; null keeps the order of the set.</param>
    /// <param name="augmentation">Random changes; none by default. Seeded by <paramref name="shuffleSeed"/>.</param>
    /// <returns>Batches; whoever enumerates disposes each.</returns>
    public IEnumerable<PictureBatch> Batches(int imageSize, int batchSize = 32, int? shuffleSeed = null, Augmentation? augmentation = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return new PictureLoader(Pool.Pixels(imageSize), this, batchSize, shuffleSeed, augmentation ?? Augmentation.None);
    }

    /// <inheritdoc/>
    public IEnumerator<Picture> GetEnumerator() => pictures.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As in "training: 3,722 pictures (1,861 cat, 1,861 dog)".</summary>
    public override string ToString() =>
        $"{Name}: {Count:N0} pictures ({string.Join(", ", Classes.Zip(CountsByClass, (name, count) => $"{count:N0} {name}"))})";
}
