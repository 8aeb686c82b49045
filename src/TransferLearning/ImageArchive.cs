using System.Diagnostics;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.RegularExpressions;

namespace TransferLearning;

/// <summary>A published zip archive of images, and where each of them belongs.</summary>
/// <param name="File">The archive.</param>
/// <param name="Count">How many images are in it.</param>
/// <param name="Entry">
/// Matches the names of the entries that are images. What its groups caught becomes the path, so that no entry can leave its folder,
/// whatever it is called.
/// </param>
internal sealed record ImageArchive(OfficialFile File, int Count, Regex Entry)
{
    private const long LargestImageBytes = 50_000_000;

    /// <summary>25,000 photographs (Asirra, as Kaggle and Microsoft publish them), to cat/N.jpg and dog/N.jpg.</summary>
    public static ImageArchive CatsVsDogs { get; } = new(
        new OfficialFile(
            "cats-vs-dogs",
            new Uri("https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"),
            824_887_076, "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9",
            "25,000 photographs of cats and dogs (Asirra, Kaggle)"),
        25_000,
        new Regex("^PetImages/(Cat|Dog)/([0-9]{1,6}[.]jpg)$"));

    /// <summary>
    /// 3,000 of them, to train/cat … validation/dog, as the TensorFlow tutorial uses them. Nobody publishes a SHA-256: the length and the
    /// archive's own checksums are checked.
    /// </summary>
    public static ImageArchive CatsVsDogsSmall { get; } = new(
        new OfficialFile(
            "cats-vs-dogs-small",
            new Uri("https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip"),
            68_606_236, "",
            "3,000 of them, in train and validation (TensorFlow tutorial)"),
        3_000,
        new Regex("^cats_and_dogs_filtered/(train|validation)/(cat|dog)s/((?:cat|dog)[.][0-9]{1,6}[.]jpg)$"));

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<ImageArchive> All { get; } = [CatsVsDogs, CatsVsDogsSmall];

    /// <summary>Sees to it that the images are in a folder of the archive's name; gives its path.</summary>
    /// <inheritdoc cref="Downloads.FetchAsync"/>
    public async Task<string> FetchAsync(
        string folder, string? from = null, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        string images = Path.Combine(Path.GetFullPath(folder), File.Name);
        if (!IsUnpacked(images))
        {
            string archive = await Downloads.FetchAsync(File, folder, from, progress, cancellation);
            await Task.Run(() => Unpack(archive, images, progress, cancellation), cancellation);
        }

        return images;
    }

    /// <summary>Whether the images are in a folder already.</summary>
    /// <exception cref="UserMistakeException">Something else is there, or only some of them.</exception>
    public bool IsUnpacked(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return false;
        }

        int there = Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Count();
        return there == Count
            ? true
            : throw new UserMistakeException($"{folder} is there already, with {there:N0} of {Count:N0} images; move it away.");
    }

    /// <summary>Unpacks the images into "FOLDER.part", then renames that: a half-filled folder is never found.</summary>
    internal void Unpack(string path, string folder, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        string temporary = folder + ".part";
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            (string Place, ZipArchiveEntry Entry)[] images = [.. archive.Entries.Select(entry => (PlaceOf(entry.FullName)!, entry))
                .Where(image => image.Item1 is not null).DistinctBy(image => image.Item1)];
            if (images.Length != Count)
            {
                throw new InvalidDataException($"it has {images.Length:N0} images instead of {Count:N0}");
            }

            Clear(temporary);   // of an earlier time that was cut short
            var clock = Stopwatch.StartNew();
            foreach ((int index, (string place, ZipArchiveEntry entry)) in images.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                string target = Path.Combine(temporary, place);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                System.IO.File.WriteAllBytes(target, Read(entry));
                progress?.Report(new StepProgress($"unpacking {Path.GetFileName(path)}", index + 1, Count, clock.Elapsed));
            }

            Clear(folder);   // it is empty, see IsUnpacked
            Directory.Move(temporary, folder);
        }
        catch (InvalidDataException exception)
        {
            Clear(temporary);
            throw new UserMistakeException($"{path} is not unpacked: {exception.Message.TrimEnd('.')}; fetch it again.", exception);
        }
    }

    private static void Clear(string folder)
    {
        Directory.CreateDirectory(folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The place of an entry inside the folder; null for what is no image.</summary>
    internal string? PlaceOf(string name) => Entry.Match(name) is { Success: true } match
        ? Path.Combine([.. match.Groups.Values.Skip(1).Select(group => group.Value.ToLowerInvariant())])
        : null;

    // Never more than the entry said, and that is little: a few kilobytes cannot become gigabytes.
    private static byte[] Read(ZipArchiveEntry entry)
    {
        byte[] image = new byte[entry.Length is >= 0 and <= LargestImageBytes ? entry.Length : throw Wrong("is too large for an image")];
        using Stream stream = entry.Open();
        bool isWhole = stream.ReadAtLeast(image, image.Length, throwOnEndOfStream: false) == image.Length && stream.ReadByte() < 0;
        return isWhole && Crc32.HashToUInt32(image) == entry.Crc32 ? image : throw Wrong("is damaged");

        InvalidDataException Wrong(string how) => new($"its entry {entry.FullName} {how}");
    }
}
