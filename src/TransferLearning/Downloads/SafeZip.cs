using System.Diagnostics;
using System.IO.Compression;

namespace TransferLearning;

/// <summary>
/// Unpacks a zip archive that nobody vouches for. Every entry is looked at before the first byte is written; an archive with a single one that
/// would leave its folder is refused as a whole.
/// </summary>
internal static class SafeZip
{
    private const int MostEntries = 200_000;
    private const long MostBytes = 8_000_000_000;
    private const int ChunkBytes = 1 << 17;
    private const int UnixKind = 0xF000, UnixFile = 0x8000, UnixFolder = 0x4000;

    /// <summary>Unpacks the entries that have a place, into a folder that is not there yet, or empty.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">The folder; filled as "FOLDER.part", then renamed.</param>
    /// <param name="placeOf">The place of an entry inside the folder, by its name; null for those that are not wanted.</param>
    /// <param name="expected">How many those are.</param>
    /// <param name="progress">Hears how far it is, in entries.</param>
    /// <param name="cancellation">Stops, and leaves nothing behind.</param>
    public static void Unpack(string path, string folder, Func<string, string?> placeOf, int expected, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        string temporary = Path.GetFullPath(folder) + ".part";
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            List<(ZipArchiveEntry Entry, string Place)> wanted = Look(path, archive, placeOf);
            if (wanted.Count != expected)
            {
                throw Refused(path, $"it has {wanted.Count:N0} pictures instead of {expected:N0}");
            }

            FreeSpace.Require($"Unpacking {Path.GetFileName(path)}", wanted.Sum(each => each.Entry.Length), temporary);
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);   // of an earlier time that was cut short
            }

            var clock = Stopwatch.StartNew();
            Directory.CreateDirectory(temporary);
            byte[] chunk = new byte[ChunkBytes];
            for (int i = 0; i < wanted.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Write(path, wanted[i].Entry, Path.Combine(temporary, wanted[i].Place), chunk);
                progress?.Report(new StepProgress($"unpacking {Path.GetFileName(path)}", i + 1, wanted.Count, clock.Elapsed));
            }

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);   // an empty one; one with anything in it stays, and stops this here
            }

            Directory.Move(temporary, folder);
        }
        catch (InvalidDataException exception)
        {
            throw new UserMistakeException($"{Path.GetFullPath(path)} is not a usable zip archive: {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static List<(ZipArchiveEntry Entry, string Place)> Look(string path, ZipArchive archive, Func<string, string?> placeOf)
    {
        var wanted = new List<(ZipArchiveEntry, string)>();
        var places = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long bytes = 0;
        if (archive.Entries.Count > MostEntries)
        {
            throw Refused(path, $"it has {archive.Entries.Count:N0} entries, more than {MostEntries:N0}");
        }

        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string shown = Unusable.Printable(entry.FullName);
            if (LeavesItsFolder(entry.FullName))
            {
                throw Refused(path, $"its entry \"{shown}\" would be written outside of its folder");
            }

            if (((entry.ExternalAttributes >> 16) & UnixKind) is not (0 or UnixFile or UnixFolder))
            {
                throw Refused(path, $"its entry \"{shown}\" is a link or a device");
            }

            if (placeOf(entry.FullName) is { } place)
            {
                if (!places.Add(place))
                {
                    throw Refused(path, $"its entry \"{shown}\" is there twice");
                }

                bytes += entry.Length is >= 0 and <= MostBytes ? entry.Length : throw Refused(path, $"its entry \"{shown}\" claims {entry.Length:N0} bytes");
                wanted.Add((entry, place));
            }
        }

        return bytes <= MostBytes ? wanted : throw Refused(path, $"it would unpack to {bytes:N0} bytes, more than {MostBytes:N0}");
    }

    /// <summary>Whether a name could reach out of the folder that it is put in, on any system.</summary>
    internal static bool LeavesItsFolder(string name) =>
        name.Length == 0 || name[0] is '/' or '\\' || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl)
        || name.Split('/', '\\').Any(part => part.Trim() is ".." or "." || part.TrimEnd('.', ' ').Length < part.Length);

    // Counts while it writes: an entry that unpacks to more than it said is stopped there.
    private static void Write(string path, ZipArchiveEntry entry, string target, byte[] chunk)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using Stream from = entry.Open();
        using FileStream to = new(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        long written = 0;
        uint checksum = 0;
        int count;
        while ((count = from.Read(chunk)) > 0)
        {
            written += count;
            if (written > entry.Length)
            {
                break;
            }

            checksum = Crc32.Append(checksum, chunk.AsSpan(0, count));
            to.Write(chunk.AsSpan(0, count));
        }

        if (written != entry.Length || checksum != entry.Crc32)
        {
            throw Refused(path, $"its entry \"{Unusable.Printable(entry.FullName)}\" is not what the archive says; fetch it again");
        }
    }

    private static UserMistakeException Refused(string path, string reason) => new($"{Path.GetFullPath(path)} is not unpacked: {reason}.");
}
