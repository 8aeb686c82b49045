using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using static TransferLearning.ChartParts;

namespace TransferLearning;

/// <summary>
/// A progress bar with time left: in a notebook one output that is updated in place, in a terminal a line that is, in a log file a line
/// every ten seconds. Ends as "frozen: 20 epochs in 11.4 s".
/// </summary>
/// <param name="title">What is going on, as in "Training the classifier".</param>
public sealed class LiveProgress(string title) : IProgress<StepProgress>
{
    private readonly Lock _turn = new();
    private readonly Stopwatch _sinceShown = new();
    private readonly List<(string Key, string Line)> _ended = [];
    private readonly object? _cell = Startup.IsInKernel ? CurrentCell() : null;   // taken on the cell's own thread
    private Action<Shown>? _show;

    /// <summary>For tests: shows somewhere else.</summary>
    internal LiveProgress(string title, Action<Shown> show) : this(title) => _show = show;

    /// <inheritdoc/>
    public void Report(StepProgress value)
    {
        StepProgress whole = value;
        string line = Text(value) + Left(value.Remaining);
        for (; whole.Whole is { } larger; whole = larger)
        {
            line = $"{Joined(larger.Step, larger.Details)} · {line}";
        }

        bool isEnd = whole.Done >= whole.Total;
        string end = $"{(whole.Step == "" ? title : whole.Step)}: {Count(whole.Total, whole.Unit)} in {Seconds(whole.Elapsed)}"
            + (whole.Details == "" ? "" : $", {whole.Details}");
        Show(whole.Step, isEnd ? end : line, value.Done >= value.Total ? null : value.Done / value.Total, isEnd);
    }

    /// <param name="key">A later end of the same takes the place of an earlier one.</param>
    /// <param name="line">What to say.</param>
    /// <param name="done">Share that is done, 0 to 1; null where something has just ended, which is always shown.</param>
    /// <param name="isEnd">Whether the line stays.</param>
    private void Show(string key, string line, double? done, bool isEnd)
    {
        lock (_turn)
        {
            bool isConsole = _show is null && _cell is null, isLog = isConsole && Console.IsOutputRedirected;
            if (done is not null && _sinceShown.IsRunning && _sinceShown.Elapsed.TotalSeconds < (isLog ? 10 : 0.25))
            {
                return;
            }

            _sinceShown.Restart();
            if (isConsole)
            {
                string said = isEnd || line.StartsWith(title, StringComparison.Ordinal) ? line : $"{title}: {line}";
                int width = isLog ? said.Length : Math.Max(20, Console.WindowWidth - 1);
                string whole = isEnd || said.Length <= width ? said.PadRight(width) : said[..width];
                Console.Write(isLog || isEnd ? $"{whole}\n" : $"{whole}\r");   // what comes next is written over it
                return;
            }

            if (isEnd)
            {
                _ended.RemoveAll(ended => ended.Key == key);
                _ended.Add((key, line));
            }

            string bar = done is null ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"<progress max=\"1\" value=\"{Math.Clamp(done.Value, 0, 1):0.000}\" style=\"width:24em\"></progress><br>");
            string running = isEnd ? "" : $"<div><strong>{HtmlTable.Encode(title)}</strong><br>{bar}{HtmlTable.Encode(line)}</div>";
            string html = string.Concat(_ended.Select(ended => $"<div>{HtmlTable.Encode(ended.Line)}</div>")) + running;
            IEnumerable<string> lines = _ended.Select(ended => ended.Line);
            Shown shown = new(html, string.Join('\n', isEnd ? lines : lines.Append($"{title}: {line}")));
            (_show ??= InCell(_cell!, shown))(shown);
        }
    }

#pragma warning disable CA1859 // the kernel's assembly is only there in a kernel: no signature names its types
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? CurrentCell() => KernelInvocationContext.Current;
#pragma warning restore CA1859

    // Not value.Display(): in the last kernel its updates go out under another id than its first state.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Action<Shown> InCell(object cell, Shown first)
    {
        DisplayedValue displayed = ((KernelInvocationContext)cell).Display(first);
        return displayed.Update;
    }

    /// <summary>What the kernel displays and updates.</summary>
    internal sealed record Shown(string Html, string Text);

    private static string Text(StepProgress step) =>
        Joined(step.Step, $"{Number(Math.Ceiling(step.Done))} of {Count(step.Total, step.Unit)}", step.Details);

    private static string Joined(params IEnumerable<string> words) => string.Join(" · ", words.Where(word => word != ""));

    private static string Left(TimeSpan? remaining) => remaining is not { } time ? ""
        : time.TotalSeconds < 90 ? $" · {time.TotalSeconds:0} s left" : $" · {time.TotalMinutes:0} min left";

    private static string Seconds(TimeSpan time) => time.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : $"{(int)time.TotalMinutes} min {time.Seconds} s";

    private static string Count(long count, string unit) => unit == "" ? Number(count) : $"{Number(count)} {unit}{(count == 1 ? "" : "s")}";
}
