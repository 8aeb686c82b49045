using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace TransferLearning;

/// <summary>
/// A progress bar with time left: in a notebook one output that is updated in place, on a console a line now and then. Ends as "frozen: 20
/// epochs in 11.4 s".
/// </summary>
/// <param name="title">What is going on, as in "Training the classifier".</param>
public sealed class LiveProgress(string title) : IProgress<TrainingProgress>, IProgress<ComparisonProgress>, IProgress<StepProgress>
{
    private static readonly TimeSpan s_pauseInNotebooks = TimeSpan.FromMilliseconds(250), s_pauseOnConsoles = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly Stopwatch _sinceShown = new();
    private readonly Stopwatch _sinceStart = new();
    private readonly List<(string Key, string Line)> _ended = [];
    private readonly object? _cell = ChartDisplay.IsInKernel ? CurrentCell() : null; // taken on the cell's own thread
    private Action<string>? _show;

    /// <summary>For tests: shows somewhere else.</summary>
    internal LiveProgress(string title, Action<string> show) : this(title) => _show = show;

    /// <inheritdoc/>
    public void Report(TrainingProgress value) =>
        Show(value.IsFinished ? new(value.Name, Ended(value)) : new(value.Name, Text(value), Done(value)));

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        lock (_turn)
        {
            _sinceStart.Start();
            Show(value.RunsDone >= value.Runs || (value.RunsDone == value.Runs - 1 && value.Training.IsFinished && !value.IsFound)
                ? new("", $"{title}: {Count(value.Runs, "training")} in {Seconds(_sinceStart.Elapsed)}")
                : new(
                    "",
                    value.IsFound ? $"{value.RunsDone} of {value.Runs} trainings found from an earlier time"
                        : $"training {value.RunsDone + 1} of {value.Runs}, seed {value.Seed} · {Text(value.Training)}",
                    value.IsFound || value.Training.IsFinished ? null : Done(value.Training), IsEnd: false));
        }
    }

    /// <inheritdoc/>
    public void Report(StepProgress value) => Show(value.Done >= value.Total
        ? new(value.Step, $"{value.Step}: {Number(value.Total)} in {Seconds(value.Elapsed)}")
        : new(value.Step, Text(value), (double)value.Done / value.Total));

    /// <summary>One state: with a bar while it is under way, without at its end.</summary>
    private sealed record State(string Key, string Line, double? Bar, bool IsEnd)
    {
        public State(string key, string line, double? bar = null) : this(key, line, bar, bar is null) { }
    }

    private void Show(State state)
    {
        lock (_turn)
        {
            if (state.IsEnd)
            {
                _ended.RemoveAll(ended => ended.Key == state.Key);
                _ended.Add((state.Key, state.Line));
            }
            else if (_sinceShown.IsRunning
                && _sinceShown.Elapsed < (_show is null && !ChartDisplay.IsInKernel ? s_pauseOnConsoles : s_pauseInNotebooks))
            {
                return;
            }

            _sinceShown.Restart();
            if (_show is null && _cell is null)
            {
                Console.WriteLine(state.IsEnd ? state.Line : $"{title}: {state.Line}");
                return;
            }

            string bar = state.Bar is not { } done ? "" : string.Create(
                CultureInfo.InvariantCulture,
                    $"<progress max=\"1\" value=\"{Math.Clamp(done, 0, 1):0.000}\" style=\"width:24em\"></progress><br>");
            string running = state.IsEnd ? ""
                : $"<div><strong>{HtmlTable.Encode(title)}</strong><br>{bar}{HtmlTable.Encode(state.Line)}</div>";
            string html = string.Concat(_ended.Select(ended => $"<div>{HtmlTable.Encode(ended.Line)}</div>")) + running;
            (_show ??= InCell(_cell!, html))(html);
        }
    }

#pragma warning disable CA1859 // the kernel's assembly is only there in a kernel: no signature names its types
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? CurrentCell() => KernelInvocationContext.Current;
#pragma warning restore CA1859

    // Not value.Display(): in the last kernel its updates go out under another id than its first state.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Action<string> InCell(object cell, string html)
    {
        DisplayedValue shown = ((KernelInvocationContext)cell).Display(new Shown(html));
        return next => shown.Update(new Shown(next));
    }

    /// <summary>What the kernel displays and updates.</summary>
    internal sealed record Shown(string Html);

    private static double Done(TrainingProgress value) => value.Preparation is { } step ? (double)step.Done / Math.Max(1, step.Total)
        : value.Done;

    private string Ended(TrainingProgress value)
    {
        string name = value.Name == new TrainingOptions().Name ? title : value.Name;
        return $"{name}: {Count(value.Finished.Count > 0 ? value.Finished.Count : value.Epochs, "epoch")} in {Seconds(value.Elapsed)}";
    }

    private string Text(TrainingProgress value) => value.IsFinished ? Ended(value)
        : value.Preparation is { } step ? $"{value.Name} · {Text(step)}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Name} · epoch {value.Epoch} of {value.Epochs} · loss {value.Loss:0.000} · accuracy {value.Accuracy:0.000}")
            + Left(value.Remaining);

    private static string Text(StepProgress step) => $"{step.Step} · {Number(step.Done)} of {Number(step.Total)}{Left(step.Remaining)}";

    private static string Left(TimeSpan? remaining) => remaining is { } time ? $" · {Rough(time)} left" : "";

    private static string Rough(TimeSpan time) => time.TotalSeconds < 90 ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min";

    private static string Seconds(TimeSpan time) => time.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : $"{(int)time.TotalMinutes} min {time.Seconds} s";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";
}
