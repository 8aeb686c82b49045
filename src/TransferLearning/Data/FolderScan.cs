using SixLabors.ImageSharp;

namespace TransferLearning;

/// <summary>What lies in a folder of pictures: classes, pictures, files that cannot be used.</summary>
internal sealed record FolderScan(
    IReadOnlyList<string> Classes,
    IReadOnlyList<Picture> Pictures,
    IReadOnlyList<LeftOutFile> LeftOut,
    IReadOnlyDictionary<string, IReadOnlyList<Picture>>? Parts)
{
    public const string Training = "train", Validation = "validation", Test = "test";

    private static readonly Dictionary<string, string> PartNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = Training, ["training"] = Training,
        ["validation"] = Validation, ["valid"] = Validation, ["val"] = Validation,
        ["test"] = Test,
    };

    private static readonly HashSet<string> PictureExtensions =
        new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff" };

    public static FolderScan Of(string root, bool onlyJfif)
    {
        if (!Directory.Exists(root))
        {
            throw new UserMistakeException($"There is no folder {Path.GetFullPath(root)}; give a folder that holds one sub-folder of pictures per class.");
        }

        Dictionary<string, string> parts = SubFolders(root)
            .Where(folder => PartNames.ContainsKey(Path.GetFileName(folder)))
            .ToDictionary(folder => PartNames[Path.GetFileName(folder)]);
        bool isSplit = parts.ContainsKey(Training) && parts.ContainsKey(Validation);
        string[] classFolders = isSplit ? [.. parts.Values.SelectMany(SubFolders)] : SubFolders(root);

        // A folder without any picture file (say .git, or a stray "backup") is no class.
        var files = classFolders.ToDictionary(folder => folder, PictureFiles);
        string[] classes =
        [
            .. classFolders.Where(folder => files[folder].Length > 0).Select(folder => Path.GetFileName(folder)!).Distinct().Order(StringComparer.Ordinal),
        ];
        if (classes.Length < 2)
        {
            throw new UserMistakeException(
                $"{Path.GetFullPath(root)} has {classes.Length} sub-folder{(classes.Length == 1 ? "" : "s")} with pictures; at least two classes are needed, each in a sub-folder of its own.");
        }

        var found = new List<Picture>();
        var leftOut = new List<LeftOutFile>();
        foreach ((string folder, string[] paths) in files)
        {
            int label = Array.IndexOf(classes, Path.GetFileName(folder));
            string?[] reasons = [.. paths.AsParallel().AsOrdered().Select(path => WhyUnusable(path, onlyJfif))];
            for (int i = 0; i < paths.Length; i++)
            {
                if (reasons[i] is null)
                {
                    found.Add(new Picture(paths[i], label));
                }
                else
                {
                    leftOut.Add(new LeftOutFile(paths[i], reasons[i]!));
                }
            }
        }

        found.Sort((a, b) => a.Label != b.Label ? a.Label.CompareTo(b.Label) : string.CompareOrdinal(a.Path, b.Path));
        var byPart = !isSplit ? null : parts.ToDictionary(
            part => part.Key,
            part => (IReadOnlyList<Picture>)[.. found.Where(picture => Path.GetDirectoryName(Path.GetDirectoryName(picture.Path)) == part.Value)]);
        return new FolderScan(classes, found, leftOut, byPart);
    }

    private static string[] SubFolders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];

    private static string[] PictureFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(path => PictureExtensions.Contains(Path.GetExtension(path)) && !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>Reads the header only; what is broken further on shows when the pixels are decoded (see <see cref="PixelCache"/>).</summary>
    private static string? WhyUnusable(string path, bool onlyJfif)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length == 0)
            {
                return "the file is empty";
            }

            if (onlyJfif)
            {
                Span<byte> start = stackalloc byte[10];
                int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                if (start[..length].IndexOf("JFIF"u8) < 0)
                {
                    return "no JFIF in its first ten bytes";
                }

                stream.Position = 0;
            }

            Image.Identify(stream);
            return null;
        }
        catch (Exception exception) when (PictureErrors.IsExpected(exception))
        {
            return PictureErrors.Describe(exception);
        }
    }
}
