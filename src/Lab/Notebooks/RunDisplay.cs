using System.Globalization;
using Spectre.Console;

namespace Lab.Notebooks;

/// <summary>
/// A running notebook on the console: on a terminal a bar with what the running cell says and the time left; where output is redirected, a
/// line at the beginning, at the end and after every cell that took long. Time left is known from an earlier run, or else goes by cells.
/// </summary>
internal static class RunDisplay
{
    private const double LongCellSeconds = 5;

    /// <summary>Runs a notebook under a display.</summary>
    public static async Task<IReadOnlyList<string>> ShowAsync(NotebookPlace place, RunSettings settings, CancellationToken cancellation)
    {
        int cells = NotebookFile.Read(place.Source).CodeCells.Count;
        double[]? known = NotebookRun.KnownSeconds(place.Notebook, cells);
        double[] weights = known ?? [.. Enumerable.Repeat(1.0, cells)];
        long began = Environment.TickCount64;
        IReadOnlyList<string> failures;
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
        {
            failures = await AnsiConsole.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    ProgressTask task = context.AddTask(Markup.Escape(place.Name), maxValue: Math.Max(weights.Sum(), 1e-3));
                    return NotebookRun.RunAsync(place, settings, new Told(now =>
                    {
                        string said = now.Shown is null ? "" : $" · {(now.Shown.Length > 60 ? now.Shown[..59] + "…" : now.Shown)}";
                        task.Description = Markup.Escape($"{place.Name}: cell {now.Cell} of {now.Cells}{said}");
                        task.Value = weights.Take(now.Seconds is null ? now.Cell - 1 : now.Cell).Sum();
                    }), cancellation);
                });
        }
        else
        {
            Console.WriteLine($"{place.Name}: {cells} cells{(known is null ? "" : $", about {Words(known.Sum())}")}");
            failures = await NotebookRun.RunAsync(place, settings, new Told(now =>
            {
                if (now.Seconds is > LongCellSeconds)
                {
                    string left = known is null ? "" : $", about {Words(known.Skip(now.Cell).Sum())} left";
                    Console.WriteLine($"{place.Name}: cell {now.Cell} of {now.Cells} took {Words(now.Seconds.Value)}{left}");
                }
            }), cancellation);
        }

        string end = failures.Count == 0 ? $"{cells} cells in" : "stopped after";
        Console.WriteLine($"{place.Name}: {end} {Words((Environment.TickCount64 - began) / 1e3)}");
        return failures;
    }

    private static string Words(double seconds) => seconds < 59.5
        ? seconds.ToString(seconds < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " s"
        : $"{(int)(seconds + 0.5) / 60} min {(int)(seconds + 0.5) % 60:00} s";

    /// <summary>Progress told at once, in order, and not by way of other threads.</summary>
    private sealed class Told(Action<RunProgress> tell) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => tell(value);
    }
}
