using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>The notebooks of this checkout.</summary>
internal static class Checkout
{
    /// <summary>Lessons in their order, then solutions in theirs, as paths from the root.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Find("notebooks"), .. Find("notebooks/solutions")];

    /// <summary>Lesson 4 as it ran on photographs.</summary>
    public const string Photographs = "notebooks/photographs/04-comparison.ipynb";

    /// <summary>All that are committed with outputs.</summary>
    public static IEnumerable<string> Committed => All.Append(Photographs);

    public static IEnumerable<string> Lessons => All.Where(notebook => !IsSolution(notebook));

    /// <summary>The lessons that <c>Lab</c> runs when it is given nothing.</summary>
    public static string[] FirstLessons => [.. Lessons.Take(4)];

    /// <summary>What loads the built library into a notebook that lies anywhere.</summary>
    public static string FirstCell =>
        $"#r \"{PathOf("artifacts/notebooks/TransferLearning.dll")}\"\nusing Plotly.NET.CSharp;\nusing TransferLearning;";

    public static string PathOf(string file) => Path.Combine(Repository.Root, file);

    public static NotebookFile Read(string notebook) => NotebookFile.Read(PathOf(notebook));

    public static bool IsSolution(string notebook) => notebook.StartsWith("notebooks/solutions/", StringComparison.Ordinal);

    private static IEnumerable<string> Find(string folder) =>
        Directory.GetFiles(PathOf(folder), "*.ipynb").Order(StringComparer.Ordinal).Select(path => $"{folder}/{Path.GetFileName(path)}");
}
