using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>Test accuracy of each strategy: bars from zero with their intervals, and the close strategies once more under a lens.</summary>
internal static class ComparisonFigure
{
    private const double RowHeight = 54;

    public static Chart Build(IReadOnlyList<StrategyResult> results)
    {
        string[] names = [.. results.Select(r => r.Name)];
        string[] colors = SeriesColors.Of(names);
        double[] accuracies = [.. results.Select(r => r.TestAccuracy)];
        Spread[] spreads = [.. results.Select(Spread.Of)];
        int classes = results.Select(r => r.Runs[0].Test.Classes.Count).DefaultIfEmpty(2).First();
        (double Low, double High)? lens = Lens(accuracies, spreads);
        double split = lens is null ? 1 : 0.54;
        (double, double) rows = (Math.Max(1, results.Count) - 0.5, -0.5);

        GenericChart bars = Plot.Bar<double, string, string>(
            values: accuracies,
            Keys: names.Select(PlotText.Escape).ToArray(),
            Marker: Marker.init(Color: Color.fromColors(colors.Select(HouseStyle.Ink)), Opacity: 0.9),
            MultiText: names.Select((n, i) => PlotText.Escape($"{n}: {Words.Percent(accuracies[i])}, {spreads[i]}")).ToArray(),
            TextPosition: StyleParam.TextPosition.None,
            Width: 0.62,
            UseDefaults: false).WithXError(Interval(accuracies, spreads, Colors.Ink, 1.6));
        List<GenericChart> charts = [bars];
        List<Annotation> annotations = [.. names.Select((_, i) => Labels.Text(
            Words.Percent(accuracies[i]), End(accuracies[i], spreads[i]), i, size: 13, bold: true, xShift: 8))];
        List<Shape> shapes = [];
        if (classes > 1)
        {
            double chance = 1.0 / classes;
            shapes.Add(Labels.Upright(chance, below: false));
            annotations.Add(Labels.Text(
                $"guessing {Words.Percent(chance, 0)}",
                chance,
                1,
                yRef: "y domain",
                color: Colors.Muted,
                size: 11.5,
                xAnchor: StyleParam.XAnchorPosition.Center,
                yAnchor: StyleParam.YAnchorPosition.Bottom,
                yShift: 3));
        }

        if (lens is var (low, high))
        {
            CloseUp(results, colors, accuracies, spreads, low, high, charts, annotations);
        }

        GenericChart figure = Plot.Combine(charts)
            .WithXAxis(Axes.Axis("test accuracy", (0, 1), ".0%", domain: (0, split)), Axes.X(1))
            .WithYAxis(Axes.Axis(range: rows, grid: false), Axes.Y(1));
        if (lens is not null)
        {
            figure = figure
                .WithXAxis(Axes.Axis("the same, close up", lens, ".0%", domain: (split + 0.17, 1), anchor: StyleParam.LinearAxisId.NewY(2)), Axes.X(2))
                .WithYAxis(Axes.Axis(range: rows, grid: false, labels: false, anchor: StyleParam.LinearAxisId.NewX(2)), Axes.Y(2));
        }

        const string Title = "Test accuracy of each strategy";
        string subtitle = results.Count == 0 ? "" : "whiskers: " + string.Join("; ", spreads.Select(s => s.Meaning).Distinct());
        string description = results.Count == 0 ? "There is nothing to compare yet."
            : "Test accuracy: " + Words.List([.. names.Select((n, i) => $"{n} {Words.Percent(accuracies[i])} ({spreads[i]})")]) + $"; guessing gives {Words.Percent(1.0 / classes, 0)}.";
        return new Chart(
            figure.Dress(Title, subtitle, 130 + (RowHeight * Math.Max(1, results.Count)), left: 100, right: lens is null ? 70 : 24, annotations: annotations, shapes: shapes),
            Title,
            description);
    }

    /// <summary>One dot per strategy with its interval, and a small dot per seed.</summary>
    private static void CloseUp(
        IReadOnlyList<StrategyResult> results, string[] colors, double[] accuracies, Spread[] spreads, double low, double high, List<GenericChart> charts, List<Annotation> annotations)
    {
        for (int i = 0; i < results.Count; i++)
        {
            if (!(accuracies[i] >= low && accuracies[i] <= high))
            {
                annotations.Add(Labels.Text($"← {Words.Percent(accuracies[i])}", 0, i, "x2 domain", "y2", colors[i]));
                continue;
            }

            string name = PlotText.Escape(results[i].Name);
            charts.Add(Plot.Point<double, double, string>(
                x: [accuracies[i]],
                y: [i],
                Name: name,
                Marker: Marker.init(Color: HouseStyle.Ink(colors[i]), Size: 10),
                UseDefaults: false).WithXError(Interval([accuracies[i]], [spreads[i]], colors[i], 2.2)).WithAxisAnchor(X: 2, Y: 2));
            if (results[i].Runs.Count > 1)
            {
                double[] seeds = [.. results[i].Runs.Select(r => r.Test.Accuracy)];
                charts.Add(Plot.Point<double, double, string>(
                    x: seeds,
                    y: [.. seeds.Select(_ => i + 0.24)],
                    Name: name,
                    MultiText: results[i].Runs.Select(r => $"seed {r.Seed}: {Words.Percent(r.Test.Accuracy)}").ToArray(),
                    Marker: Marker.init(Color: HouseStyle.Ink(colors[i]), Size: 5, Opacity: 0.55),
                    UseDefaults: false).WithAxisAnchor(X: 2, Y: 2));
            }

            annotations.Add(Labels.Text(
                spreads[i].ToString(),
                Math.Clamp(accuracies[i], low + ((high - low) * 0.25), high - ((high - low) * 0.25)),
                i - 0.3,
                "x2",
                "y2",
                colors[i],
                xAnchor: StyleParam.XAnchorPosition.Center));
        }
    }

    /// <summary>The range of the lens: what the best and those near it cover; null where the bars alone tell them apart.</summary>
    private static (double Low, double High)? Lens(double[] accuracies, Spread[] spreads)
    {
        if (accuracies.Length < 2)
        {
            return null;
        }

        double best = accuracies.Max();
        int[] near = [.. Enumerable.Range(0, accuracies.Length).Where(i => best - accuracies[i] <= 0.06)];
        if (near.Length < 2)
        {
            return null;
        }

        double low = near.Min(i => spreads[i].Low), high = near.Max(i => spreads[i].High);
        if (!(high - low <= 0.25))
        {
            return null;
        }

        double margin = Math.Max((high - low) * 0.12, 0.002);
        return (Math.Max(0, low - margin), Math.Min(1 + (margin * 0.4), high + margin));
    }

    /// <summary>Where the label of a bar starts: beyond its whisker.</summary>
    private static double End(double accuracy, Spread spread) => double.IsFinite(accuracy) ? Math.Min(1, Math.Max(accuracy, spread.High)) : 0;

    private static Error Interval(double[] values, Spread[] spreads, string color, double thickness) => Error.init<double, double>(
        Symmetric: false,
        Array: values.Select((v, i) => Math.Max(0, spreads[i].High - v)).ToArray(),
        Arrayminus: values.Select((v, i) => Math.Max(0, v - spreads[i].Low)).ToArray(),
        Color: HouseStyle.Ink(color),
        Thickness: thickness,
        Width: 5.0);
}
