using System.Text.RegularExpressions;

namespace TransferLearning;

/// <summary>A zip archive of pictures, and where each of them belongs.</summary>
public sealed partial class PictureArchive
{
    private readonly Func<string, string?> placeOf;

    private PictureArchive(OfficialFile file, int pictures, Func<string, string?> placeOf)
    {
        File = file;
        Pictures = pictures;
        this.placeOf = placeOf;
    }

    /// <summary>25,000 photographs, to <c>cat/N.jpg</c> and <c>dog/N.jpg</c>.</summary>
    public static PictureArchive CatsVsDogs { get; } = new(OfficialFiles.CatsVsDogs, 25_000, name =>
        Large().Match(name) is { Success: true } match ? $"{match.Groups[1].Value.ToLowerInvariant()}/{match.Groups[2].Value}" : null);

    /// <summary>3,000 photographs, to <c>train/cat</c>, <c>train/dog</c>, <c>validation/cat</c> and <c>validation/dog</c>.</summary>
    public static PictureArchive CatsVsDogsSmall { get; } = new(OfficialFiles.CatsVsDogsSmall, 3_000, name =>
        Small().Match(name) is { Success: true } match ? $"{match.Groups[1].Value}/{match.Groups[2].Value}/{match.Groups[3].Value}" : null);

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<PictureArchive> All { get; } = [CatsVsDogs, CatsVsDogsSmall];

    /// <summary>The archive.</summary>
    public OfficialFile File { get; }

    /// <summary>How many pictures are in it.</summary>
    public int Pictures { get; }

    /// <summary>Says whether the pictures are in a folder already.</summary>
    /// <exception cref="UserMistakeException">Something else is there, or only some of them.</exception>
    public bool IsUnpacked(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return false;
        }

        int there = Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Count();
        return there == Pictures ? true
            : throw new UserMistakeException($"{Path.GetFullPath(folder)} is there already, with {there:N0} of {Pictures:N0} pictures; move it away to unpack them all.");
    }

    /// <summary>Unpacks the pictures into a folder: beside it first, then by renaming, so that a half-filled folder is never found.</summary>
    /// <param name="archive">The zip archive here.</param>
    /// <param name="folder">Where the classes shall be.</param>
    /// <param name="progress">Hears how far it is, in pictures.</param>
    /// <param name="cancellation">Stops, and leaves nothing behind.</param>
    /// <exception cref="UserMistakeException">The archive is damaged, or has an entry that has no business in it; the message names it.</exception>
    public void Unpack(string archive, string folder, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) =>
        SafeZip.Unpack(archive, folder, PlaceOf, Pictures, progress, cancellation);

    /// <summary>The place of an entry of the archive; null for what is no picture.</summary>
    internal string? PlaceOf(string name) => placeOf(name);

    [GeneratedRegex("^PetImages/(Cat|Dog)/([0-9]+\\.jpg)$", RegexOptions.CultureInvariant)]
    private static partial Regex Large();

    [GeneratedRegex("^cats_and_dogs_filtered/(train|validation)/(cat|dog)s/((?:cat|dog)\\.[0-9]+\\.jpg)$", RegexOptions.CultureInvariant)]
    private static partial Regex Small();
}
