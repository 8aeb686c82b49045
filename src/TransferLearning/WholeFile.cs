namespace TransferLearning;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Has a file written beside its place, then renames it: who stops in between leaves nothing half-made behind,
    /// and two at once do not meet.
    /// </summary>
    /// <param name="path">The file; its folder is made if need be, and what was there is replaced.</param>
    /// <param name="write">Writes to the path that it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string part = $"{path}.{Guid.NewGuid():N}.part";
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
}
