using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TransferLearning;

/// <summary>
/// A progress bar with time left, and the curves as they grow, for a display that can be updated. It is told by the notebook how to show something,
/// so that this library needs no notebook: <c>var live = display(HTML("…")); new LiveProgress(html => live.Update(HTML(html)))</c>.
/// </summary>
/// <param name="show">Shows a piece of HTML in place of the one before.</param>
public sealed class LiveProgress(Action<string> show) : IProgress<TrainingProgress>, IProgress<ExperimentProgress>, IProgress<StepProgress>
{
    // Often enough to look alive; every state costs the front end a redraw.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Stopwatch sinceShown = new();
    private readonly Lock turn = new();
    private int trainingsDone;

    /// <inheritdoc/>
    public void Report(StepProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Done >= value.Total)
        {
            Show($"{Encode(value.Step)}: {value.Total:N0}", isLast: true);
            return;
        }

        Show(Bar((double)value.Done / value.Total, $"{value.Step} · {value.Done:N0} of {value.Total:N0}{Left(value.Remaining)}"), isLast: false);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Show(Describe(value), value.IsFinished);
    }

    /// <inheritdoc/>
    public void Report(ExperimentProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        bool isOver = value.IsFound || value.Training.IsFinished;
        trainingsDone += isOver ? 1 : 0;
        string line = $"<div>{trainingsDone} trainings done{(isOver ? "" : $" · seed {value.Seed}")}</div>";
        Show(isOver ? line : line + Describe(value.Training), isOver);
    }

    private static string Describe(TrainingProgress value)
    {
        if (value.Preparation is { } step)
        {
            return Bar((double)step.Done / Math.Max(1, step.Total), $"{value.Name} · {step.Step} · {step.Done:N0} of {step.Total:N0}{Left(step.Remaining)}");
        }

        if (value.IsFinished)
        {
            return $"<div>{Encode(value.Name)}: {value.Epochs} epochs done.</div>";
        }

        string curves = value.Finished.Count > 1 ? Charts.Live(value.Finished, value.Epochs).ToSvg() : "";
        return Bar(value.Done, $"{value.Name} · epoch {value.Epoch} of {value.Epochs} · loss {value.Loss:0.000} · accuracy {value.Accuracy:0.000}{Left(value.Remaining)}") + curves;
    }

    private static string Bar(double done, string text) =>
        $"<div><progress max=\"1\" value=\"{Math.Clamp(done, 0, 1):0.000}\" style=\"width:24em\"></progress><br>{Encode(text)}</div>";

    private static string Left(TimeSpan? remaining) => remaining switch
    {
        null => "",
        { TotalSeconds: < 90 } time => $" · {time.TotalSeconds:0} s left",
        { } time => $" · {time.TotalMinutes:0} min left",
    };

    private static string Encode(string text) => Html.Encode(text);

    private void Show(string html, bool isLast)
    {
        lock (turn)
        {
            if (isLast || !sinceShown.IsRunning || sinceShown.Elapsed >= Pause)
            {
                sinceShown.Restart();
                show(html);
            }
        }
    }
}
