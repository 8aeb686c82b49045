using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>The same training at several learning rates: validation loss over the epochs, and the best accuracy each rate reached.</summary>
internal static class LearningRatesFigure
{
    private const double Height = 320;
    private const string Title = "Learning rates compared";

    public static Chart Build(IReadOnlyList<(double LearningRate, History History)> trainings)
    {
        (double LearningRate, History History)[] sorted = [.. trainings.OrderBy(t => t.LearningRate)];
        int epochs = Math.Max(1, sorted.Select(t => t.History.Epochs.Count).DefaultIfEmpty(1).Max());
        (double LearningRate, History History)[] finished = [.. sorted.Where(t => t.History.KeptEpoch > 0 && t.LearningRate > 0)];
        double[] best = [.. finished.Select(t => t.History.Kept.ValidationAccuracy)];
        double[] rates = [.. finished.Select(t => t.LearningRate).Distinct()];
        bool few = rates.Length is > 0 and <= 6;
        ((double Low, double High) losses, bool logarithmic) = LossRange(sorted);

        List<GenericChart> charts = [];
        var names = new EndLabels(1);
        for (int i = 0; i < sorted.Length; i++)
        {
            double[] y = [.. sorted[i].History.Epochs.Select(e => e.ValidationLoss)];
            charts.Add(Plot.Line<double, double, string>(
                x: [.. Enumerable.Range(1, y.Length).Select(n => (double)n)],
                y: y,
                Name: Rate(sorted[i].LearningRate),
                LineColor: HouseStyle.Ink(Colors.OfSeries(i)),
                LineWidth: 2.2,
                LineDash: i < Colors.Series.Count ? StyleParam.DrawingStyle.Solid : StyleParam.DrawingStyle.Dash,
                UseDefaults: false));
            double last = y.LastOrDefault(double.IsFinite, double.NaN);
            if (double.IsFinite(last))
            {
                names.Add(Rate(sorted[i].LearningRate), last, Colors.OfSeries(i));
            }
        }

        charts.Add(Plot.Line<double, double, string>(
            x: [.. finished.Select(t => t.LearningRate)],
            y: best,
            ShowMarkers: true,
            Name: "best validation accuracy",
            LineColor: HouseStyle.Ink(Colors.Muted),
            LineWidth: 1.4,
            LineDash: StyleParam.DrawingStyle.Dot,
            Marker: Marker.init(Size: 9, Color: Color.fromColors(finished.Select(t => HouseStyle.Ink(Colors.OfSeries(Array.IndexOf(sorted, t)))))),
            UseDefaults: false).WithAxisAnchor(X: 2, Y: 2));

        double plot = Height - HouseStyle.Edge - HouseStyle.TitleHeight(Title, "", HouseStyle.Width) - HouseStyle.PanelTitleHeight - HouseStyle.AxisHeight;
        List<Annotation> annotations =
        [
            Labels.PanelTitle("Validation loss", 1),
            Labels.PanelTitle("Best validation accuracy", 2),
            .. names.Place(losses.Low, losses.High, plot, logarithmic),
            .. finished.Select((t, i) => Labels.Text(
                Words.Percent(best[i]),
                Math.Log10(t.LearningRate),
                best[i],
                "x2",
                "y2",
                bold: best[i] == best.Max(),
                xAnchor: StyleParam.XAnchorPosition.Center,
                yAnchor: StyleParam.YAnchorPosition.Bottom,
                yShift: 7)),
        ];
        GenericChart figure = Plot.Combine(charts)
            .WithXAxis(Axes.Epochs(epochs, (0, 0.4)), Axes.X(1))
            .WithYAxis(Axes.Axis(range: losses, logarithmic: logarithmic), Axes.Y(1))
            .WithXAxis(
                Axes.Axis(
                    "learning rate",
                    Axes.Round(rates, 0.15, logarithmic: true) ?? (0.1, 10),
                    logarithmic: true,
                    grid: false,
                    line: true,
                    ticks: few ? rates : null,
                    tickTexts: few ? [.. rates.Select(Rate)] : null,
                    domain: (0.58, 1),
                    anchor: StyleParam.LinearAxisId.NewY(2)),
                Axes.X(2))
            .WithYAxis(Axes.Axis(range: Axes.Round(best, 0.22) ?? (0, 1), format: ".0%", anchor: StyleParam.LinearAxisId.NewX(2)), Axes.Y(2));
        return new Chart(
            figure.Dress(Title, "", Height, annotations: annotations),
            Title,
            finished.Length == 0 ? "No training has come to an end yet."
                : "Best validation accuracy: " + Words.List([.. finished.Select((t, i) => $"{Words.Percent(best[i])} at {Rate(t.LearningRate)}")]) + ".");
    }

    /// <summary>From zero; logarithmic where one rate that explodes would flatten all others.</summary>
    private static ((double Low, double High) Range, bool Logarithmic) LossRange(IEnumerable<(double LearningRate, History History)> trainings)
    {
        double[] losses = [.. trainings.SelectMany(t => t.History.Epochs).Select(e => e.ValidationLoss).Where(double.IsFinite).Order()];
        double high = losses.LastOrDefault(1);
        return losses.Length > 0 && losses[0] > 0 && high > 30 * losses[losses.Length / 2]
            ? (Axes.Round(losses, 0.05, logarithmic: true)!.Value, true)
            : ((0, Math.Max(high * 1.08, 1e-9)), false);
    }

    private static string Rate(double rate) => NumberFormat.Format(rate, rate < 0.01 ? ".0e" : "");
}
