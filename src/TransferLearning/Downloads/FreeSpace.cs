namespace TransferLearning;

/// <summary>Looks whether a file has room, before the network is troubled for it.</summary>
internal static class FreeSpace
{
    /// <summary>Throws if the disk of a file's future place cannot take the rest of it.</summary>
    public static void Require(OfficialFile file, string target)
    {
        var part = new FileInfo(target + ".part");
        Require(file.FileName, (file.Bytes ?? 0) - (part.Exists ? part.Length : 0), target);
    }

    /// <summary>Throws if the disk of a future place cannot take so many bytes.</summary>
    public static void Require(string what, long bytes, string target)
    {
        if (bytes > 0 && Available(target) is { } free && free < bytes)
        {
            throw new UserMistakeException($"{what} needs {Size(bytes)} on the disk of {Path.GetDirectoryName(target)}, where {Size(free)} are free; make room or choose another folder.");
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
