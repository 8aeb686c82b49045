using System.Text;

namespace TransferLearning;

/// <summary>What lies in a folder of images: classes, images, files that are not used, parts of a ready-made split.</summary>
internal sealed record FolderScan(
    IReadOnlyList<string> Classes,
    IReadOnlyList<ImageFile> Images,
    IReadOnlyList<LeftOutFile> LeftOut,
    IReadOnlyDictionary<string, IReadOnlyList<ImageFile>>? Parts,
    IReadOnlyList<string> Notes)
{
    public const string Training = "training", Validation = "validation", Test = "test";

    // Spellings that data sets come with, without case and signs: Train, training_set, val-set …
    private static readonly Dictionary<string, string> PartNames = new(StringComparer.Ordinal)
    {
        ["train"] = Training, ["training"] = Training, ["trainset"] = Training, ["trainingset"] = Training,
        ["val"] = Validation, ["valid"] = Validation, ["validation"] = Validation,
        ["valset"] = Validation, ["validset"] = Validation, ["validationset"] = Validation,
        ["test"] = Test, ["testing"] = Test, ["testset"] = Test, ["testingset"] = Test,
    };

    // Tells a class whose images cannot be used from a folder of something else; what a file is, its content says.
    private static readonly HashSet<string> ImageEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif",
    };

    public static FolderScan Of(string root, bool onlyJfif)
    {
        if (!Directory.Exists(root))
        {
            throw new UserMistakeException($"There is no folder {root}; give a folder that holds one sub-folder of images per class.");
        }

        var leftOut = new List<LeftOutFile>();
        Listing top = FolderWalk.List(root);
        if (top.Problem is not null)
        {
            throw new UserMistakeException($"{root} cannot be read: {top.Problem}.");
        }

        ILookup<string?, string> byPart = top.Folders.ToLookup(PartOf);
        bool isSplit = byPart.Contains(Training) && (byPart.Contains(Validation) || byPart.Contains(Test) || top.Folders.Count == 1);
        if (!isSplit && top.Folders.Count > 0 && top.Folders.All(folder => PartOf(folder) is not null))
        {
            throw new UserMistakeException(
                $"{root} holds {Names(top.Folders)} but no folder \"train\"; add the training images, one sub-folder per class.");
        }

        var found = new List<(string Class, string? Part, string Path)>();
        leftOut.AddRange(top.Files.Select(file => new LeftOutFile(
            file, $"lies beside the {(isSplit ? "parts" : "class folders")}, so it has no class")));
        if (isSplit)
        {
            foreach (string folder in top.Folders)
            {
                ScanPart(folder, found, leftOut);
            }

            RefuseFlatTraining(root, byPart[Training], found, leftOut);
        }
        else
        {
            ScanClasses(top.Folders, part: null, found, leftOut);
        }

        string?[] reasons = [.. found.AsParallel().AsOrdered().Select(file => ImageDecoder.WhyUnusable(file.Path, onlyJfif))];
        leftOut.AddRange(found.Zip(reasons).Where(pair => pair.Second is not null)
            .Select(pair => new LeftOutFile(pair.First.Path, pair.Second!)));
        (string Class, string? Part, string Path)[] usable = [.. found.Where((_, i) => reasons[i] is null)];
        string[] classes =
        [
            .. found.Where((file, i) => reasons[i] is null || ImageEndings.Contains(Path.GetExtension(file.Path)))
                .Select(file => file.Class).Distinct().Order(StringComparer.Ordinal),
        ];
        Refuse(root, top, classes, found);
        ImageFile[] images = Labelled(usable);
        var parts = isSplit
            ? usable.GroupBy(file => file.Part!).ToDictionary(part => part.Key, part => (IReadOnlyList<ImageFile>)Labelled(part))
            : null;
        var notes = new List<string>();
        if (parts is not null)
        {
            RefuseUntrained(root, classes, parts);
            AddNotes(parts, notes);
            parts = parts.Count > 1 ? parts : null;
        }

        return new FolderScan(classes, images, [.. leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)], parts, notes);

        ImageFile[] Labelled(IEnumerable<(string Class, string? Part, string Path)> files) =>
        [
            .. files.Select(file => new ImageFile(file.Path, Array.IndexOf(classes, file.Class)))
                .OrderBy(image => image.Label).ThenBy(image => image.Path, StringComparer.Ordinal),
        ];
    }

    private static string? PartOf(string folder) =>
        PartNames.GetValueOrDefault(string.Concat(Path.GetFileName(folder).Where(char.IsLetterOrDigit)).ToLowerInvariant());

    private static void ScanPart(string folder, List<(string, string?, string)> found, List<LeftOutFile> leftOut)
    {
        Listing inside = FolderWalk.List(folder);
        string? part = PartOf(folder);
        string name = Path.GetFileName(folder);
        if (inside.Problem is not null)
        {
            leftOut.Add(new LeftOutFile(folder, inside.Problem));
        }

        if (part is null)
        {
            leftOut.AddRange(FolderWalk.Files(folder, leftOut)
                .Select(file => new LeftOutFile(file, "lies beside the parts, so it belongs to none")));
            return;
        }

        leftOut.AddRange(inside.Files.Select(file => new LeftOutFile(
            file, inside.Folders.Count == 0 ? $"has no class: \"{name}\" has no sub-folders"
                : "lies beside the class folders, so it has no class")));
        ScanClasses(inside.Folders, part, found, leftOut);
    }

    private static void ScanClasses(
        IEnumerable<string> folders, string? part, List<(string, string?, string)> found, List<LeftOutFile> leftOut)
    {
        foreach (string folder in folders)
        {
            found.AddRange(FolderWalk.Files(folder, leftOut).Select(file => (Path.GetFileName(folder), part, file)));
        }
    }

    private static void RefuseFlatTraining(
        string root, IEnumerable<string> folders, List<(string Class, string? Part, string Path)> found, List<LeftOutFile> leftOut)
    {
        string training = folders.First();
        if (!found.Exists(file => file.Part == Training)
            && leftOut.Find(file => file.Path.StartsWith(training, StringComparison.Ordinal)) is { } flat)
        {
            throw new UserMistakeException(
                $"{training} holds files such as {Path.GetFileName(flat.Path)} but no sub-folders: make one sub-folder per class there " +
                $"({Path.Combine(Path.GetFileName(training), "cat")}, {Path.Combine(Path.GetFileName(training), "dog")}), " +
                $"move the images into them, and open {root} again.");
        }
    }

    private static void Refuse(string root, Listing top, string[] classes, List<(string Class, string? Part, string Path)> found)
    {
        if (classes.GroupBy(name => name.Normalize(NormalizationForm.FormC).ToUpperInvariant())
            .FirstOrDefault(group => group.Count() > 1) is { } alike)
        {
            string where = string.Join(" and ",
                alike.Select(name => Path.GetRelativePath(root, FolderOf(found.Find(file => file.Class == name), name))));
            throw new UserMistakeException(
                $"In {root} the class folders {where} differ only in capitals or in how accents are stored, " +
                "and would be two classes: rename them alike.");
        }

        if (classes.Length < 2)
        {
            string hint = top.Folders.Count == 1 && FolderWalk.List(top.Folders[0]).Folders.Count > 1
                ? $" Did you mean {top.Folders[0]}?" : "";
            throw new UserMistakeException(
                $"{root} has {classes.Length} {(classes.Length == 1 ? "sub-folder" : "sub-folders")} with images; " +
                $"at least two classes are needed, each in a sub-folder of its own.{hint}");
        }
    }

    private static void RefuseUntrained(string root, string[] classes, Dictionary<string, IReadOnlyList<ImageFile>> parts)
    {
        HashSet<int> trained = [.. parts.GetValueOrDefault(Training, []).Select(image => image.Label)];
        foreach ((string part, IReadOnlyList<ImageFile> images) in parts.OrderByDescending(part => part.Key))
        {
            if (images.FirstOrDefault(image => !trained.Contains(image.Label)) is { } lost)
            {
                throw new UserMistakeException(
                    $"The {part} part of {root} has a class \"{classes[lost.Label]}\" without a single training image: " +
                    $"the parts must hold the same classes; rename, add or remove that folder.");
            }
        }
    }

    private static void AddNotes(Dictionary<string, IReadOnlyList<ImageFile>> parts, List<string> notes)
    {
        bool validates = parts.ContainsKey(Validation), tests = parts.ContainsKey(Test);
        if (!validates)
        {
            notes.Add(tests
                ? "There is no validation part with classes: it is cut from the training images."
                : "There is neither a validation nor a test part with classes: both are cut from the training images.");
        }
        else if (!tests)
        {
            notes.Add("There is no test part with classes: half of the validation images become one.");
        }
    }

    private static string FolderOf((string Class, string? Part, string Path) file, string name)
    {
        string folder = file.Path;
        while (Path.GetFileName(folder) != name)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private static string Names(IEnumerable<string> folders) =>
        string.Join(" and ", folders.Select(folder => $"\"{Path.GetFileName(folder)}\""));
}
