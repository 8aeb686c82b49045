using System.Text;

namespace TransferLearning.Charting;

/// <summary>Lines, markers and error bars of a scatter trace.</summary>
internal static class ScatterPainter
{
    public static void Paint(SvgWriter writer, Panel panel, ScatterTrace trace)
    {
        int count = Math.Min(trace.X.Count, trace.Y.Count);
        var points = new (double X, double Y, bool Inside)?[count];
        bool clipped = false;
        for (int i = 0; i < count; i++)
        {
            double x = trace.X.At(i, panel.X.Axis), y = trace.Y.At(i, panel.Y.Axis);
            bool drawable = double.IsFinite(x) && double.IsFinite(y)
                && (panel.X.Axis.Type != "log" || x > 0) && (panel.Y.Axis.Type != "log" || y > 0);
            if (drawable)
            {
                bool inside = panel.X.Contains(x) && panel.Y.Contains(y);
                clipped |= !inside;
                points[i] = (panel.X.Pixel(x), panel.Y.Pixel(y), inside);
            }
        }

        Lines(writer, panel, trace, points, clipped);
        Errors(writer, panel, trace);
        if (!trace.Mode.Contains("markers", StringComparison.Ordinal))
        {
            return;
        }

        bool each = trace.Marker.ColorOfEach is not null;
        if (!each)
        {
            BeginMarkers(writer, trace.Marker, trace.Marker.Color);
        }

        for (int i = 0; i < count; i++)
        {
            if (points[i] is not (var x, var y, true))
            {
                continue;
            }

            if (each)
            {
                BeginMarkers(writer, trace.Marker, trace.Marker.ColorOfEach![i % trace.Marker.ColorOfEach.Count]);
            }

            Marker(writer, x, y, trace.Marker, trace.HoverText?[i]);
            if (each)
            {
                writer.EndGroup();
            }
        }

        if (!each)
        {
            writer.EndGroup();
        }
    }

    /// <summary>Opens the group whose markers share a look, so that a thousand of them need not each repeat it.</summary>
    public static void BeginMarkers(SvgWriter writer, MarkerStyle style, string color)
    {
        switch (style.Symbol)
        {
            case "circle-open":
                writer.BeginGroup(Colors.Background, 1, new LineStyle(color));
                break;
            case "x":
                writer.BeginGroup(null, 1, new LineStyle(color, Opacity: style.Opacity));
                break;
            default:
                writer.BeginGroup(color, style.Opacity, null);
                break;
        }
    }

    /// <summary>One marker, its middle at (x, y).</summary>
    public static void Marker(SvgWriter writer, double x, double y, MarkerStyle style, string? hover = null)
    {
        double r = style.Size / 2;
        string At(double dx, double dy) => $"M{SvgWriter.Number(x + (dx * r))} {SvgWriter.Number(y + (dy * r))}";
        string To(double dx, double dy) => $"l{SvgWriter.Number(dx * r)} {SvgWriter.Number(dy * r)}";
        string? path = style.Symbol switch
        {
            "square" => $"{At(-0.9, -0.9)}{To(1.8, 0)}{To(0, 1.8)}{To(-1.8, 0)}Z",
            "diamond" => $"{At(0, -1.25)}{To(1.25, 1.25)}{To(-1.25, 1.25)}{To(-1.25, -1.25)}Z",
            "triangle-up" => $"{At(0, -1.2)}{To(1.15, 2.05)}{To(-2.3, 0)}Z",
            "x" => $"{At(-0.9, -0.9)}{To(1.8, 1.8)}{At(0.9, -0.9)}{To(-1.8, 1.8)}",
            _ => null,
        };
        if (path is null)
        {
            writer.Circle(x, y, r, SvgWriter.Inherit, 1, hover: hover);
        }
        else
        {
            writer.Path(path, SvgWriter.Inherit, 1, null, hover);
        }
    }

    private static void Lines(SvgWriter writer, Panel panel, ScatterTrace trace, (double X, double Y, bool Inside)?[] points, bool clipped)
    {
        bool filled = trace.Fill == "toself";
        if (!filled && !trace.Mode.Contains("lines", StringComparison.Ordinal))
        {
            return;
        }

        var data = new StringBuilder();
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] is not (var x, var y, var inside))
            {
                continue;
            }

            bool starts = i == 0 || points[i - 1] is null;
            bool alone = starts && (i + 1 == points.Length || points[i + 1] is null);
            if (alone && inside && !filled && !trace.Mode.Contains("markers", StringComparison.Ordinal))
            {
                // A line of one point would not be seen.
                writer.Circle(x, y, Math.Max(2.5, trace.Line.Width), trace.Line.Color, 1);
            }

            data.Append($"{(data.Length == 0 || (starts && !filled) ? 'M' : 'L')}{SvgWriter.Number(x)} {SvgWriter.Number(y)}");
        }

        if (data.Length == 0)
        {
            return;
        }

        if (clipped)
        {
            writer.BeginClip(panel.Left, panel.Top, panel.Right - panel.Left, panel.Bottom - panel.Top);
        }

        writer.Path(filled ? data + "Z" : data.ToString(), filled ? trace.Line.Color : null, filled ? trace.Line.Opacity : 1, filled ? null : trace.Line);
        if (clipped)
        {
            writer.EndClip();
        }
    }

    private static void Errors(SvgWriter writer, Panel panel, ScatterTrace trace)
    {
        for (int i = 0; i < Math.Min(trace.X.Count, trace.Y.Count); i++)
        {
            double x = trace.X.At(i, panel.X.Axis), y = trace.Y.At(i, panel.Y.Axis);
            if (trace.ErrorY is { } up && panel.X.Contains(x))
            {
                ErrorBarPainter.Vertical(writer, panel, x, y - up.ArrayMinus[i], y + up.Array[i], up);
            }

            if (trace.ErrorX is { } across && panel.Y.Contains(y))
            {
                ErrorBarPainter.Horizontal(writer, panel, y, x - across.ArrayMinus[i], x + across.Array[i], across);
            }
        }
    }
}
