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
        (_, double highest, bool isLog) = LossRange(losses);
        double lowest = isLog ? Math.Log10(losses.Where(loss => loss > 0).Min()) - 0.4 : 0;
        double low = accuracies.Where(double.IsFinite).DefaultIfEmpty(0).Min(), high = accuracies.Where(double.IsFinite).DefaultIfEmpty(1)
            .Max();
        double room = Math.Max(0.02, 0.2 * (high - low));
        (string, object?)[] axis =
        [
            ("type", "log"), ("tickvals", rates), ("ticktext", rates.Select(Rate).ToArray()), ("showgrid", false), ("showline", true),
                ("linecolor", Palette.Line),
            ("range", new[] { Math.Log10(rates.DefaultIfEmpty(1e-5).Min()) - 0.35, Math.Log10(rates.DefaultIfEmpty(1).Max()) + 0.35 }),
        ];
        GenericChart chart = Chart.Combine([
                Chart.Line(rates, losses, "validation loss", Palette.Blue, dashed: true, markers: true),
                Chart.Line(rates, accuracies, "validation accuracy", Palette.Blue, dashed: true, markers: true).OnPanel(2)])
            .Titled("Learning rates compared", "each point a training: what it had reached on the validation part in the end")
            .Described("Validation accuracy in the end: " + List(sorted.Select(training =>
                $"{Percent(training.Final.ValidationAccuracy)} (loss {Three(training.Final.ValidationLoss)}) "
                + $"at {Rate(training.Options.LearningRate)}")))
            .Sized(720, 340)
            .Layout(("showlegend", false), ("margin", Of(("l", 52), ("r", 24), ("t", 86), ("b", 50))))
            .XAxis(1, "learning rate", [.. axis, ("domain", new[] { 0, 0.43 })])
            .XAxis(2, "learning rate", [.. axis, ("domain", new[] { 0.57, 1 })])
            .YAxis(1, "", ("type", isLog ? "log" : "linear"), ("range", new[] { lowest, isLog ? highest + 0.2 : highest * 1.08 }),
                ("nticks", 6), ("dtick", isLog ? 1 : null))
            .YAxis(2, "", ("range", new[] { Math.Max(0, low - room), Math.Min(1, high) + room }), ("tickformat", ".0%"), ("nticks", 6))
            .PanelTitle("Loss", 1).PanelTitle("Accuracy", 2);
        double least = losses.Where(double.IsFinite).DefaultIfEmpty(0).Min();
        double decades = rates.Length == 0 ? 1 : Math.Log10(rates[^1] / rates[0]) + 0.7;
        bool isBelow = false;
        for (int i = 0; i < rates.Length; i++)
        {
            // Of neighbours without room for both figures the second stands below its point.
            isBelow = i > 0 && !isBelow && Math.Log10(rates[i] / rates[i - 1]) / decades * 277 < 42;
            (string, object?)[] above =
            [
                ("xanchor", "center"), ("xshift", 0), ("yanchor", isBelow ? "top" : "bottom"), ("yshift", isBelow ? -6 : 6),
                ("bgcolor", "rgba(255,255,255,0.75)"), ("borderpad", 0),
            ];
            if (double.IsFinite(losses[i]))
            {
                chart = chart.Note(Bold(Three(losses[i]), losses[i] == least), Math.Log10(rates[i]), isLog ? Math.Log10(losses[i])
                    : losses[i], Palette.Ink, above);
            }

            if (double.IsFinite(accuracies[i]))
            {
                chart = chart.Note(Bold(Percent(accuracies[i]), accuracies[i] == high), Math.Log10(rates[i]), accuracies[i], Palette.Ink,
                    [.. above, ("xref", "x2"), ("yref", "y2")]);
            }
        }

        return chart;
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
                        ("mode", "lines"),
                    ("line", Of(("color", Palette.Line), ("width", 1)))),
                Chart.Line(sweep.LearningRates, sweep.Smoothed, "running mean")])
            .Titled(
                "Looking for a learning rate",
                $"thin: the loss of each batch; <span style=\"color:{Palette.Blue}\">thick: their running mean</span>, "
                    + "which falls fastest at the dashed line")
            .Described($"The loss over {sweep.LearningRates.Count} steps while the learning rate rises from {Rate(sweep.LearningRates[0])} "
                + $"to {Rate(sweep.LearningRates[^1])}; it falls fastest at {suggestion}")
            .Sized(720, 320)
            .Layout(("showlegend", false), ("margin", Of(("l", 60), ("r", 30), ("t", 80), ("b", 50))))
            .XAxis("learning rate", ("type", "log"), ("tickvals", ticks), ("ticktext", ticks.Select(Rate).ToArray()), ("showgrid", false),
                ("showline", true), ("linecolor", Palette.Line))
            .YAxis("training loss", ("range", new[] { 0, high }))
            .Rule(x: sweep.Suggestion)
            .Note($"<b>{suggestion}</b>", Math.Log10(sweep.Suggestion), 1, Palette.Ink, ("yref", "y domain"), ("xanchor", "center"),
                ("xshift", 0), ("yanchor", "bottom"), ("yshift", 2));
    }

    private static string Bold(string text, bool isBold) => isBold ? $"<b>{text}</b>" : text;
}
