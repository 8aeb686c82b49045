using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// The same work done four ways, by turns, each turn in a process of its own: this library, TorchSharp as tutorials write it, PyTorch as
/// tutorials write it, PyTorch with every setting that helps. Prints medians, and the library's speed as a multiple of each of the others'.
/// </summary>
internal static class Program
{
    private static readonly string[] Sides = ["library", "torchsharp", "pytorch-plain", "pytorch-tuned"];
    private static readonly string[] Rows = ["forward", "step", "frozen", "finetune", "strategies", "resnet18", "decode"];

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["turn", "growth", var count, var source])
        {
            Growth.PrintLine(int.Parse(count, CultureInfo.InvariantCulture), source);
            return 0;
        }

        if (arguments is ["turn", var oneSide, var oneRow, .. var rest])
        {
            // What the parent reads. The plain side must not touch the library, which sets the allocator when it is loaded.
            double measured = oneSide == "library" ? Library.Measure(oneRow, rest) : Plain.Measure(oneRow, rest);
            Console.WriteLine(measured.ToString("R", CultureInfo.InvariantCulture));
            return 0;
        }

        if (arguments is ["server", ..])
        {
            int requests = Number(arguments, "--requests", 20_000), connections = Number(arguments, "--connections", 16);
            return await Server.MeasureAsync(Option(arguments, "--images"), Option(arguments, "--model"), requests, connections);
        }

        if (arguments is ["growth", ..] && Option(arguments, "--images") is { } folder)
        {
            return Growth.Measure(folder);
        }

        if (arguments is [] || arguments.Contains("--help"))
        {
            Console.WriteLine("""
                usage: Benchmarks --images FOLDER [--turns 5] [--python /usr/bin/python3] [ROW ...]
                rows: forward step resnet18 (images/s); frozen finetune (ten epochs of 256 images);
                      strategies (64 images, from files to numbers); decode
                usage: Benchmarks growth --images FOLDER
                usage: Benchmarks server --images FOLDER --model FILE [--requests 20000] [--connections 16]
                More rows on request: resnet50 vgg16 inception_v3. Needs python3 with torch, torchvision and PIL for the PyTorch columns.
                """);
            return arguments is [] ? 2 : 0;
        }

        string? images = Option(arguments, "--images");
        string python = Option(arguments, "--python") ?? "/usr/bin/python3";
        int turns = Number(arguments, "--turns", 5);
        string[] rows = [.. arguments.Where((text, i) => !text.StartsWith('-') && (i == 0 || !arguments[i - 1].StartsWith('-')))];
        Console.WriteLine($"{Environment.ProcessorCount} cores, {turns} turns, medians in images per second; "
            + "in brackets: the library's speed as a multiple");
        Console.WriteLine(
            "| work | library | TorchSharp as in tutorials | PyTorch as in tutorials | PyTorch, tuned |\n|---|---|---|---|---|");
        foreach (string row in rows.Length > 0 ? rows : Rows)
        {
            var speeds = Sides.ToDictionary(side => side, _ => new List<double>());
            for (int turn = 0; turn < turns; turn++)
            {
                foreach (string side in Sides)
                {
                    if (Turn(side, row, python, images) is { } speed)
                    {
                        speeds[side].Add(speed);
                    }
                }
            }

            double own = Median(speeds["library"]);
            Console.WriteLine($"| {row} | {Speed(own)} | {string.Join(" | ", Sides[1..].Select(side => Cell(own, speeds[side])))} |");
        }

        return 0;
    }

    private static string Cell(double own, List<double> others) =>
        others.Count == 0 ? "–" : $"{Speed(Median(others))} ({own / Median(others):0.00} ×)";

    private static string Speed(double imagesPerSecond) =>
        imagesPerSecond.ToString(imagesPerSecond < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and int i ? arguments[i + 1] : null;

    private static int Number(string[] arguments, string name, int usual) =>
        Option(arguments, name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;

    /// <summary>One turn; null where a side does not do this work.</summary>
    private static double? Turn(string side, string row, string python, string? images)
    {
        bool isPython = side.StartsWith("pytorch", StringComparison.Ordinal);
        if (row == "decode" && side is "torchsharp" or "pytorch-plain")
        {
            return null;
        }

        string program = isPython ? python : Environment.ProcessPath!;
        string[] arguments = isPython
            ? [Path.Combine(AppContext.BaseDirectory, "pytorch_peer.py"), side["pytorch-".Length..], row, images ?? ""]
            : ["turn", side, row, images ?? ""];
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        if (side == "library")
        {
            start.Environment["MALLOC_ARENA_MAX"] = "1";   // as Lab and the notebook kernel are started; Speed.cs says why
        }

        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string? last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return process.ExitCode == 0 && double.TryParse(last, CultureInfo.InvariantCulture, out double speed)
            ? speed
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>Two seconds to warm up, then at least three seconds; amount per second by the median.</summary>
    public static double PerSecond(double amount, Action work)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 2)
        {
            work();
        }

        var seconds = new List<double>();
        clock.Restart();
        while (clock.Elapsed.TotalSeconds < 3)
        {
            double begin = clock.Elapsed.TotalSeconds;
            work();
            seconds.Add(clock.Elapsed.TotalSeconds - begin);
        }

        return amount / Median(seconds);
    }

    /// <summary>Work that takes long enough to be done once.</summary>
    public static double Once(double amount, Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return amount / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The first so many images of each class, with their labels.</summary>
    public static (string Path, int Label)[] FirstImages(string folder, int perClass) =>
        [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany((kind, label) =>
                Directory.GetFiles(kind).Order(StringComparer.Ordinal).Take(perClass).Select(path => (path, label)))];
}
