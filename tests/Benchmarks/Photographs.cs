using SketchPets;
using TransferLearning;

namespace Benchmarks;

/// <summary>
/// The pictures that both sides work on: the first of each class of a folder (environment variable BENCHMARK_PHOTOGRAPHS, or ../shared/data/cats-vs-dogs-20pct
/// beside the repository), linked into a folder of their own; drawings of 500 × 375 pixels where there is no such folder.
/// </summary>
internal static class Photographs
{
    /// <summary>A folder with so many pictures in class folders; made on first use, and kept for the run's other processes.</summary>
    public static string Folder(int count)
    {
        string? source = Source();
        string folder = Path.Combine(Path.GetTempPath(), $"benchmark-{(source == null ? "drawings" : "photographs")}-{count}");
        if (source == null)
        {
            DrawnFolder.Ensure(folder, SketchWorld.Target, count / SketchWorld.Target.Kinds.Count, seed: 1, size: 320);
            return folder;
        }

        string[] classes = [.. Directory.GetDirectories(source).Order(StringComparer.Ordinal)];
        foreach (string kind in classes)
        {
            string into = Directory.CreateDirectory(Path.Combine(folder, Path.GetFileName(kind))).FullName;
            foreach (string file in Directory.GetFiles(kind).Order(StringComparer.Ordinal).Take(count / classes.Length))
            {
                string link = Path.Combine(into, Path.GetFileName(file));
                if (!File.Exists(link))
                {
                    File.Copy(file, link);
                }
            }
        }

        return folder;
    }

    private static string? Source()
    {
        if (Environment.GetEnvironmentVariable("BENCHMARK_PHOTOGRAPHS") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place != null; place = place.Parent)
        {
            string shared = Path.Combine(place.FullName, "shared", "data", "cats-vs-dogs-20pct");
            if (Directory.Exists(shared))
            {
                return shared;
            }
        }

        return null;
    }
}
