namespace TransferLearning;

/// <summary>Looks whether a file has room, before the network is troubled for it.</summary>
internal static class FreeSpace
{
    /// <summary>Throws if the disk of a folder cannot take the rest of a file.</summary>
    public static void Require(OfficialFile file, string target)
    {
        var part = new FileInfo(target + ".part");
        long needed = (file.Bytes ?? 0) - (part.Exists ? part.Length : 0);
        if (needed > 0 && Available(target) is { } free && free < needed)
        {
            throw new UserMistakeException($"{file.FileName} needs {Size(needed)} more on the disk of {Path.GetDirectoryName(target)}, where {Size(free)} are free; make room or choose another folder.");
        }
    }

    private static string Size(long bytes) => $"{bytes / 1e6:N0} MB";

    private static long? Available(string target)
    {
        try
        {
            string folder = Path.GetDirectoryName(target)!;
            while (!Directory.Exists(folder))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;   // a share or a file system that does not tell: then the writing will
        }
    }
}
