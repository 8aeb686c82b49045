using System.Text.Json;

namespace TransferLearning.Charting.Drawing;

/// <summary>Reads what stands at a place of the figure rather than in its data: texts and lines.</summary>
internal static class PlaceReader
{
    public static Annotation Annotation(JsonElement annotation, Dictionary<string, Axis> xAxes, Dictionary<string, Axis> yAxes)
    {
        string markup = annotation.Text("text") ?? "";
        string x = annotation.Text("xref") ?? "x", y = annotation.Text("yref") ?? "y";
        JsonElement font = annotation.Member("font") ?? default;
        return new Annotation
        {
            Text = PlotText.Plain(markup),
            Bold = PlotText.IsBold(markup),
            X = Value(annotation.Number("x") ?? 0, x, xAxes),
            Y = Value(annotation.Number("y") ?? 0, y, yAxes),
            XRef = x,
            YRef = y,
            XAnchor = annotation.Text("xanchor") ?? "center",
            YAnchor = annotation.Text("yanchor") ?? "middle",
            XShift = annotation.Number("xshift") ?? 0,
            YShift = annotation.Number("yshift") ?? 0,
            Color = font.Color("color")?.Color ?? Colors.Ink,
            Size = font.Number("size") ?? 12,
        };
    }

    public static Shape Shape(JsonElement shape)
    {
        CssColor fill = shape.Color("fillcolor") ?? new(Colors.Muted, 1);
        return new Shape
        {
            Type = shape.Text("type") ?? "line",
            X0 = shape.Number("x0") ?? 0,
            X1 = shape.Number("x1") ?? 0,
            Y0 = shape.Number("y0") ?? 0,
            Y1 = shape.Number("y1") ?? 0,
            XRef = shape.Text("xref") ?? "x",
            YRef = shape.Text("yref") ?? "y",
            Line = TraceReader.Line(shape.Member("line") ?? default, Colors.Muted),
            FillColor = fill.Color,
            Opacity = fill.Opacity * (shape.Number("opacity") ?? 1),
            Below = shape.Text("layer") == "below",
        };
    }

    private static double Value(double number, string reference, Dictionary<string, Axis> axes) =>
        axes.TryGetValue(reference, out Axis? axis) ? FigureReader.Value(number, axis.Type) : number;
}
