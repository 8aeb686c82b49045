namespace TransferLearning;

/// <summary>What stands directly in a folder, and where it is if it is a link; or why it could not be looked into.</summary>
internal sealed record Listing(IReadOnlyList<string> Folders, IReadOnlyList<string> Files, string Target = "", string? Problem = null);

/// <summary>
/// Walks through folders without ever failing: what cannot be entered is named; what systems and tools leave behind is passed over.
/// </summary>
internal static class FolderWalk
{
    private static readonly HashSet<string> LeftBehind = new(StringComparer.OrdinalIgnoreCase)
    {
        "@eaDir", "__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "$RECYCLE.BIN", "System Volume Information", "Icon\r",
    };

    /// <summary>Sub-folders and files, in ordinal order, without hidden ones.</summary>
    public static Listing List(string folder)
    {
        try
        {
            // Hidden and system files are skipped by default.
            var info = new DirectoryInfo(folder);
            FileSystemInfo[] entries = [.. info.EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = false })
                .Where(entry => !entry.Name.StartsWith('.') && !LeftBehind.Contains(entry.Name))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            return new Listing(
                [.. entries.Where(entry => entry is DirectoryInfo).Select(entry => Path.Combine(folder, entry.Name))],
                [.. entries.Where(entry => entry is FileInfo).Select(entry => Path.Combine(folder, entry.Name))],
                (info.ResolveLinkTarget(returnFinalTarget: true) ?? info).FullName + Path.DirectorySeparatorChar);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Listing([], [], Problem: exception switch
            {
                UnauthorizedAccessException => "no permission to look into this folder",
                DirectoryNotFoundException => "this folder cannot be entered: it is gone, or its name is not UTF-8",
                _ => $"this folder cannot be read ({exception.Message})",
            });
        }
    }

    /// <summary>All files below a folder, at every depth; folders that cannot be entered go to <paramref name="leftOut"/>.</summary>
    public static IReadOnlyList<string> Files(string folder, List<LeftOutFile> leftOut, params string[] above)
    {
        Listing listing = List(folder);
        bool isCircle = listing.Problem is null && above.Any(parent => parent.StartsWith(listing.Target, StringComparison.Ordinal));
        if (isCircle || listing.Problem is not null)
        {
            leftOut.Add(new LeftOutFile(folder, listing.Problem ?? "a link to a folder that holds it"));
            return [];
        }

        return [.. listing.Files, .. listing.Folders.SelectMany(sub => Files(sub, leftOut, [.. above, listing.Target]))];
    }
}
