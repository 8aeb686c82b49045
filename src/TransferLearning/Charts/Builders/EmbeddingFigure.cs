using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>Pictures as points of a plane, near each other where the network finds them alike; one or more networks side by side.</summary>
internal static class EmbeddingFigure
{
    private const string Title = "How the network arranges the pictures";

    private static readonly StyleParam.MarkerSymbol[] Symbols =
    [
        StyleParam.MarkerSymbol.Circle, StyleParam.MarkerSymbol.TriangleUp, StyleParam.MarkerSymbol.Square, StyleParam.MarkerSymbol.Diamond, StyleParam.MarkerSymbol.X,
    ];

    public static Chart Build(IReadOnlyList<(string Name, IReadOnlyList<float[]> Features)> networks, IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        List<GenericChart> charts = [Plot.Point<double, double, string>(x: [], y: [], ShowLegend: false, UseDefaults: false)];
        List<(LinearAxis X, LinearAxis Y)> axes = [];
        List<Annotation> annotations = [];
        List<string> said = [];
        int n = Math.Max(1, networks.Count);
        double gap = n == 1 ? 0 : 0.06, width = (1 - (gap * (n - 1))) / n;
        for (int panel = 1; panel <= n; panel++)
        {
            (string name, IReadOnlyList<float[]> features) = networks.Count == 0 ? ("", []) : networks[panel - 1];
            if (features.Count != labels.Count)
            {
                throw new ArgumentException(
                    $"\"{name}\" has {features.Count} feature vectors for {labels.Count} labels; give one label per vector.", nameof(labels));
            }

            var (first, second, firstPart, secondPart) = PrincipalComponents.Of(features);
            double from = (panel - 1) * (width + gap);
            axes.Add((
                Plane($"first direction, {Words.Percent(firstPart, 0)} of the variance", first, (from, from + width), StyleParam.LinearAxisId.NewY(panel)),
                Plane($"second, {Words.Percent(secondPart, 0)}", second, null, StyleParam.LinearAxisId.NewX(panel))));
            for (int label = 0; label < classes.Count; label++)
            {
                int[] own = [.. Enumerable.Range(0, labels.Count).Where(k => labels[k] == label)];
                charts.Add(Plot.Point<double, double, string>(
                    x: [.. own.Select(k => Rounded(first[k]))],
                    y: [.. own.Select(k => Rounded(second[k]))],
                    Name: PlotText.Escape(classes[label]),
                    ShowLegend: panel == 1,
                    Marker: Marker.init(
                        Color: HouseStyle.Ink(Colors.OfSeries(label)),
                        Size: 6,
                        Opacity: 0.6,
                        Symbol: Symbols[((label / Colors.Series.Count * 2) + label) % Symbols.Length]),
                    UseDefaults: false).WithAxisAnchor(X: panel, Y: panel));
            }

            if (name.Length > 0)
            {
                annotations.Add(Labels.PanelTitle(name, panel));
                said.Add($"{name} {Words.Percent(firstPart + secondPart, 0)}");
            }
        }

        GenericChart figure = Plot.Combine(charts);
        for (int panel = 1; panel <= n; panel++)
        {
            figure = figure.WithXAxis(axes[panel - 1].X, Axes.X(panel)).WithYAxis(axes[panel - 1].Y, Axes.Y(panel));
        }

        return new Chart(
            figure.Dress(
                Title,
                "each point a picture: its features along the two directions in which they differ most",
                n == 1 ? 460 : 400,
                top: annotations.Count > 0 ? HouseStyle.PanelTitleHeight : 8,
                left: 44,
                legend: classes.Count > 0,
                annotations: annotations),
            Title,
            $"{Words.Count(labels.Count, "picture")} of {Words.Count(classes.Count, "class", "classes")} as points of a plane."
                + (said.Count > 0 ? $" Part of the variance that the plane holds: {Words.List(said)}." : ""));
    }

    /// <summary>A direction: what its numbers are says nothing, only who is near whom.</summary>
    private static LinearAxis Plane(string title, double[] values, (double From, double To)? domain, StyleParam.LinearAxisId anchor) => Axes.Axis(
        title, Axes.Round(values, 0.05) ?? (0, 1), grid: false, line: true, labels: false, domain: domain, anchor: anchor);

    /// <summary>Four digits place a point to a tenth of a pixel; more would only make the file longer.</summary>
    private static double Rounded(double value) =>
        value == 0 || !double.IsFinite(value) ? value : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
