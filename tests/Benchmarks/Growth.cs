using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// How time and memory grow with cores, images and epochs: opening a folder, decoding it, opening it again, frozen features, epochs of the
/// head. Each line in a process of its own, with a cache of its own.
/// </summary>
internal static class Growth
{
    private const int ImageSize = 160, Epochs = 10;

    public static int Measure(string folder)
    {
        int all = Environment.ProcessorCount;
        Console.WriteLine(
            "| images | cores | open s | decode s | open again s | frozen features s | 10 epochs s | 20 epochs s "
            + "| peak MB after 10 | after 20 |\n|---|---|---|---|---|---|---|---|---|---|");
        foreach ((int images, int cores) in new[] { (1_000, 1), (1_000, all), (4_000, 1), (4_000, all), (25_000, all) })
        {
            ProcessStartInfo start = new(Environment.ProcessPath!, ["turn", "growth", $"{images}", folder]);
            (start.Environment["MALLOC_ARENA_MAX"], start.Environment["OMP_NUM_THREADS"]) = ("1", $"{cores}");
            start.Environment["DOTNET_PROCESSOR_COUNT"] = $"{cores}";
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return process.ExitCode;
            }
        }

        return 0;
    }

    public static void PrintLine(int images, string source)
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("growth-");
        try
        {
            Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Path.Combine(place.FullName, "cache"));
            string folder = Link(source, images, Path.Combine(place.FullName, "images"));
            List<string> cells = [$"{images:N0}", $"{Environment.ProcessorCount}"];
            Split split = Timed(cells, () => ImageFolder.Open(folder).Split(seed: 42));
            Timed(cells, () => Load(split));
            Timed(cells, () => Load(split = ImageFolder.Open(folder).Split(seed: 42)));
            using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, split.Classes, imageSize: ImageSize);
            model.TrainsStatistics = false;
            model.Freeze();
            History first = Fit(model, split, Epochs);
            long peak = Process.GetCurrentProcess().PeakWorkingSet64;
            History second = Fit(model, split, 2 * Epochs);
            cells.AddRange([$"{first.PreparationSeconds:0.0}", $"{first.TrainingSeconds:0.0}", $"{second.TrainingSeconds:0.0}"]);
            cells.AddRange([$"{peak >> 20}", $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20}"]);
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static History Fit(TransferModel model, Split split, int epochs) =>
        model.FitAsync(split, new TrainingOptions { Epochs = epochs }).GetAwaiter().GetResult();

    private static bool Load(Split split)
    {
        foreach (ImageSet part in split.Parts)
        {
            part.Load(ImageSize).Dispose();
        }

        return true;
    }

    private static T Timed<T>(List<string> cells, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        T made = work();
        cells.Add($"{clock.Elapsed.TotalSeconds:0.0}");
        return made;
    }

    /// <summary>Links to so many files, half of each class; again from the first where there are fewer.</summary>
    private static string Link(string source, int images, string folder)
    {
        foreach (string kind in Directory.GetDirectories(source))
        {
            string[] files = [.. Directory.GetFiles(kind).Order(StringComparer.Ordinal)];
            string place = Directory.CreateDirectory(Path.Combine(folder, Path.GetFileName(kind))).FullName;
            for (int i = 0; i < images / 2; i++)
            {
                File.CreateSymbolicLink(Path.Combine(place, $"{i:00000}.jpg"), files[i % files.Length]);
            }
        }

        return folder;
    }
}
