namespace TransferLearning.Charting;

/// <summary>The receiver operating characteristic of one or more models on two classes, and its corner close up.</summary>
internal static class RocFigure
{
    public static Figure Build(IReadOnlyList<(string Name, Evaluation Evaluation)> models, string? title = null)
    {
        foreach ((string name, Evaluation evaluation) in models)
        {
            if (evaluation.Classes.Count != 2)
            {
                throw new ArgumentException(
                    $"A ROC curve is of two classes; \"{name}\" tells {evaluation.Classes.Count} apart. Look at its confusion matrix.", nameof(
                        models));
            }
        }

        string[] colors = SeriesColors.Of([.. models.Select(m => m.Name)]);
        string positive = models.Count > 0 ? models[0].Evaluation.Classes[1] : "positive";
        string negative = models.Count > 0 ? models[0].Evaluation.Classes[0] : "negative";
        bool closeUp = models.Any(m => m.Evaluation.Auc is >= 0.95);
        var traces = new List<Trace>();
        string[] dashes = ["solid", "dash", "dot"];
        foreach ((string xAxis, string yAxis) in closeUp ? new[] { ("x", "y"), ("x2", "y2") } : [("x", "y")])
        {
            for (int i = 0; i < models.Count; i++)
            {
                (double[] x, double[] y) = Curve(models[i].Evaluation);
                traces.Add(new ScatterTrace
                {
                    Name = $"{models[i].Name}, area {Words.Decimal(models[i].Evaluation.Auc ?? double.NaN)}",
                    ShowLegend = xAxis == "x",
                    XAxis = xAxis,
                    YAxis = yAxis,
                    X = x,
                    Y = y,
                    Line = new LineStyle(colors[i], 2.2, dashes[Math.Min(i / Colors.Series.Count, 2)]),
                });
            }
        }

        var xAxes = new Dictionary<string, Axis> { ["x"] = new()
        {
            Range = (0, 1),
            TickFormat = ".0%",
            Title = $"{negative} taken for {positive}",
            Domain = (0, closeUp ? 0.44 : 1),
        } };
        var yAxes = new Dictionary<string, Axis> { ["y"] = new() { Range = (0, 1), TickFormat = ".0%", Title = $"{positive} found" } };
        if (closeUp)
        {
            xAxes["x2"] = new() { Range = (0, 0.1), TickFormat = ".0%", Title = "the corner close up", Domain = (0.56, 1) };
            yAxes["y2"] = new() { Range = (0.9, 1), TickFormat = ".0%" };
        }

        return new Figure
        {
            Data = traces,
            Layout = new FigureLayout
            {
                Title = title ?? $"ROC curve: telling {positive} from {negative}",
                Subtitle = "area under the curve: the chance that a " + $"{positive} scores above a {negative}; 0.5 is guessing (dashed)",
                Description = models.Count == 0 ? "There is nothing to show yet." : "Area under the curve: "
                    + Words.List([.. models.Select(m => $"{m.Name} {Words.Decimal(m.Evaluation.Auc ?? double.NaN)}")]) + ".",
                ShowLegend = true,
                Width = closeUp ? 720 : 460,
                Height = 420,
                XAxes = xAxes,
                YAxes = yAxes,
                Shapes = [new Shape { X0 = 0, Y0 = 0, X1 = 1, Y1 = 1 }],
            },
        };
    }

    /// <summary>
    /// Share of the first class above each threshold (false alarms) and share of the second (finds), from the strictest threshold on.
    /// Pictures with equal scores fall together, so the curve rises slanted there.
    /// </summary>
    internal static (double[] FalseAlarms, double[] Finds) Curve(Evaluation evaluation)
    {
        double positives = evaluation.Scores.Count(s => s.Picture.Label == 1), negatives = evaluation.Scores.Count - positives;
        List<double> x = [0], y = [0];
        double falseAlarms = 0, finds = 0;
        if (positives > 0 && negatives > 0)
        {
            foreach (var tied in evaluation.Scores.GroupBy(s => s.Probabilities[1]).OrderByDescending(g => g.Key))
            {
                double right = tied.Count(s => s.Picture.Label == 1), wrong = tied.Count() - right;

                // A further step in the same direction only moves the corner.
                bool further = x.Count > 1 && ((right == 0 && y[^1] == y[^2]) || (wrong == 0 && x[^1] == x[^2]));
                finds += right;
                falseAlarms += wrong;
                if (further)
                {
                    x.RemoveAt(x.Count - 1);
                    y.RemoveAt(y.Count - 1);
                }

                x.Add(falseAlarms / negatives);
                y.Add(finds / positives);
            }
        }

        return ([.. x], [.. y]);
    }
}
