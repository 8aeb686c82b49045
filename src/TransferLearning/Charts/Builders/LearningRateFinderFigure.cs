using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>A learning-rate sweep: the loss while the rate rises, and the rate at which it falls fastest.</summary>
internal static class LearningRateFinderFigure
{
    private const double Height = 320;
    private const string Title = "Looking for a learning rate";
    private const int MostPoints = 300;

    public static Chart Build(LearningRateSweep sweep)
    {
        int stride = Math.Max(1, sweep.Rates.Count / MostPoints);
        int[] shown = [.. Enumerable.Range(0, sweep.Rates.Count).Where(step => step % stride == 0)];
        double[] rates = [.. shown.Select(step => sweep.Rates[step])], smoothed = [.. shown.Select(step => sweep.SmoothedLosses[step])];

        // Single batches jump about, and the last ones explode: the running mean gives the range.
        double high = 1.6 * sweep.SmoothedLosses.Take(Math.Max(1, sweep.SmoothedLosses.Count * 3 / 4)).Max();
        double[] ticks = [.. Enumerable.Range(-12, 25).Select(power => Math.Pow(10, power)).Where(tick => tick >= rates[0] * 0.99 && tick <= rates[^1] * 1.01)];
        GenericChart figure = Plot.Combine(
        [
            Plot.Line<double, double, string>(
                x: rates, y: [.. shown.Select(step => Math.Min(sweep.Losses[step], high))], Name: "each batch", LineColor: HouseStyle.Ink(Colors.Grid), LineWidth: 1.2, UseDefaults: false),
            Plot.Line<double, double, string>(
                x: rates, y: [.. smoothed.Select(loss => Math.Min(loss, high))], Name: "running mean", LineColor: HouseStyle.Ink(Colors.OfSeries(0)), LineWidth: 2.4, UseDefaults: false),
        ]);
        string suggested = NumberFormat.Format(sweep.Suggested, ".0e");
        Annotation label = Labels.Text(
            suggested, Math.Log10(sweep.Suggested), 1, "x", "y domain", bold: true, xAnchor: StyleParam.XAnchorPosition.Center, yAnchor: StyleParam.YAnchorPosition.Bottom, yShift: 4);
        figure = figure
            .WithXAxis(Axes.Axis("learning rate", (rates[0], rates[^1]), logarithmic: true, grid: false, line: true, ticks: ticks, tickTexts: [.. ticks.Select(tick => NumberFormat.Format(tick, ".0e"))]), Axes.X(1))
            .WithYAxis(Axes.Axis("training loss", (0, high)), Axes.Y(1));
        return new Chart(
            figure.Dress(Title, "Thin: the loss of each batch. Thick: their running mean, which falls fastest at the dashed line.", Height, annotations: [label], shapes: [Labels.Upright(sweep.Suggested)]),
            Title,
            $"The loss over {sweep.Rates.Count} steps while the learning rate rises from {NumberFormat.Format(sweep.Rates[0], ".0e")} to {NumberFormat.Format(sweep.Rates[^1], ".0e")}; it falls fastest at {suggested}.");
    }
}
