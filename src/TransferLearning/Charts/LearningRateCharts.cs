using Plotly.NET;
using static TransferLearning.ChartExtensions;
using static TransferLearning.ChartParts;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <content>Learning rates.</content>
public static partial class Charts
{
    /// <summary>Validation loss and accuracy in the end against the learning rate, one training for each rate.</summary>
    public static GenericChart LearningRates(IReadOnlyList<History> trainings)
    {
        // A rate of 0 has no place on a logarithmic axis, a training without an epoch none anywhere.
        History[] sorted = [.. trainings.Where(training => training.BestEpoch > 0 && training.Options.LearningRate > 0)
            .OrderBy(training => training.Options.LearningRate)];
        double[] rates = [.. sorted.Select(training => training.Options.LearningRate)];
        double[] losses = [.. sorted.Select(training => training.Final.ValidationLoss)];
        double[] accuracies = [.. sorted.Select(training => training.Final.ValidationAccuracy)];
        bool isLog = LossRange(losses).IsLog;
        double best = accuracies.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double least = losses.Where(double.IsFinite).DefaultIfEmpty(0).Min();
        (string, object?)[] axis =
        [
            ("type", "log"), ("tickvals", rates), ("ticktext", rates.Select(Rate).ToArray()), ("showgrid", false), ("showline", true),
            ("linecolor", Palette.Line),
            ("range", new[] { Math.Log10(rates.DefaultIfEmpty(1e-5).Min()) - 0.35, Math.Log10(rates.DefaultIfEmpty(1).Max()) + 0.35 }),
        ];
        GenericChart Curve(string name, double[] values, IEnumerable<string> texts) => Chart.Trace(
            "scatter", ("x", rates), ("y", values), ("name", name), ("mode", "lines+markers+text"), ("text", texts.ToArray()),
            ("textposition", "top center"), ("cliponaxis", false),
            ("marker", Of(("size", 7), ("color", Palette.Blue))),
            ("line", Of(("color", Palette.Blue), ("width", 1.6), ("dash", "4px,3px"))));
        return Chart.Combine([
                Curve("validation loss", losses, losses.Select(loss => Bold(Three(loss), loss == least))),
                Curve("validation accuracy", accuracies, accuracies.Select(share => Bold(Percent(share), share == best))).OnPanel(2)])
            .Titled("Learning rates compared", "each point a training: what it had reached on the validation part in the end")
            .Described("Validation accuracy in the end: " + List(sorted.Select(training =>
                $"{Percent(training.Final.ValidationAccuracy)} (loss {Three(training.Final.ValidationLoss)}) "
                + $"at {Rate(training.Options.LearningRate)}")))
            .Framed(720, 340, left: 52, right: 24, top: 86, bottom: 50)
            .XAxis(1, "learning rate", [.. axis, ("domain", new[] { 0, 0.43 })])
            .XAxis(2, "learning rate", [.. axis, ("domain", new[] { 0.57, 1 })])
            .YAxis(1, "", ("type", isLog ? "log" : "linear"), ("rangemode", "tozero"), ("nticks", 6), ("dtick", isLog ? 1 : null))
            .YAxis(2, "", ("tickformat", ".0%"), ("nticks", 6))
            .PanelTitle("Loss", 1).PanelTitle("Accuracy", 2);
    }

    /// <summary>The loss while the learning rate rises, and the rate at which it falls fastest.</summary>
    public static GenericChart LearningRateFinder(LearningRateSweep sweep)
    {
        // Single batches jump about, and the last ones explode: the running mean gives the range.
        double high = 1.6 * sweep.Smoothed.Take(Math.Max(1, sweep.Smoothed.Count * 3 / 4)).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        double[] ticks = [.. Enumerable.Range(-12, 25).Select(power => Math.Pow(10, power))
            .Where(tick => tick >= sweep.LearningRates[0] * 0.99 && tick <= sweep.LearningRates[^1] * 1.01)];
        string suggestion = Rate(sweep.Suggestion);
        return Chart.Combine([
                Chart.Trace(
                    "scatter", ("x", sweep.LearningRates.ToArray()), ("y", sweep.Losses.ToArray()), ("name", "each batch"),
                    ("mode", "lines"), ("line", Of(("color", Palette.Line), ("width", 1)))),
                Chart.Line(sweep.LearningRates, sweep.Smoothed, "running mean")])
            .Titled(
                "Looking for a learning rate",
                $"thin: the loss of each batch; <span style=\"color:{Palette.Blue}\">thick: their running mean</span>, "
                    + "which falls fastest at the dashed line")
            .Described($"The loss over {sweep.LearningRates.Count} steps while the learning rate rises from {Rate(sweep.LearningRates[0])} "
                + $"to {Rate(sweep.LearningRates[^1])}; it falls fastest at {suggestion}")
            .Framed(720, 320, left: 60, right: 30, top: 80, bottom: 50)
            .XAxis("learning rate", ("type", "log"), ("tickvals", ticks), ("ticktext", ticks.Select(Rate).ToArray()), ("showgrid", false),
                ("showline", true), ("linecolor", Palette.Line))
            .YAxis("training loss", ("range", new[] { 0, high }))
            .Rule(x: sweep.Suggestion)
            .Note($"<b>{suggestion}</b>", Math.Log10(sweep.Suggestion), 1, Palette.Ink, ("yref", "y domain"), ("xanchor", "center"),
                ("xshift", 0), ("yanchor", "bottom"), ("yshift", 2));
    }

    private static string Bold(string text, bool isBold) => isBold ? $"<b>{text}</b>" : text;
}
