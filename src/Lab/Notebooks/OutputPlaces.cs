namespace Lab.Notebooks;

/// <summary>Chooses where results go.</summary>
internal static class OutputPlaces
{
    /// <summary>Below the output folder as the notebooks lie below the folder that holds them all, so that links between them go on leading to each other.</summary>
    public static OutputPlace[] For(string[] sources, string output)
    {
        string root = Common([.. sources.Select(source => Path.GetDirectoryName(Path.GetFullPath(source))!)]);
        return [.. sources.Select(source =>
        {
            string target = Path.Combine(output, Path.GetRelativePath(root, source));
            return new OutputPlace(source, target, Path.ChangeExtension(target, ".html"));
        })];
    }

    private static string Common(string[] folders)
    {
        string common = folders[0];
        while (!folders.All(folder => folder == common || folder.StartsWith(common.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            common = Path.GetDirectoryName(common)!;
        }

        return common;
    }
}
