using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>Backbones as points: test accuracy with its interval over the seconds they take, each as large as it has megabytes.</summary>
internal static class BackbonesFigure
{
    private const string Title = "What a backbone is worth, and what it costs";
    private const double Height = 440, Right = 24, Left = 64;
    private const double SmallestDot = 9, LargestDot = 26, LabelHeight = 34;

    public static Chart Build(IReadOnlyList<BackboneResult> results)
    {
        BackboneResult[] sorted = [.. results.OrderBy(result => result.SecondsPerThousand)];
        Spread[] spreads = [.. sorted.Select(result => Spread.Of(result.Frozen))];
        BackboneResult[] unbeaten = [.. sorted.Where((result, i) => sorted.Take(i).All(faster => faster.Frozen.TestAccuracy < result.Frozen.TestAccuracy))];
        (double Low, double High) seconds = SecondsRange(sorted), accuracy = AccuracyRange(spreads);
        List<GenericChart> charts =
        [
            Plot.Line<double, double, string>(
                x: [.. unbeaten.Select(result => result.SecondsPerThousand)],
                y: [.. unbeaten.Select(result => result.Frozen.TestAccuracy)],
                Name: "unbeaten",
                LineColor: HouseStyle.Ink(Colors.Muted),
                LineWidth: 1.4,
                LineDash: StyleParam.DrawingStyle.Dot,
                UseDefaults: false),
            .. sorted.Select((result, i) => Dot(result, spreads[i], Colors.OfSeries(i), sorted.Max(other => other.Megabytes))),
        ];
        string subtitle = sorted.Length == 0 ? "Nothing to choose from yet." :
            "Higher is better, further left is faster; the larger the dot, the more megabytes. Whiskers: "
            + string.Join("; ", spreads.Select(spread => spread.Meaning).Distinct())
            + ". Along the dotted line: what nothing beats in both speed and accuracy.";
        double plot = Height - HouseStyle.Edge - HouseStyle.TitleHeight(Title, subtitle, HouseStyle.Width) - 8 - HouseStyle.AxisHeight;
        GenericChart figure = Plot.Combine(charts)
            .WithXAxis(SecondsAxis(seconds), Axes.X(1))
            .WithYAxis(Axes.Axis("test accuracy", accuracy, ".0%"), Axes.Y(1));
        return new Chart(
            figure.Dress(Title, subtitle, Height, top: 8, left: Left, right: Right, annotations: Names(sorted, seconds, accuracy, plot)),
            Title,
            sorted.Length == 0 ? subtitle : $"Test accuracy on frozen features: {Words.List([.. results.Select(Said)])}.");
    }

    private static string Said(BackboneResult result) =>
        $"{result.Backbone} {Words.Percent(result.Frozen.TestAccuracy)} ({Spread.Of(result.Frozen)}) with {Size(result)}";

    private static string Size(BackboneResult result) =>
        $"{Round(result.Parameters / 1e6)} million numbers, {Round(result.Megabytes)} MB";

    private static string Round(double value) => value < 10 ? $"{value:0.0#}" : $"{value:0}";

    private static GenericChart Dot(BackboneResult result, Spread spread, string color, double largest) => Plot.Point<double, double, string>(
        x: [result.SecondsPerThousand],
        y: [result.Frozen.TestAccuracy],
        Name: PlotText.Escape(result.Backbone.ToString()),
        MultiText: new[] { PlotText.Escape($"{result.Backbone}: {Words.Percent(result.Frozen.TestAccuracy)}, {spread}; {Size(result)}; {Words.Duration(result.SecondsPerThousand)} for 1,000 pictures") },
        Marker: Marker.init(Color: HouseStyle.Ink(color), Size: (int)Math.Max(SmallestDot, LargestDot * Math.Sqrt(result.Megabytes / largest)), Opacity: 0.85),
        UseDefaults: false).WithYError(Error.init<double, double>(
            Symmetric: false,
            Array: new[] { Math.Max(0, spread.High - result.Frozen.TestAccuracy) },
            Arrayminus: new[] { Math.Max(0, result.Frozen.TestAccuracy - spread.Low) },
            Color: HouseStyle.Ink(color),
            Thickness: 1.8,
            Width: 5.0));

    /// <summary>A name and a size beside each dot, on the side that has more room, and none over another.</summary>
    private static IEnumerable<Annotation> Names(BackboneResult[] sorted, (double Low, double High) seconds, (double Low, double High) accuracy, double plot)
    {
        double[] middles = [.. sorted.Select(result => plot * (accuracy.High - result.Frozen.TestAccuracy) / (accuracy.High - accuracy.Low))];
        double[] apart = Labeling.Spread(middles, [.. middles.Select(_ => LabelHeight)], 0, plot);
        return sorted.Select((result, i) =>
        {
            bool isLeft = Math.Log(result.SecondsPerThousand / seconds.Low) > 0.55 * Math.Log(seconds.High / seconds.Low);
            return Labels.Text(
                $"{result.Backbone}\n{Size(result)}",
                Math.Log10(result.SecondsPerThousand),
                result.Frozen.TestAccuracy,
                color: Colors.OfSeries(i),
                xAnchor: isLeft ? StyleParam.XAnchorPosition.Right : StyleParam.XAnchorPosition.Left,
                xShift: isLeft ? -18 : 18,
                yShift: (int)Math.Round(middles[i] - apart[i]));
        });
    }

    private static LinearAxis SecondsAxis((double Low, double High) range)
    {
        double[] ticks = [.. Enumerable.Range(-3, 8).SelectMany(power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power))).Where(tick => tick >= range.Low && tick <= range.High)];
        return Axes.Axis(
            "seconds for 1,000 pictures (equal distances are equal ratios)", range, logarithmic: true, line: true, ticks: ticks, tickTexts: [.. ticks.Select(tick => $"{tick:0.###}")]);
    }

    /// <summary>At least a factor of six wide, so that names have room beside the dots and two nearly equal ones do not seem far apart.</summary>
    private static (double Low, double High) SecondsRange(BackboneResult[] sorted)
    {
        if (sorted.Length == 0)
        {
            return (0.1, 10);
        }

        double low = Math.Log(sorted[0].SecondsPerThousand), high = Math.Log(sorted[^1].SecondsPerThousand);
        double half = Math.Max(0.65 * (high - low), Math.Log(6) / 2), middle = (low + high) / 2;
        return (Math.Exp(middle - half), Math.Exp(middle + half));
    }

    private static (double Low, double High) AccuracyRange(Spread[] spreads)
    {
        (double low, double high) = Axes.Round(spreads.SelectMany(spread => new[] { spread.Low, spread.High }), 0.12) ?? (0, 1);
        return (Math.Max(0, low), Math.Min(1.005, high));
    }
}
