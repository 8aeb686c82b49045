namespace TransferLearning.Charting.Drawing;

/// <summary>One plot of a figure: a pair of axes and the traces drawn on it.</summary>
internal sealed record Panel(AxisScale X, AxisScale Y, string XRef, string YRef, IReadOnlyList<Trace> Traces)
{
    public double Left => Math.Min(X.Start, X.End);
    public double Right => Math.Max(X.Start, X.End);
    public double Top => Math.Min(Y.Start, Y.End);
    public double Bottom => Math.Max(Y.Start, Y.End);

    /// <summary>The panels of a figure in the order of their axes, ranges settled, not yet placed.</summary>
    public static List<Panel> Of(Figure figure)
    {
        IReadOnlyList<Trace> traces = figure.Data;
        Dictionary<string, AxisScale> x = Scales(figure.Layout.XAxes, traces, t => t.XAxis, XOf, horizontal: true);
        Dictionary<string, AxisScale> y = Scales(figure.Layout.YAxes, traces, t => t.YAxis, YOf, horizontal: false);

        // An axis without a trace gets its panel too, so that a figure without data keeps its shape.
        IEnumerable<(string XAxis, string YAxis)> own = x.Keys.Select(key => (key, key.Replace('x', 'y'))).Where(p => y.ContainsKey(p.Item2));
        var pairs = own.Concat(traces.Select(t => (t.XAxis, t.YAxis))).Distinct().ToList();

        return [.. pairs.Select(p => new Panel(
            x[p.XAxis], y[p.YAxis], p.XAxis, p.YAxis, [.. traces.Where(t => t.XAxis == p.XAxis && t.YAxis == p.YAxis)]))];
    }

    /// <summary>The pixel of an annotation's or shape's x, whatever it refers to.</summary>
    public double XPixel(double value, string reference) =>
        reference.EndsWith(" domain", StringComparison.Ordinal) ? X.PixelOfPart(value) : X.Pixel(value);

    public double YPixel(double value, string reference) =>
        reference.EndsWith(" domain", StringComparison.Ordinal) ? Y.PixelOfPart(value) : Y.Pixel(value);

    /// <summary>Whether a pair of references means this panel: "x2" and "y2 domain" mean the panel of x2 and y2.</summary>
    public bool Owns(string xReference, string yReference) =>
        xReference.Split(' ')[0] == XRef && yReference.Split(' ')[0] == YRef;

    private static Coordinates XOf(Trace trace) => trace switch
    {
        ScatterTrace scatter => scatter.X,
        BarTrace bar => bar.X,
        HeatmapTrace heat => heat.X,
        _ => Coordinates.Empty,
    };

    private static Coordinates YOf(Trace trace) => trace switch
    {
        ScatterTrace scatter => scatter.Y,
        BarTrace bar => bar.Y,
        HeatmapTrace heat => heat.Y,
        _ => Coordinates.Empty,
    };

    private static Dictionary<string, AxisScale> Scales(
        IReadOnlyDictionary<string, Axis> axes, IReadOnlyList<Trace> traces, Func<Trace, string> axisOf, Func<Trace, Coordinates> valuesOf, bool horizontal)
    {
        var scales = new Dictionary<string, AxisScale>();
        foreach ((string reference, Axis given) in axes)
        {
            Axis axis = given;
            List<Trace> own = [.. traces.Where(t => axisOf(t) == reference)];
            if (own.Any(t => valuesOf(t).Categories is not null))
            {
                string[] names = [.. own.SelectMany(t => valuesOf(t).Categories ?? []).Distinct()];
                axis = axis with { Type = "category", Categories = axis.Categories ?? names };
            }

            scales[reference] = AxisScale.Over(axis, own.SelectMany(t => Extent(t, valuesOf(t), axis, horizontal)));
        }

        return scales;
    }

    /// <summary>Every value of a trace along an axis, the ends of its error bars and the foot of its bars included.</summary>
    private static IEnumerable<double> Extent(Trace trace, Coordinates values, Axis axis, bool horizontal)
    {
        ErrorBars? errors = trace switch
        {
            ScatterTrace scatter => horizontal ? scatter.ErrorX : scatter.ErrorY,
            BarTrace bar => horizontal ? bar.ErrorX : bar.ErrorY,
            _ => null,
        };
        for (int i = 0; i < values.Count; i++)
        {
            double value = values.At(i, axis);
            yield return value;
            if (errors is not null)
            {
                yield return value + errors.Array[i];
                yield return value - errors.ArrayMinus[i];
            }
        }

        if (trace is BarTrace { Orientation: var orientation } && orientation == (horizontal ? "h" : "v"))
        {
            yield return 0;
        }
    }
}
