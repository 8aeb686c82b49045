namespace TransferLearning.Charting;

/// <summary>Test accuracy of each strategy: bars from zero with their intervals, and the close strategies once more under a lens.</summary>
internal static class ComparisonFigure
{
    private const double RowHeight = 54;

    public static Figure Build(IReadOnlyList<StrategyResult> results, string? title = null)
    {
        string[] names = [.. results.Select(r => r.Name)];
        string[] colors = SeriesColors.Of(names);
        double[] accuracies = [.. results.Select(r => r.TestAccuracy)];
        Spread[] spreads = [.. results.Select(Spread.Of)];
        int classes = results.Select(r => r.Runs[0].Test.Classes.Count).DefaultIfEmpty(2).First();
        (double Low, double High)? lens = Lens(accuracies, spreads);
        double split = lens is null ? 1 : 0.54;

        var traces = new List<Trace>
        {
            new BarTrace
            {
                Orientation = "h",
                X = accuracies,
                Y = names,
                Marker = new MarkerStyle(Opacity: 0.9) { ColorOfEach = colors },
                ErrorX = Errors(accuracies, spreads),
                Text = [.. accuracies.Select(a => Words.Percent(a))],
                HoverText = [.. names.Select((n, i) => $"{n}: {Words.Percent(accuracies[i])}, {spreads[i]}")],
            },
        };
        var annotations = new List<Annotation>();
        var shapes = new List<Shape>();
        if (classes > 1)
        {
            double chance = 1.0 / classes;
            shapes.Add(new Shape { YRef = "y domain", X0 = chance, X1 = chance, Y0 = 0, Y1 = 1, Below = false });
            annotations.Add(new Annotation
            {
                Text = $"guessing {Words.Percent(chance, 0)}",
                X = chance,
                XAnchor = "center",
                YRef = "y domain",
                Y = 1,
                YAnchor = "bottom",
                YShift = 3,
                Color = Colors.Muted,
                Size = 11.5,
            });
        }

        var accuracyAxis = new Axis { Range = (0, 1), TickFormat = ".0%", Title = "test accuracy", Domain = (0, split) };
        var x = new Dictionary<string, Axis> { ["x"] = accuracyAxis };
        var y = new Dictionary<string, Axis> { ["y"] = new() { Reversed = true } };
        if (lens is var (low, high))
        {
            x["x2"] = new Axis { Range = (low, high), TickFormat = ".0%", Title = "the same, close up", Domain = (split + 0.17, 1) };
            y["y2"] = new Axis { Reversed = true, Type = "category", Categories = names, ShowTickLabels = false };
            CloseUp(results, colors, accuracies, spreads, low, high, traces, annotations);
        }

        return new Figure
        {
            Data = traces,
            Layout = new FigureLayout
            {
                Title = title ?? "Test accuracy of each strategy",
                Subtitle = results.Count == 0 ? "" : "whiskers: " + string.Join("; ", spreads.Select(s => s.Meaning).Distinct()),
                Description = results.Count == 0 ? "There is nothing to compare yet."
                    : "Test accuracy: " + Words.List([.. names.Select((n, i) => $"{n} {Words.Percent(accuracies[i])} ({spreads[i]})")]) + $"; guessing gives {Words.Percent(1.0 / classes, 0)}.",
                Height = 130 + (RowHeight * Math.Max(1, results.Count)),
                XAxes = x,
                YAxes = y,
                Annotations = annotations,
                Shapes = shapes,
            },
        };
    }

    /// <summary>One dot per strategy with its interval, and a small ring per seed.</summary>
    private static void CloseUp(
        IReadOnlyList<StrategyResult> results, string[] colors, double[] accuracies, Spread[] spreads, double low, double high, List<Trace> traces, List<Annotation> annotations)
    {
        for (int i = 0; i < results.Count; i++)
        {
            double[] row = [i];
            if (!(accuracies[i] >= low && accuracies[i] <= high))
            {
                annotations.Add(new Annotation
                {
                    Text = $"← {Words.Percent(accuracies[i])}",
                    XRef = "x2 domain",
                    YRef = "y2",
                    X = 0,
                    Y = i,
                    Color = colors[i],
                });
                continue;
            }

            traces.Add(new ScatterTrace
            {
                XAxis = "x2",
                YAxis = "y2",
                Mode = "markers",
                X = new[] { accuracies[i] },
                Y = row,
                Marker = new MarkerStyle(colors[i], 10),
                ErrorX = Errors([accuracies[i]], [spreads[i]]) is { } bars ? bars with { Color = colors[i], Thickness = 2.2 } : null,
            });
            if (results[i].Runs.Count > 1)
            {
                double[] seeds = [.. results[i].Runs.Select(r => r.Test.Accuracy)];
                traces.Add(new ScatterTrace
                {
                    XAxis = "x2",
                    YAxis = "y2",
                    Mode = "markers",
                    X = seeds,
                    Y = seeds.Select(_ => i + 0.24).ToArray(),
                    Marker = new MarkerStyle(colors[i], 5, Opacity: 0.55),
                    HoverText = [.. results[i].Runs.Select(r => $"seed {r.Seed}: {Words.Percent(r.Test.Accuracy)}")],
                });
            }

            annotations.Add(new Annotation
            {
                Text = spreads[i].ToString(),
                XRef = "x2",
                YRef = "y2",
                X = Math.Clamp(accuracies[i], low + ((high - low) * 0.25), high - ((high - low) * 0.25)),
                Y = i - 0.3,
                XAnchor = "center",
                Color = colors[i],
            });
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

    private static ErrorBars Errors(double[] values, Spread[] spreads) => new(
        [.. values.Select((v, i) => Math.Max(0, spreads[i].High - v))],
        [.. values.Select((v, i) => Math.Max(0, v - spreads[i].Low))]);
}
