using Plotly.NET;
using Plotly.NET.CSharp;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>The receiver operating characteristic of one or more models on two classes, and its corner close up.</summary>
internal static class RocFigure
{
    private static readonly StyleParam.DrawingStyle[] Dashes = [StyleParam.DrawingStyle.Solid, StyleParam.DrawingStyle.Dash, StyleParam.DrawingStyle.Dot];

    public static Chart Build(IReadOnlyList<(string Name, Evaluation Evaluation)> models)
    {
        foreach ((string name, Evaluation evaluation) in models)
        {
            if (evaluation.Classes.Count != 2)
            {
                throw new ArgumentException(
                    $"A ROC curve is of two classes; \"{name}\" tells {evaluation.Classes.Count} apart. Look at its confusion matrix.", nameof(models));
            }
        }

        string[] colors = SeriesColors.Of([.. models.Select(m => m.Name)]);
        string positive = models.Count > 0 ? models[0].Evaluation.Classes[1] : "positive";
        string negative = models.Count > 0 ? models[0].Evaluation.Classes[0] : "negative";
        bool closeUp = models.Any(m => m.Evaluation.Auc is >= 0.95);
        List<GenericChart> curves = [];
        for (int panel = 1; panel <= (closeUp ? 2 : 1); panel++)
        {
            for (int i = 0; i < models.Count; i++)
            {
                (double[] x, double[] y) = Curve(models[i].Evaluation);
                curves.Add(Plot.Line<double, double, string>(
                    x: x,
                    y: y,
                    Name: PlotText.Escape($"{models[i].Name}, area {Words.Decimal(models[i].Evaluation.Auc ?? double.NaN)}"),
                    ShowLegend: panel == 1,
                    LineColor: HouseStyle.Ink(colors[i]),
                    LineWidth: 2.2,
                    LineDash: Dashes[Math.Min(i / Colors.Series.Count, 2)],
                    UseDefaults: false).WithAxisAnchor(X: panel, Y: panel));
            }
        }

        GenericChart figure = Plot.Combine(curves.Count > 0 ? curves : [Plot.Line<double, double, string>(x: [], y: [], ShowLegend: false, UseDefaults: false)])
            .WithXAxis(Axes.Axis($"{PlotText.Escape(negative)} taken for {PlotText.Escape(positive)}", (0, 1), ".0%", domain: (0, closeUp ? 0.44 : 1)), Axes.X(1))
            .WithYAxis(Axes.Axis($"{PlotText.Escape(positive)} found", (0, 1), ".0%"), Axes.Y(1));
        if (closeUp)
        {
            figure = figure
                .WithXAxis(Axes.Axis("the corner close up", (0, 0.1), ".0%", domain: (0.56, 1), anchor: StyleParam.LinearAxisId.NewY(2)), Axes.X(2))
                .WithYAxis(Axes.Axis(range: (0.9, 1), format: ".0%", anchor: StyleParam.LinearAxisId.NewX(2)), Axes.Y(2));
        }

        string title = $"ROC curve: telling {positive} from {negative}";
        string description = models.Count == 0 ? "There is nothing to show yet." : "Area under the curve: "
            + Words.List([.. models.Select(m => $"{m.Name} {Words.Decimal(m.Evaluation.Auc ?? double.NaN)}")]) + ".";
        return new Chart(
            figure.Dress(
                title,
                $"area under the curve: the chance that a {positive} scores above a {negative}; 0.5 is guessing (dashed)",
                420,
                closeUp ? 720 : 460,
                top: 8,
                legend: true,
                shapes: [Labels.Dashed(0, 0, 1, 1)]),
            title,
            description);
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
