using System.Diagnostics;
using System.Globalization;
using Lab.Notebooks;
using Spectre.Console;

namespace Lab.Display;

/// <summary>
/// Shows running notebooks: in a terminal a bar for each, with the time left as far as an earlier run tells it; where output is
/// redirected, one line a notebook and one for every cell that took long.
/// </summary>
internal sealed class RunDisplay : IProgress<RunProgress>, IAsyncDisposable
{
    private const double LongCellSeconds = 5;
    private readonly ProgressContext? bars;
    private readonly KnownDurations durations;
    private readonly string profile;
    private readonly Dictionary<string, string> names;
    private readonly Dictionary<string, ProgressTask> tasks = [];
    private readonly Stopwatch cellClock = new(), notebookClock = new();
    private readonly Timer? heartbeat;
    private RunProgress? now;
    private double[]? known;

    private RunDisplay(string[] paths, KnownDurations durations, RunSettings settings, ProgressContext? bars)
    {
        (this.durations, this.bars) = (durations, bars);
        profile = settings.Profile ?? Environment.GetEnvironmentVariable("LESSON_PROFILE") ?? "sample";
        names = NamesOf(paths);
        if (bars is not null)
        {
            foreach ((string path, string name) in names)
            {
                tasks.Add(path, bars.AddTask(Markup.Escape(name), autoStart: false, maxValue: 1));
            }

            heartbeat = new Timer(_ => Refresh(), null, 250, 250);
        }
    }

    /// <summary>Runs an action with a display that fits the terminal.</summary>
    public static async Task<T> ShowAsync<T>(string[] paths, KnownDurations durations, RunSettings settings, Func<RunDisplay, Task<T>> action, bool? interactive = null)
    {
        if (!(interactive ?? (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)))
        {
            await using var lines = new RunDisplay(paths, durations, settings, null);
            return await action(lines);
        }

        return await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                await using var display = new RunDisplay(paths, durations, settings, context);
                return await action(display);
            });
    }

    public async ValueTask DisposeAsync()
    {
        if (heartbeat is not null)
        {
            await heartbeat.DisposeAsync();
        }
    }

    public void Report(RunProgress value)
    {
        lock (tasks)
        {
            if (now?.Notebook != value.Notebook)
            {
                notebookClock.Restart();
                known = durations.Of(Key(value.Notebook), value.Cells);
                if (tasks.TryGetValue(value.Notebook, out ProgressTask? task))
                {
                    task.StartTask();
                }
                else
                {
                    Console.WriteLine($"{names[value.Notebook]}: {value.Cells} cells{(known is null ? "" : $", about {Words(known.Sum())}")}");
                }
            }

            now = value;
            cellClock.Restart();
            if (bars is null && value.Seconds is > LongCellSeconds)
            {
                Console.WriteLine($"{names[value.Notebook]}: cell {value.Cell} of {value.Cells} took {Words(value.Seconds.Value)}{Left(" · ")}");
            }
        }

        Refresh();
    }

    /// <summary>A notebook has come to its end.</summary>
    public void Ended(string path, IReadOnlyList<double> cellSeconds)
    {
        lock (tasks)
        {
            durations.Note(Key(path), cellSeconds);
            string end = $"{names[path]}: {cellSeconds.Count} cells in {Words(cellSeconds.Sum())}";
            if (tasks.TryGetValue(path, out ProgressTask? task))
            {
                now = null;
                task.Description = Markup.Escape(end);
                task.Value = 1;
                task.StopTask();
            }
            else
            {
                Console.WriteLine(end);
            }
        }
    }

    /// <summary>Without what they have in common; a lesson and its solution are called alike but for their folder.</summary>
    private static Dictionary<string, string> NamesOf(string[] paths)
    {
        var names = new Dictionary<string, string>();
        foreach (OutputPlace place in OutputPlaces.For(paths, Path.GetTempPath()))
        {
            names[place.Source] = Path.ChangeExtension(Path.GetRelativePath(Path.GetTempPath(), place.Notebook), null).Replace(Path.DirectorySeparatorChar, '/');
        }

        return names;
    }

    private static string Words(double seconds) =>
        seconds < 59.5 ? seconds.ToString(seconds < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " s" : $"{(int)(seconds + 0.5) / 60} min {(int)(seconds + 0.5) % 60:00} s";

    private string Key(string path) => $"{names[path]} {profile}";

    private void Refresh()
    {
        lock (tasks)
        {
            if (now is not { } at || !tasks.TryGetValue(at.Notebook, out ProgressTask? task))
            {
                return;
            }

            task.Description = Markup.Escape($"{names[at.Notebook]}: cell {at.Cell} of {at.Cells}{Left(", ")}");
            task.Value = Math.Max(task.Value, Math.Min(0.999, Share(at)));
        }
    }

    /// <summary>How much of the notebook is done: by time, where it is known, or else by cells.</summary>
    private double Share(RunProgress at)
    {
        int done = at.Seconds is null ? at.Cell - 1 : at.Cell;
        if (known is null)
        {
            return (double)done / at.Cells;
        }

        double running = at.Seconds is null ? Math.Min(cellClock.Elapsed.TotalSeconds, known[at.Cell - 1]) : 0;
        return (known.Take(done).Sum() + running) / Math.Max(known.Sum(), 1e-3);
    }

    private string Left(string before)
    {
        if (now is not { } at || known is null)
        {
            return "";
        }

        // Today's machine may be faster or slower than that of the last run: the cells so far tell by how much.
        double share = Share(at), expected = known.Sum();
        double pace = share > 0.2 ? notebookClock.Elapsed.TotalSeconds / (share * expected) : 1;
        double left = (1 - share) * expected * pace;
        return left >= 1 ? $"{before}{Words(left)} left" : "";
    }
}
