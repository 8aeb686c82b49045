namespace TransferLearning;

/// <summary>The checkout that this library was built in.</summary>
internal static class Repository
{
    /// <summary>
    /// Its root folder: the nearest one above this assembly, the file of a file-based program or the current folder that holds global.json.
    /// </summary>
    public static string Root { get; } =
        new[]
        {
            AppContext.BaseDirectory, Path.GetDirectoryName(typeof(Repository).Assembly.Location),
            AppContext.GetData("EntryPointFileDirectoryPath") as string, Directory.GetCurrentDirectory(),
        }
        .Select(Find).FirstOrDefault(found => found is not null) ?? Directory.GetCurrentDirectory();

    /// <summary>Where data sets and weights land.</summary>
    public static string Data => Path.Combine(Root, "data");

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
