namespace TransferLearning;

/// <summary>A file that was not used, and why.</summary>
/// <param name="Path">Full path; sometimes that of a folder that could not be entered.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record LeftOutFile(string Path, string Reason);

/// <summary>
/// A folder of images, one sub-folder per class (<c>cats-vs-dogs/cat/1.jpg</c>, at any depth below the class); or ready-made parts
/// (train, validation, test, in the usual spellings) that hold such sub-folders. Every file is used or listed in <see cref="LeftOut"/>;
/// hidden files and what systems leave behind (Thumbs.db, @eaDir, __MACOSX …) are passed over. What a file is, its content says, not
/// its ending.
/// </summary>
public sealed class ImageFolder
{
    private const double Tolerance = 1e-9;

    private readonly FolderScan _scan;
    private readonly ImagePool _pool;

    private ImageFolder(string root, FolderScan scan, ImagePool? pool = null)
    {
        Root = root;
        _scan = scan;
        IReadOnlyList<ImageFile> images = Stratified.Sorted(scan.Parts.Values.SelectMany(part => part));
        _pool = pool ?? new ImagePool([.. images.Select(image => image.Path)]);
        All = new ImageSet(FolderScan.All, scan.Classes, images, _pool);
    }

    /// <summary>Full path.</summary>
    public string Root { get; }

    /// <summary>Names of the classes, ordinal order; an image's label is an index into it.</summary>
    public IReadOnlyList<string> Classes => _scan.Classes;

    /// <summary>All images, sorted by label, then path.</summary>
    public ImageSet All { get; }

    /// <summary>Files that were not used, with the reason.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut => _scan.LeftOut;

    /// <summary>What is unusual about how the folder is laid out, in sentences, such as a test part without classes.</summary>
    public IReadOnlyList<string> Notes => _scan.Notes;

    /// <summary>Whether the folder is a ready-made split.</summary>
    public bool IsSplit => _scan.Parts.Count > 1;

    /// <summary>Looks through a folder. Unreadable files are listed in <see cref="LeftOut"/>, never fatal.</summary>
    /// <param name="folder">The folder; "~" is the home folder.</param>
    /// <param name="onlyJfif">
    /// Leaves out files without <c>JFIF</c> in their first ten bytes, as the TensorFlow data set cats_vs_dogs does (25,000 − 1,738 =
    /// 23,262).
    /// </param>
    /// <exception cref="UserMistakeException">No such folder, fewer than two classes, or parts that do not fit together.</exception>
    public static ImageFolder Open(string folder, bool onlyJfif = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string expanded = folder is ['~'] or ['~', '/' or '\\', ..]
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + folder[1..] : folder;
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(expanded));
        return new ImageFolder(root, FolderScan.Of(root, onlyJfif));
    }

    /// <summary>Without some files; they are listed in <see cref="LeftOut"/> with the reason.</summary>
    /// <param name="files">Full paths, or paths relative to <see cref="Root"/>, as a <see cref="FolderFinding"/> has them.</param>
    /// <param name="reason">Why, in words.</param>
    /// <exception cref="UserMistakeException">A file is not one of the folder.</exception>
    public ImageFolder Without(IEnumerable<string> files, string reason)
    {
        HashSet<string> gone = [.. files.Select(file => Path.GetFullPath(file, Root))];
        string? stranger = gone.Except([.. All.Select(image => image.Path), .. LeftOut.Select(file => file.Path)]).FirstOrDefault();
        UserMistakeException.ThrowIf(stranger is not null,
            $"{stranger} is no file of {Root}; give paths relative to that folder, or full ones.");

        IEnumerable<LeftOutFile> more = All.Where(image => gone.Contains(image.Path)).Select(image => new LeftOutFile(image.Path, reason));
        FolderScan without = _scan.With(from => from.Where(image => !gone.Contains(image.Path)));
        return new ImageFolder(Root, without with { LeftOut = [.. LeftOut, .. more] }, _pool);
    }

    /// <summary>A random share of each class, at least one image.</summary>
    /// <param name="fraction">Above 0, up to 1.</param>
    /// <param name="seed">Same seed, same images.</param>
    /// <exception cref="UserMistakeException">The fraction is out of range.</exception>
    public ImageFolder Take(double fraction, int seed)
    {
        UserMistakeException.ThrowIf(fraction is not (> 0 and <= 1),
            $"The fraction of images to take is {fraction}; give a number above 0 and up to 1.");

        var random = new Random(seed);
        return new ImageFolder(Root, _scan.With(from => Stratified.Shuffled(from, random).SelectMany(
            group => group.Take(Math.Max(1, (int)Math.Round(fraction * group.Length, MidpointRounding.AwayFromZero))))));
    }

    /// <summary>
    /// Cuts every class at random in the given proportions. A ready-made split keeps its parts; a missing test part is half of its
    /// validation part, a missing validation part the share <paramref name="validation"/> of its training part.
    /// </summary>
    /// <param name="training">Share of the training part.</param>
    /// <param name="validation">Share of the validation part.</param>
    /// <param name="test">Share of the test part; the three add up to 1.</param>
    /// <param name="seed">Same seed, same parts.</param>
    /// <exception cref="UserMistakeException">
    /// The shares do not add up to 1, a class has no usable image, or a part would be empty.
    /// </exception>
    public Split Split(double training = 0.8, double validation = 0.1, double test = 0.1, int seed = 42)
    {
        UserMistakeException.ThrowIf(
            !(training > 0 && validation > 0 && test > 0 && Math.Abs(training + validation + test - 1) <= Tolerance),
            $"The shares {training}, {validation} and {test} do not split the images: give three numbers above 0 whose sum is 1.");

        RefuseEmptyClass();
        var random = new Random(seed);
        return (_scan.Parts.GetValueOrDefault(FolderScan.Validation), _scan.Parts.GetValueOrDefault(FolderScan.Test)) switch
        {
            (null, null) => Named(Stratified.Cut(All, [training, training + validation], random)),
            ({ } ownValidation, null) => Named([Own(), .. Stratified.Cut(ownValidation, [0.5], random)]),
            (null, { } ownTest) => Named([.. Stratified.Cut(Own(), [1 - validation], random), ownTest]),
            ({ } ownValidation, { } ownTest) => Named([Own(), ownValidation, ownTest]),
        };

        IReadOnlyList<ImageFile> Own() => _scan.Parts[FolderScan.Training];
    }

    /// <summary>As in "4,652 images: 2,326 cat, 2,326 dog; 3 left out".</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            $"{All.Count:N0} images: {string.Join(", ", Classes.Zip(All.CountsByClass, (name, count) => $"{count:N0} {name}"))}" +
                (LeftOut.Count > 0 ? $"; {LeftOut.Count:N0} left out" : ""),
            .. Notes,
        ]);

    private void RefuseEmptyClass()
    {
        string? empty = Classes.Zip(All.CountsByClass).FirstOrDefault(entry => entry.Second == 0).First;
        string inside = Path.DirectorySeparatorChar + empty + Path.DirectorySeparatorChar;
        LeftOutFile? first = LeftOut.FirstOrDefault(file => file.Path[Root.Length..].Contains(inside, StringComparison.Ordinal));
        UserMistakeException.ThrowIf(empty is not null,
            $"The class \"{empty}\" of {Root} has no image that can be used" +
            (first is null ? "" : $" ({Path.GetFileName(first.Path)}: {first.Reason})") + "; mend its files, or remove the folder.");
    }

    private Split Named(IReadOnlyList<ImageFile>[] three)
    {
        string[] names = [FolderScan.Training, FolderScan.Validation, FolderScan.Test];
        string? empty = names.Zip(three).FirstOrDefault(part => part.Second.Count == 0).First;
        UserMistakeException.ThrowIf(empty is not null,
            $"The {empty} part of {Root} would have no image: {All.Count} images are too few for this split; " +
            "add images or enlarge that share.");

        ImageSet Part(int part) => new(names[part], Classes, three[part], _pool);
        return new Split(Part(0), Part(1), Part(2));
    }
}
