using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>Loss on the left, accuracy on the right, over epochs: what every learning curve is put together from.</summary>
internal sealed class CurvePanels
{
    private readonly List<GenericChart> _lines = [];
    private readonly List<Annotation> _annotations = [Labels.PanelTitle("Loss", 1), Labels.PanelTitle("Accuracy", 2)];
    private readonly List<Shape> _shapes = [];
    private readonly EndLabels[] _names = [new(1), new(2)];
    private readonly int _epochs;
    private readonly (double Low, double High) _loss;
    private readonly (double Low, double High) _accuracy;
    private readonly bool _logarithmic;

    public CurvePanels(int epochs, IEnumerable<double> losses, IEnumerable<double> accuracies)
    {
        _epochs = epochs;
        (_loss, _logarithmic) = LossRange([.. losses.Where(double.IsFinite)]);
        _accuracy = AccuracyRange([.. accuracies.Where(double.IsFinite)]);
    }

    /// <summary>Adds a line to both panels, with its name at its end (once, where the label is given).</summary>
    public void Add(string name, string color, StyleParam.DrawingStyle dash, double[] x, double[] losses, double[] accuracies, bool label = true)
    {
        double[][] values = [losses, accuracies];
        for (int panel = 1; panel <= 2; panel++)
        {
            double[] y = values[panel - 1];
            _lines.Add(Plot.Line<double, double, string>(
                x: x,
                y: y,
                Name: PlotText.Escape(name),
                LineColor: HouseStyle.Ink(color),
                LineWidth: dash == StyleParam.DrawingStyle.Solid ? 2.4 : 1.8,
                LineDash: dash,
                UseDefaults: false).WithAxisAnchor(X: panel, Y: panel));
            double last = y.LastOrDefault(double.IsFinite, double.NaN);
            if (label && double.IsFinite(last))
            {
                _names[panel - 1].Add(name, last, color);
            }
        }
    }

    /// <summary>Marks an epoch on both panels with a ring.</summary>
    public void Mark(string name, double epoch, double loss, double accuracy, string color)
    {
        double[] values = [loss, accuracy];
        for (int panel = 1; panel <= 2; panel++)
        {
            _lines.Add(Plot.Point<double, double, string>(
                x: [epoch],
                y: [values[panel - 1]],
                Name: PlotText.Escape(name),
                Marker: Marker.init(
                    Size: 9,
                    Color: HouseStyle.Ink(color),
                    Symbol: StyleParam.MarkerSymbol.NewModified(StyleParam.MarkerSymbol.Circle, StyleParam.SymbolStyle.Open)),
                UseDefaults: false).WithAxisAnchor(X: panel, Y: panel));
        }
    }

    /// <summary>
    /// A vertical line between two epochs with two lines of text beside it, at the side where curves leave room. Until
    /// <paramref name="until"/> there is no other line; <paramref name="only"/>: nor is there any before.
    /// </summary>
    public void Divide(double x, string first, string second, double until, bool only)
    {
        const double AboutPanelWidth = 225;
        bool right = x < _epochs * 0.65 || !only;
        double room = (right ? until - x : x) / Math.Max(1, _epochs - 1) * AboutPanelWidth - 12;
        for (int panel = 1; panel <= 2; panel++)
        {
            _shapes.Add(Labels.Upright(x, panel));
            if (room >= 34)
            {
                // Loss curves fall, accuracy curves rise: the text stands where they have left.
                _annotations.Add(Labels.Text(
                    $"{TextMetrics.Fit(first, room, 11.5)}\n{TextMetrics.Fit(second, room, 11.5)}",
                    x,
                    panel == 1 ? 0.98 : 0.02,
                    Labels.Reference("x", panel),
                    Labels.Domain("y", panel),
                    Colors.Muted,
                    11.5,
                    xAnchor: right ? StyleParam.XAnchorPosition.Left : StyleParam.XAnchorPosition.Right,
                    yAnchor: panel == 1 ? StyleParam.YAnchorPosition.Top : StyleParam.YAnchorPosition.Bottom,
                    xShift: right ? 6 : -6));
            }
        }
    }

    public GenericChart Build(string title, string subtitle, double height = 320)
    {
        // Between the panels: the names at the ends of the left lines and the tick labels of the right axis.
        double names = _names.Max(n => n.Width), gap = (names + 70) / 640, width = (1 - gap) / 2;
        double plot = height - HouseStyle.Edge - HouseStyle.TitleHeight(title, subtitle, HouseStyle.Width) - HouseStyle.PanelTitleHeight - HouseStyle.AxisHeight;
        return Plot.Combine(_lines.Count > 0 ? _lines : [Plot.Line<double, double, string>(x: [], y: [], UseDefaults: false)])
            .WithXAxis(Axes.Epochs(_epochs, (0, width)), Axes.X(1))
            .WithXAxis(Axes.Epochs(_epochs, (width + gap, 1), StyleParam.LinearAxisId.NewY(2)), Axes.X(2))
            .WithYAxis(Axes.Axis(range: _loss, logarithmic: _logarithmic), Axes.Y(1))
            .WithYAxis(Axes.Axis(range: _accuracy, format: ".0%", anchor: StyleParam.LinearAxisId.NewX(2)), Axes.Y(2))
            .Dress(
                title,
                subtitle,
                height,
                right: names + 24,
                annotations: [
                    .. _annotations,
                    .. _names[0].Place(_loss.Low, _loss.High, plot, _logarithmic),
                    .. _names[1].Place(_accuracy.Low, _accuracy.High, plot)],
                shapes: _shapes);
    }

    /// <summary>From zero, since a loss has a floor; logarithmic where one bad epoch would flatten all others.</summary>
    private static ((double Low, double High) Range, bool Logarithmic) LossRange(double[] losses)
    {
        double[] positive = [.. losses.Where(v => v > 0).Order()];
        if (positive.Length == 0)
        {
            return ((0, 1), false);
        }

        double middle = positive[positive.Length / 2], highest = positive[^1];
        return highest > 30 * middle
            ? (Axes.Round(positive, 0.05, logarithmic: true)!.Value, true)
            : ((Math.Min(0, losses.Min() * 1.08), Math.Max(highest * 1.08, 1e-9)), false);
    }

    /// <summary>Up to one, down to the tenth below the lowest.</summary>
    private static (double Low, double High) AccuracyRange(double[] accuracies)
    {
        double lowest = accuracies.DefaultIfEmpty(0).Min();
        double step = lowest > 0.9 ? 0.02 : 0.1;
        double low = Math.Clamp(Math.Floor((lowest - 0.001) / step) * step, 0, 0.98);
        return (low, 1 + ((1 - low) * 0.02));
    }
}
