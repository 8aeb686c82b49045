using System.Text;
using System.Text.RegularExpressions;

namespace TransferLearning;

/// <summary>What lies in a folder of images: classes, images, files that are not used.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Parts">The images of each part of a ready-made split; of other folders one part, called "all".</param>
/// <param name="LeftOut">Files that are not used.</param>
/// <param name="Notes">What is unusual.</param>
internal sealed partial record FolderScan(
    IReadOnlyList<string> Classes,
    IReadOnlyDictionary<string, IReadOnlyList<ImageFile>> Parts,
    IReadOnlyList<LeftOutFile> LeftOut,
    IReadOnlyList<string> Notes)
{
    public const string Training = "training", Validation = "validation", Test = "test", All = "all";

    // Spellings that data sets come with, without case and signs: Train, trainset, training_set, test-images, Validation Data …
    private static readonly Dictionary<string, string> PartNames = new(
        from part in new[] { (Training, "train training"), (Validation, "val valid validation"), (Test, "test testing") }
        from name in part.Item2.Split(' ')
        from spelling in new[] { name, name + "set" }
        select KeyValuePair.Create(spelling, part.Item1));

    private static readonly HashSet<string> WordsBeside =
        ["set", "data", "dataset", "split", "part", "folder", "dir", "image", "images", "img", "imgs", "photos", "pictures"];

    // Only tell a class whose images cannot be used from a folder of something else. What is an image, its content says: ImageDecoder.
    private static readonly HashSet<string> EndingsOfImages = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif",
    };

    public static FolderScan Of(string root, bool onlyJfif)
    {
        UserMistakeException.ThrowIf(!Directory.Exists(root),
            $"There is no folder {root}; give a folder that holds one sub-folder of images per class.");

        Listing top = FolderWalk.List(root);
        UserMistakeException.ThrowIf(top.Problem is not null, $"{root} cannot be read: {top.Problem}.");

        string?[] partNames = [.. top.Folders.Select(PartOf)];
        bool isSplit = partNames.Contains(Training)
            && (partNames.Contains(Validation) || partNames.Contains(Test) || top.Folders.Count == 1);
        string beside = $"lies beside the {(isSplit ? "parts" : "class folders")}, so it has no class";
        List<LeftOutFile> leftOut = [.. top.Files.Select(file => new LeftOutFile(file, beside))];
        Found[] found = [.. isSplit ? top.Folders.SelectMany(folder => InPart(folder, leftOut)) : InClasses(top.Folders, All, leftOut)];
        if (isSplit)
        {
            RefuseFlatTraining(found, leftOut);
        }
        else
        {
            RefuseWhatLooksLikeParts(root, top.Folders);
        }

        found = [.. found.AsParallel().AsOrdered()
            .Select(file => file with { WhyUnusable = ImageDecoder.WhyUnusable(file.Path, onlyJfif) })];
        leftOut.AddRange(found.Where(file => file.WhyUnusable is not null).Select(file => new LeftOutFile(file.Path, file.WhyUnusable!)));
        string[] classes =
        [
            .. found.Where(file => file.WhyUnusable is null || EndingsOfImages.Contains(Path.GetExtension(file.Path)))
                .Select(file => file.Class).Distinct().Order(StringComparer.Ordinal),
        ];
        RefuseClasses(root, top, classes);
        Dictionary<string, IReadOnlyList<ImageFile>> parts =
            found.Where(file => file.WhyUnusable is null).GroupBy(file => file.Part).ToDictionary(part => part.Key, Labelled);
        if (isSplit)
        {
            RefuseUntrained(root, classes, parts);
        }

        return new FolderScan(
            classes, parts, [.. leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. isSplit ? NotesOn(parts) : NotesOn(top.Folders)]);

        IReadOnlyList<ImageFile> Labelled(IEnumerable<Found> files) =>
            Stratified.Sorted(files.Select(file => new ImageFile(file.Path, Array.IndexOf(classes, file.Class))));
    }

    /// <summary>The same with other images, chosen in each of its parts.</summary>
    public FolderScan With(Func<IEnumerable<ImageFile>, IEnumerable<ImageFile>> change) => this with
    {
        Parts = Parts.OrderBy(part => part.Key, StringComparer.Ordinal)
            .ToDictionary(part => part.Key, part => Stratified.Sorted(change(part.Value))),
    };

    private static string? PartOf(string folder) => Words(folder) is (string part, "") ? part : null;

    /// <summary>The part that a name speaks of, if any, and what else is in it: "seg_train" and "train2017" speak of training.</summary>
    private static (string? Part, string Others) Words(string folder)
    {
        string[] words = [.. Word().Matches(Path.GetFileName(folder)).Select(word => word.Value.ToLowerInvariant())];
        string[] named = [.. words.Where(PartNames.ContainsKey)];
        return named.Length == 1
            ? (PartNames[named[0]], string.Join(' ', words.Where(word => word != named[0] && !WordsBeside.Contains(word))))
            : (null, "");
    }

    // Letters up to where a capital follows a small one, or digits.
    [GeneratedRegex(@"\p{Lu}+\p{Ll}*|[\p{L}-[\p{Lu}]]+|\d+")]
    private static partial Regex Word();

    private static IEnumerable<Found> InPart(string folder, List<LeftOutFile> leftOut)
    {
        if (PartOf(folder) is not string part)
        {
            leftOut.AddRange(FolderWalk.Files(folder, leftOut).Select(file => new LeftOutFile(
                file, "lies beside the parts, so it belongs to none")));
            return [];
        }

        Listing inside = FolderWalk.List(folder);
        if (inside.Problem is not null)
        {
            leftOut.Add(new LeftOutFile(folder, inside.Problem));
        }

        leftOut.AddRange(inside.Files.Select(file => new LeftOutFile(
            file, inside.Folders.Count == 0 ? $"has no class: \"{Path.GetFileName(folder)}\" has no sub-folders"
                : "lies beside the class folders, so it has no class")));
        // An archive that was unpacked into a folder of its own name: training/training/cat.
        return inside.Folders is [string only] && PartOf(only) == part ? InPart(only, leftOut) : InClasses(inside.Folders, part, leftOut);
    }

    private static IEnumerable<Found> InClasses(IEnumerable<string> folders, string part, List<LeftOutFile> leftOut) =>
        folders.SelectMany(folder => FolderWalk.Files(folder, leftOut).Select(file => new Found(Path.GetFileName(folder), part, file)));

    private static void RefuseWhatLooksLikeParts(string root, IReadOnlyList<string> folders)
    {
        string[] alike = folders.Where(folder => Words(folder).Part is not null).GroupBy(folder => Words(folder).Others)
            .Select(group => group.ToArray()).FirstOrDefault(group => group.DistinctBy(folder => Words(folder).Part).Count() > 1, []);
        UserMistakeException.ThrowIf(alike.Length > 0,
            $"{root} holds {string.Join(" and ", alike.Select(folder => $"\"{Path.GetFileName(folder)}\""))}, which look like parts " +
            "of a split and not like classes: rename them to train, validation and test, or open one of them alone.");
    }

    private static void RefuseFlatTraining(Found[] found, List<LeftOutFile> leftOut)
    {
        string flat = leftOut.Where(file => file.Reason.StartsWith("has no class", StringComparison.Ordinal))
            .Select(file => Path.GetDirectoryName(file.Path)!).FirstOrDefault(folder => PartOf(folder) == Training, "");
        string name = Path.GetFileName(flat);
        UserMistakeException.ThrowIf(flat != "" && !found.Any(file => file.Part == Training),
            $"{flat} holds files but no sub-folders: make one sub-folder per class there ({Path.Combine(name, "cat")}, " +
            $"{Path.Combine(name, "dog")}), move the images into them, and open the same folder again.");
    }

    private static void RefuseClasses(string root, Listing top, string[] classes)
    {
        string[] alike = classes.GroupBy(name => name.Normalize(NormalizationForm.FormC).Trim().ToUpperInvariant())
            .Select(group => group.ToArray()).FirstOrDefault(group => group.Length > 1, []);
        UserMistakeException.ThrowIf(alike.Length > 0,
            $"In {root} the names of the class folders {string.Join(" and ", alike.Select(name => $"\"{name}\""))} " +
            "differ only in capitals or in how accents or spaces are stored, and would be two classes: rename them alike.");

        string hint = top.Folders is [var only] && FolderWalk.List(only).Folders.Count > 1 ? $" Did you mean {only}?" : "";
        UserMistakeException.ThrowIf(classes.Length < 2,
            $"{root} has {classes.Length} {(classes.Length == 1 ? "sub-folder" : "sub-folders")} with images; " +
            $"at least two classes are needed, each in a sub-folder of its own.{hint}");
    }

    private static void RefuseUntrained(string root, string[] classes, Dictionary<string, IReadOnlyList<ImageFile>> parts)
    {
        HashSet<int> trained = [.. parts.GetValueOrDefault(Training, []).Select(image => image.Label)];
        foreach ((string part, IReadOnlyList<ImageFile> images) in parts)
        {
            string? lost = images.Where(image => !trained.Contains(image.Label)).Select(image => classes[image.Label]).FirstOrDefault();
            UserMistakeException.ThrowIf(lost is not null,
                $"The {part} part of {root} has a class \"{lost}\" without a single training image: " +
                "the parts must hold the same classes; rename, add or remove that folder.");
        }
    }

    private static IEnumerable<string> NotesOn(IReadOnlyList<string> classes) => classes
        .Select(folder => (Folder: folder, Parts: FolderWalk.List(folder).Folders.Where(inside => PartOf(inside) is not null).ToArray()))
        .Where(inside => inside.Parts.DistinctBy(PartOf).Count() > 1).Take(1).Select(inside =>
            $"The class {Path.GetFileName(inside.Folder)} holds {string.Join(" and ", inside.Parts.Select(Path.GetFileName))}: " +
            "parts within the classes are not kept, all images are split anew; a split that shall be kept has its parts outside, " +
            "as in train/cat.");

    private static IEnumerable<string> NotesOn(Dictionary<string, IReadOnlyList<ImageFile>> parts) =>
        (parts.ContainsKey(Validation), parts.ContainsKey(Test)) switch
        {
            (false, true) => ["There is no validation part with classes: it is cut from the training images."],
            (false, false) => ["There is neither a validation nor a test part with classes: both are cut from the training images."],
            (true, false) => ["There is no test part with classes: half of the validation images become one."],
            _ => [],
        };

    private sealed record Found(string Class, string Part, string Path, string? WhyUnusable = null);
}
