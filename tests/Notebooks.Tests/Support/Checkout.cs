using TransferLearning;

namespace Notebooks.Tests;

/// <summary>The notebooks of this checkout.</summary>
internal static class Checkout
{
    public static string Root => Repository.Root;

    public static string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>Lessons in their order, then solutions in theirs, as paths from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Find(Notebooks),
        .. Find(Path.Combine(Notebooks, "solutions")),
    ];

    public static TheoryData<string> Theory(Func<string, bool>? of = null) => [.. All.Where(of ?? (_ => true))];

    public static bool IsSolution(string notebook) => notebook.Contains("solutions", StringComparison.Ordinal);

    public static string PathOf(string notebook) => Path.Combine(Root, notebook);

    private static IEnumerable<string> Find(string folder) =>
        Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            : [];
}
