using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// A folder of pictures in which each sub-folder is a class: <c>cats-vs-dogs/cat/1.jpg</c>. A folder with
/// <c>train</c>, <c>validation</c> (or <c>val</c>) and, if you like, <c>test</c> that hold such classes is read as a ready-made split.
/// </summary>
[TypeFormatterSource(typeof(ImageFolderDisplay))]
public sealed class ImageFolder
{
    private readonly PicturePool pool;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Picture>>? parts;

    private ImageFolder(
        string root,
        IReadOnlyList<string> classes,
        IReadOnlyList<Picture> pictures,
        IReadOnlyList<LeftOutFile> leftOut,
        IReadOnlyDictionary<string, IReadOnlyList<Picture>>? parts)
    {
        Root = root;
        Classes = classes;
        Pictures = pictures;
        LeftOut = leftOut;
        pool = new PicturePool(pictures);
        this.parts = parts;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Names of the sub-folders, sorted.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The readable pictures, sorted by class and file name.</summary>
    public IReadOnlyList<Picture> Pictures { get; }

    /// <summary>Picture files that are not used, and why.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; }

    /// <summary>Whether the folder comes with its own training, validation and test parts.</summary>
    public bool IsAlreadySplit => parts is not null;

    /// <summary>All pictures as one set.</summary>
    public PictureSet All => new("all", Classes, Pictures, pool);

    /// <summary>Looks through a folder. Unreadable files are listed in <see cref="LeftOut"/>, never fatal.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="onlyJfif">
    /// Leaves out files without <c>JFIF</c> in their first ten bytes, as the TensorFlow data set cats_vs_dogs does (25,000 − 1,738 = 23,262).
    /// </param>
    /// <exception cref="UserMistakeException">No such folder, or fewer than two classes with pictures in it.</exception>
    public static ImageFolder Open(string path, bool onlyJfif = false)
    {
        FolderScan scan = FolderScan.Of(path, onlyJfif);
        return new ImageFolder(path, scan.Classes, scan.Pictures, scan.LeftOut, scan.Parts);
    }

    /// <summary>A part of every class, chosen at random.</summary>
    /// <param name="fraction">How much, above 0 and up to 1.</param>
    /// <param name="seed">Same seed, same pictures.</param>
    public ImageFolder Take(double fraction, int seed)
    {
        if (fraction is not (> 0 and <= 1))
        {
            throw new UserMistakeException($"The fraction of pictures to take is {fraction}; give a number above 0 and up to 1.");
        }

        var random = new Random(seed);
        if (parts is null)
        {
            return new ImageFolder(Root, Classes, Sample(Pictures), LeftOut, parts: null);
        }

        var taken = parts.OrderBy(part => part.Key, StringComparer.Ordinal).ToDictionary(part => part.Key, part => Sample(part.Value));
        return new ImageFolder(Root, Classes, Sorted(taken.Values.SelectMany(part => part)), LeftOut, taken);

        IReadOnlyList<Picture> Sample(IReadOnlyList<Picture> from) => Sorted(
            ShuffledByClass(from, random).SelectMany(group => group.Take((int)Math.Round(fraction * group.Length, MidpointRounding.AwayFromZero))));
    }

    /// <summary>The pictures of some of the classes.</summary>
    /// <param name="classes">Names of at least two of <see cref="Classes"/>.</param>
    /// <exception cref="UserMistakeException">A name is no class of the folder, or fewer than two are named.</exception>
    public ImageFolder Only(params IReadOnlyList<string> classes)
    {
        string[] chosen = [.. classes.Distinct().Order(StringComparer.Ordinal)];
        string? unknown = chosen.FirstOrDefault(name => !Classes.Contains(name));
        if (unknown is not null || chosen.Length < 2)
        {
            throw new UserMistakeException(unknown is not null
                ? $"{Root} has no class \"{unknown}\"; it has {string.Join(", ", Classes)}."
                : "A classifier needs at least two classes; name two or more.");
        }

        IReadOnlyList<Picture> Kept(IReadOnlyList<Picture> from) => Sorted(from
            .Select(picture => picture with { Label = Array.IndexOf(chosen, Classes[picture.Label]) })
            .Where(picture => picture.Label >= 0));
        return new ImageFolder(Root, chosen, Kept(Pictures), LeftOut, parts?.ToDictionary(part => part.Key, part => Kept(part.Value)));
    }

    /// <summary>
    /// Cuts every class at random in the given proportions. A folder that comes with its own parts keeps them; when it has no test part,
    /// half of its validation part becomes one.
    /// </summary>
    /// <param name="training">Share of the training part.</param>
    /// <param name="validation">Share of the validation part.</param>
    /// <param name="test">Share of the test part; the three add up to 1.</param>
    /// <param name="seed">Same seed, same parts.</param>
    /// <exception cref="UserMistakeException">The shares do not add up to 1, or a part would be empty.</exception>
    public Split Split(double training, double validation, double test, int seed)
    {
        if (training <= 0 || validation <= 0 || test <= 0 || Math.Abs(training + validation + test - 1) > 1e-9)
        {
            throw new UserMistakeException($"The shares {training}, {validation} and {test} do not split the pictures: give three numbers above 0 whose sum is 1.");
        }

        var random = new Random(seed);
        if (parts is null)
        {
            return Named(Cut(Pictures, [training, training + validation], random));
        }

        if (parts.TryGetValue(FolderScan.Test, out IReadOnlyList<Picture>? ownTest))
        {
            return Named([parts[FolderScan.Training], parts[FolderScan.Validation], ownTest]);
        }

        return Named([parts[FolderScan.Training], .. Cut(parts[FolderScan.Validation], [0.5], random)]);
    }

    /// <summary>As in "4,652 pictures: 2,326 cat, 2,326 dog".</summary>
    public override string ToString() =>
        $"{Pictures.Count:N0} pictures: {string.Join(", ", Classes.Zip(All.CountsByClass, (name, count) => $"{count:N0} {name}"))}{(LeftOut.Count > 0 ? $"; {LeftOut.Count:N0} left out" : "")}";

    private static IReadOnlyList<Picture>[] Cut(IReadOnlyList<Picture> from, double[] cuts, Random random)
    {
        var result = new List<Picture>[cuts.Length + 1];
        for (int part = 0; part < result.Length; part++)
        {
            result[part] = [];
        }

        foreach (Picture[] group in ShuffledByClass(from, random))
        {
            // Rounding where the cuts fall, rather than each share, loses no picture.
            int[] ends = [0, .. cuts.Select(cut => (int)Math.Round(cut * group.Length, MidpointRounding.AwayFromZero)), group.Length];
            for (int part = 0; part < result.Length; part++)
            {
                result[part].AddRange(group[ends[part]..ends[part + 1]]);
            }
        }

        return [.. result.Select(Sorted)];
    }

    private static IEnumerable<Picture[]> ShuffledByClass(IReadOnlyList<Picture> from, Random random)
    {
        foreach (IGrouping<int, Picture> group in from.GroupBy(picture => picture.Label).OrderBy(group => group.Key))
        {
            Picture[] shuffled = [.. group];
            random.Shuffle(shuffled);
            yield return shuffled;
        }
    }

    private static IReadOnlyList<Picture> Sorted(IEnumerable<Picture> pictures) =>
        [.. pictures.OrderBy(picture => picture.Label).ThenBy(picture => picture.Path, StringComparer.Ordinal)];

    private Split Named(IReadOnlyList<Picture>[] three)
    {
        string[] names = ["training", "validation", "test"];
        for (int part = 0; part < three.Length; part++)
        {
            if (three[part].Count == 0)
            {
                throw new UserMistakeException(
                    $"The {names[part]} part of {Root} would have no picture: {Pictures.Count} pictures are too few for this split; add pictures or enlarge that share.");
            }
        }

        PictureSet Part(int part) => new(names[part], Classes, three[part], pool);
        return new Split(Part(0), Part(1), Part(2));
    }
}
