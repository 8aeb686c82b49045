namespace Embedded.ImageSharp.Tests;

/// <summary>Finds files that are shared between checkouts and never committed.</summary>
internal static class SharedFiles
{
    /// <summary>The folder; null where it is not there.</summary>
    public static string? Root { get; } = Find();

    public static string Photographs => Path.Combine(Root!, "data", "cats-vs-dogs-20pct");

    /// <summary>So many photographs, spread evenly over all.</summary>
    public static IReadOnlyList<string> SomePhotographs(int count)
    {
        string[] all = [.. Directory.EnumerateFiles(Photographs, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
    }

    private static string? Find()
    {
        string? folder = Environment.GetEnvironmentVariable("TRANSFER_LEARNING_SHARED");
        if (folder is null)
        {
            DirectoryInfo? root = new(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "TransferLearning.slnx")))
            {
                root = root.Parent;
            }

            folder = root is null ? null : Path.Combine(root.FullName, "..", "shared");
        }

        return folder is not null && Directory.Exists(Path.Combine(folder, "data", "cats-vs-dogs-20pct")) ? Path.GetFullPath(folder) : null;
    }
}
