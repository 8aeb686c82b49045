namespace TransferLearning.Charting;

/// <summary>The same training at several learning rates: validation loss over the epochs, and the best accuracy each rate reached.</summary>
internal static class LearningRatesFigure
{
    public static Figure Build(IReadOnlyList<(double LearningRate, History History)> trainings, string? title = null)
    {
        (double LearningRate, History History)[] sorted = [.. trainings.OrderBy(t => t.LearningRate)];
        double[] losses = [.. sorted.SelectMany(t => t.History.Epochs).Select(e => e.ValidationLoss).Where(double.IsFinite)];
        int epochs = Math.Max(1, sorted.Select(t => t.History.Epochs.Count).DefaultIfEmpty(1).Max());
        var traces = new List<Trace>();
        var annotations = new List<Annotation>
        {
            PanelTitle("Validation loss", "x", "y"),
            PanelTitle("Best validation accuracy", "x2", "y2"),
        };
        for (int i = 0; i < sorted.Length; i++)
        {
            double[] y = [.. sorted[i].History.Epochs.Select(e => e.ValidationLoss)];
            string color = Colors.OfSeries(i);
            traces.Add(new ScatterTrace
            {
                X = Enumerable.Range(1, y.Length).Select(n => (double)n).ToArray(),
                Y = y,
                Line = new LineStyle(color, 2.2, i < Colors.Series.Count ? "solid" : "dash"),
            });
            double last = y.LastOrDefault(double.IsFinite, double.NaN);
            if (double.IsFinite(last))
            {
                annotations.Add(new Annotation
                {
                    Text = Rate(sorted[i].LearningRate),
                    XRef = "x domain",
                    X = 1,
                    XShift = 8,
                    Y = last,
                    Color = color,
                });
            }
        }

        (double LearningRate, History History)[] finished = [.. sorted.Where(t => t.History.KeptEpoch > 0 && t.LearningRate > 0)];
        string[]? colors = finished.Length == 0 ? null : [.. finished.Select(t => Colors.OfSeries(Array.IndexOf(sorted, t)))];
        double[] best = [.. finished.Select(t => t.History.Kept.ValidationAccuracy)];
        traces.Add(new ScatterTrace
        {
            XAxis = "x2",
            YAxis = "y2",
            Mode = "lines+markers",
            X = finished.Select(t => t.LearningRate).ToArray(),
            Y = best,
            Line = new LineStyle(Colors.Muted, 1.4, "dot"),
            Marker = new MarkerStyle(Size: 9) { ColorOfEach = colors },
        });
        for (int i = 0; i < finished.Length; i++)
        {
            annotations.Add(new Annotation
            {
                Text = Words.Percent(best[i]),
                XRef = "x2",
                YRef = "y2",
                X = finished[i].LearningRate,
                Y = best[i],
                XAnchor = "center",
                YAnchor = "bottom",
                YShift = 7,
                Bold = best[i] == best.Max(),
            });
        }

        double[]? rates = finished.Length is > 0 and <= 6 ? [.. finished.Select(t => t.LearningRate).Distinct()] : null;
        double high = losses.DefaultIfEmpty(1).Max();
        bool log = losses.Length > 0 && losses.Min() > 0 && high > 30 * losses.Order().ElementAt(losses.Length / 2);
        return new Figure
        {
            Data = traces,
            Layout = new FigureLayout
            {
                Title = title ?? "Learning rates compared",
                Description = finished.Length == 0 ? "No training has come to an end yet."
                    : "Best validation accuracy: " + Words.List([.. finished.Select((t, i) => $"{Words.Percent(best[i])} at {Rate(t.LearningRate)}")]) + ".",
                Height = 320,
                XAxes = new Dictionary<string, Axis>
                {
                    ["x"] = new()
                    {
                        Title = "epoch",
                        WholeTicks = true,
                        ShowGrid = false,
                        ShowLine = true,
                        Domain = (0, 0.4),
                        Range = epochs == 1 ? (0.5, 1.5) : (1 - (0.02 * epochs), epochs * 1.01),
                    },
                    ["x2"] = new()
                    {
                        Title = "learning rate",
                        Type = "log",
                        ShowGrid = false,
                        ShowLine = true,
                        Padding = 0.15,
                        Domain = (0.58, 1),
                        TickValues = rates,
                        TickText = rates is null ? null : [.. rates.Select(Rate)],
                    },
                },
                YAxes = new Dictionary<string, Axis>
                {
                    ["y"] = log ? new Axis { Type = "log" } : new Axis { Range = (0, Math.Max(high * 1.08, 1e-9)) },
                    ["y2"] = new() { TickFormat = ".0%", Padding = 0.22 },
                },
                Annotations = annotations,
            },
        };
    }

    private static string Rate(double rate) => NumberFormat.Format(rate, rate < 0.01 ? ".0e" : "");

    private static Annotation PanelTitle(string text, string x, string y) =>
        new()
        {
            Text = text,
            XRef = x + " domain",
            YRef = y + " domain",
            X = 0,
            Y = 1,
            YAnchor = "bottom",
            YShift = 7,
            Bold = true,
            Size = 13,
        };
}
