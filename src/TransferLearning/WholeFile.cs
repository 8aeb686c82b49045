namespace TransferLearning;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Has a file written beside its place, then renames it: who stops in between leaves nothing half-made under its name, and two at
    /// once do not meet. What a killed process left beside goes with the first writing a day later.
    /// </summary>
    /// <param name="path">The file; its folder is made if need be, and what was there is replaced.</param>
    /// <param name="write">Writes to the path that it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        DirectoryInfo folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string start = Path.GetFileName(path) + ".", part = Path.Combine(folder.FullName, $"{start}{Guid.NewGuid():N}.part");
        DateTime yesterday = DateTime.UtcNow.AddDays(-1);   // a younger one may be another process's, which is still at work
        foreach (FileInfo left in folder.GetFiles("*.part").Where(
            file => file.Name.StartsWith(start, StringComparison.Ordinal) && file.LastWriteTimeUtc < yesterday))
        {
            Quietly(left.Delete);
        }

        try
        {
            write(part);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Changes what need not be changed now: a file may be in use, or the folder may only be read.</summary>
    public static void Quietly(Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
