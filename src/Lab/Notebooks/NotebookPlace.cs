namespace Lab.Notebooks;

/// <summary>Where a notebook comes from and goes to.</summary>
/// <param name="Source">The notebook.</param>
/// <param name="Name">What it is called where several are run: its path without what they have in common and without .ipynb.</param>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Page">The same as a page.</param>
internal sealed record NotebookPlace(string Source, string Name, string Notebook, string Page)
{
    /// <summary>Lets results lie to each other as the notebooks do, so that links between them go on leading to each other.</summary>
    public static NotebookPlace[] For(IEnumerable<string> notebooks, string output)
    {
        string[] sources = [.. notebooks.Select(Path.GetFullPath).Distinct()];
        string common = Path.GetDirectoryName(sources[0])!;
        while (!sources.All(source => source.StartsWith(Path.Combine(common, " ").TrimEnd(), StringComparison.Ordinal)))
        {
            common = Path.GetDirectoryName(common)!;
        }

        return [.. sources.Select(source =>
        {
            string name = Path.ChangeExtension(Path.GetRelativePath(common, source), null), target = Path.Combine(output, name);
            return new NotebookPlace(source, name.Replace(Path.DirectorySeparatorChar, '/'), target + ".ipynb", target + ".html");
        })];
    }
}
