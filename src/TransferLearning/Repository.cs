namespace TransferLearning;

/// <summary>Where the checkout is that this program was built from.</summary>
public static class Repository
{
    /// <summary>
    /// The folder of the solution file, above the program, the library (a notebook's kernel loads it from the checkout) or the current folder;
    /// the current folder itself where there is none.
    /// </summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string?[] starts = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(Repository).Assembly.Location), Environment.CurrentDirectory];
        foreach (string? start in starts)
        {
            for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "TransferLearning.slnx")))
                {
                    return folder;
                }
            }
        }

        return Environment.CurrentDirectory;
    }
}
