using Plotly.NET;
using static TransferLearning.ChartExtensions;
using static TransferLearning.ChartParts;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <content>Results on the test part.</content>
public static partial class Charts
{
    /// <summary>
    /// Test accuracy of each strategy, bars from 0 with their intervals; those that are close to each other once more, enlarged, with each
    /// seed.
    /// </summary>
    public static GenericChart Comparison(Comparison comparison)
    {
        IReadOnlyList<StrategyResult> results = comparison.Results;
        double[] accuracies = [.. results.Select(result => result.TestAccuracy)], rows = [.. results.Select((_, i) => (double)i)];
        Interval[] intervals = [.. results.Select(result => result.TestAccuracyInterval)];
        string[] names = [.. results.Select(result => Escape(result.Name))],
            colors = [.. results.Select(result => Palette.Of(result.Strategy))];
        Interval? lens = Lens(accuracies, intervals);
        int[] close = [.. Enumerable.Range(0, results.Count)
            .Where(i => lens is { } view && accuracies[i] >= view.Low && accuracies[i] <= view.High)];
        const int Top = 104;   // title, and a subtitle of two lines
        int height = Top + 54 + (54 * results.Count);
        (string, object?)[] strategies = [("range", new[] { results.Count - 0.5, -0.5 }), ("showgrid", false), ("tickvals", rows)];
        GenericChart chart = Chart.Combine([
                Chart.Trace(
                    "bar", ("orientation", "h"), ("x", accuracies), ("y", rows), ("width", 0.62),
                    ("marker", Of(("color", colors), ("opacity", 0.9))), ("error_x", Whiskers(accuracies, intervals, Palette.Ink)),
                    ("text", names), ("textposition", "none"), ("hovertemplate", "%{text}: %{x:.1%}<extra></extra>")),
                .. close.Select(i => Chart.Trace(
                    "scatter", ("mode", "markers"), ("hoverinfo", "x"), ("x", new[] { accuracies[i] }), ("y", new[] { i }),
                    ("marker", Of(("size", 10), ("color", colors[i]))),
                    ("error_x", Whiskers([accuracies[i]], [intervals[i]], colors[i], 2.2))).OnPanel(2)),
                .. close.Select(i => Chart.Points(
                    results[i].Runs.Select(run => run.Test.Accuracy), results[i].Runs.Select(_ => i + 0.26), null, colors[i] + "99", 5)
                    .OnPanel(2))])
            .Titled("Test accuracy of each strategy", $"whiskers: {results[0].IntervalMeaning.Replace(": ", ": <br>")}")
            .Described("Test accuracy: "
                + List(results.Select((result, i) => $"{result.Name} {Percent(accuracies[i])} ({Percent(intervals[i])})"))
                + $"; always answering the largest class gives {Percent(comparison.MajorityAccuracy)}")
            .Framed(720, height, 24 + names.Max(Width), lens is null ? 70 : 24, Top, 50)
            .XAxis(1, "test accuracy", ("range", new[] { 0, 1 }), ("tickformat", ".0%"), ("nticks", 6),
                ("domain", new[] { 0, lens is null ? 1 : 0.53 }))
            .YAxis(1, "", [.. strategies, ("ticktext", names)])
            .Rule(x: comparison.MajorityAccuracy)
            .Note($"largest class {Percent(comparison.MajorityAccuracy)}", comparison.MajorityAccuracy, 1, Palette.Muted,
                ("yref", "y domain"), ("xanchor", "center"), ("xshift", 0), ("yanchor", "bottom"), ("yshift", 2));
        if (lens is { } range)
        {
            chart = chart
                .XAxis(2, "the same, enlarged", ("range", new[] { range.Low, range.High }), ("tickformat", ".1~%"), ("nticks", 5),
                    ("domain", new[] { 0.7, 1 }))
                .YAxis(2, "", [.. strategies, ("showticklabels", false)]);
        }

        for (int i = 0; i < results.Count; i++)
        {
            chart = chart.Note($"<b>{Percent(accuracies[i])}</b>", Math.Min(1, Math.Max(accuracies[i], intervals[i].High)), i, Palette.Ink,
                ("font", Of(("size", 13))));
            if (close.Contains(i))
            {
                double quarter = (lens!.Value.High - lens.Value.Low) / 4;
                double middle = Math.Clamp(accuracies[i], lens.Value.Low + quarter, lens.Value.High - quarter);
                chart = chart.Note(
                    Percent(intervals[i]), middle, i - 0.32, colors[i],
                    ("xref", "x2"), ("yref", "y2"), ("xanchor", "center"), ("xshift", 0));
            }
            else if (lens is not null)
            {
                chart = chart.Note($"← {Percent(accuracies[i])}", 0, i, colors[i], ("xref", "x2 domain"), ("yref", "y2"), ("xshift", 0));
            }
        }

        return chart;
    }

    /// <summary>The range around the best, where at least two are too close to be told apart on an axis from 0.</summary>
    private static Interval? Lens(double[] accuracies, Interval[] intervals)
    {
        int[] near = [.. Enumerable.Range(0, accuracies.Length).Where(i => accuracies.Max() - accuracies[i] <= 0.06)];
        if (near.Length < 2)
        {
            return null;
        }

        double low = near.Min(i => intervals[i].Low), high = near.Max(i => intervals[i].High),
            margin = Math.Max((high - low) * 0.12, 0.002);
        return high - low <= 0.25 ? new Interval(Math.Max(0, low - margin), Math.Min(1 + (margin * 0.4), high + margin)) : null;
    }

    /// <summary>How often each class was taken for which: counts, coloured by their share of the true class.</summary>
    public static GenericChart ConfusionMatrix(Evaluation evaluation, string? title = null)
    {
        string[] classes = [.. evaluation.Classes.Select(Escape)];
        int[][] rows = evaluation.Confusion;
        double[][] shares = [.. rows.Select(row => row.Select(count => (double)count / Math.Max(1, row.Sum())).ToArray())];
        string[][] texts = [.. rows.Select((row, i) => row.Select((count, j) => $"<b>{count}</b><br>{Percent(shares[i][j])}").ToArray())];
        int cell = classes.Length <= 4 ? 96 : 64, left = (int)(44 + evaluation.Classes.Max(Width));
        return Chart.Trace(
                "heatmap", ("z", shares), ("x", classes), ("y", classes), ("text", texts), ("texttemplate", "%{text}"),
                ("textfont", Of(("size", classes.Length <= 4 ? 14 : 11), ("color", Palette.Ink))), ("xgap", 3), ("ygap", 3),
                ("zmin", 0), ("zmax", 1), ("showscale", false), ("hovertemplate", "%{y} taken for %{x}: %{text}<extra></extra>"),
                ("colorscale", new object[][] { [0, Palette.Few], [1, Palette.Many] }))
            .Titled(Escape(title ?? "Confusion matrix"),
                $"{evaluation.Correct} of {evaluation.Predictions.Count} images right;<br>shares are of the true class")
            .Described(string.Join("; ", evaluation.Classes.Select((name, i) =>
                $"true {name}: " + List(rows[i].Select((count, j) => $"{count} as {evaluation.Classes[j]}")))))
            .Framed(Math.Max(340, left + 30 + (int)(1.25 * cell * classes.Length)), 150 + (cell * classes.Length), 40, 30, 92, 52)
            .XAxis("predicted class", ("showgrid", false), ("type", "category"), ("ticks", ""))
            .YAxis("true class", ("showgrid", false), ("type", "category"), ("ticks", ""), ("autorange", "reversed"));
    }
}
