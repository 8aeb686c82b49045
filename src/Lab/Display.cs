using System.Globalization;
using Spectre.Console;
using TransferLearning;

namespace Lab;

/// <summary>
/// Shows how far long work is: in a terminal a bar with the time left for every step; where output is redirected, a line when a step or an
/// epoch ends, and every ten seconds.
/// </summary>
internal sealed class Display : IProgress<StepProgress>, IProgress<TrainingProgress>, IProgress<ComparisonProgress>
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly ProgressContext? bars;
    private readonly Dictionary<string, ProgressTask> tasks = [];
    private readonly HashSet<string> printed = [];
    private readonly Lock gate = new();
    private long lastLine = Environment.TickCount64;

    private Display(ProgressContext? bars) => this.bars = bars;

    /// <summary>Does some work with a display that fits the terminal.</summary>
    public static Task<T> ShowAsync<T>(Func<Display, Task<T>> work) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? AnsiConsole.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn())
                .StartAsync(context => work(new Display(context)))
            : work(new Display(null));

    /// <inheritdoc/>
    public void Report(StepProgress value) => Report("", value);

    /// <inheritdoc/>
    public void Report(TrainingProgress value) => Report(value.Name, value);

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        string title = $"{value.RunsDone + (value.IsFound ? 0 : 1)}/{value.Runs} seed {value.Seed}, {value.Training.Name}";
        if (value.IsFound)
        {
            Show(title, "found from an earlier run", 1, null, isEnd: true);
        }
        else
        {
            Report(title, value.Training);
        }
    }

    private void Report(string title, TrainingProgress training)
    {
        if (training.Preparation is { } step)
        {
            Report(title, step);
        }
        else if (training.Finished.Count > 0 && training.Batch == training.Batches)
        {
            EpochResult last = training.Finished[^1];
            string said = $"epoch {last.Epoch}/{training.Epochs}, "
                + $"training loss {Three(last.TrainingLoss)} accuracy {Three(last.TrainingAccuracy)}, "
                + $"validation loss {Three(last.ValidationLoss)} accuracy {Three(last.ValidationAccuracy)}";
            Show(title, said, training.Done, training.Remaining, isEnd: true);
        }
        else
        {
            string said = $"epoch {training.Epoch}/{training.Epochs}, loss {Three(training.Loss)}, accuracy {Three(training.Accuracy)}";
            Show(title, said, training.Done, training.Remaining, isEnd: false);
        }
    }

    private void Report(string title, StepProgress step)
    {
        bool isBytes = step.Step.Split(' ')[0] is "fetching" or "copying";
        string amount = isBytes ? $"{Mega(step.Done)} of {Mega(step.Total)} MB" : $"{step.Done:N0} of {step.Total:N0}";
        string key = title.Length > 0 ? $"{title}: {step.Step}" : step.Step;
        Show(key, amount, step.Total > 0 ? (double)step.Done / step.Total : 0, step.Remaining, step.Done == step.Total);

        static string Mega(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture);
    }

    private void Show(string title, string said, double done, TimeSpan? left, bool isEnd)
    {
        lock (gate)
        {
            if (bars is null)
            {
                Print($"{title}: {said}", left, isEnd);
                return;
            }

            if (!tasks.TryGetValue(title, out ProgressTask? task))
            {
                foreach (ProgressTask earlier in tasks.Values)
                {
                    earlier.StopTask();
                }

                tasks.Add(title, task = bars.AddTask(Markup.Escape(title), maxValue: 1));
            }

            task.Description = Markup.Escape($"{title}: {said}");
            task.Value = done;
        }
    }

    private void Print(string line, TimeSpan? left, bool isEnd)
    {
        long now = Environment.TickCount64;
        if ((isEnd || now - lastLine > BetweenLines.TotalMilliseconds) && printed.Add(line))
        {
            lastLine = now;
            Console.WriteLine(left > TimeSpan.FromSeconds(1) ? $"{line}, {Words(left.Value)} left" : line);
        }
    }

    private static string Words(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds:0} s" : $"{(int)time.TotalMinutes} min {time.Seconds:00} s";

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
