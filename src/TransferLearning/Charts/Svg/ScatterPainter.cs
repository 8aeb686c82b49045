using System.Text;

namespace TransferLearning.Charting.Drawing;

/// <summary>Lines, markers and error bars of a scatter trace.</summary>
internal static class ScatterPainter
{
    /// <summary>From this many markers on they are drawn as one.</summary>
    private const int Many = 120;

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

        (double X, double Y)[] shown = [.. points.OfType<(double X, double Y, bool Inside)>().Where(p => p.Inside).Select(p => (p.X, p.Y))];
        if (trace.Marker.ColorOfEach is null && trace.HoverText is null && shown.Length > Many)
        {
            Cloud(writer, shown, trace.Marker);
            return;
        }

        Markers(writer, trace, points);
    }

    private static void Markers(SvgWriter writer, ScatterTrace trace, (double X, double Y, bool Inside)?[] points)
    {
        // Markers of one colour share a group, and say their look once.
        IReadOnlyList<string> colors = trace.Marker.ColorOfEach ?? [trace.Marker.Color];
        string? open = null;
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] is not (var x, var y, true))
            {
                continue;
            }

            string color = colors[i % colors.Count];
            if (color != open)
            {
                if (open is not null)
                {
                    writer.EndGroup();
                }

                BeginMarkers(writer, trace.Marker, color);
                open = color;
            }

            Marker(writer, x, y, trace.Marker, trace.HoverText?[i]);
        }

        if (open is not null)
        {
            writer.EndGroup();
        }
    }

    /// <summary>Hundreds of markers as one path: a round one is a line of no length with round ends.</summary>
    private static void Cloud(SvgWriter writer, (double X, double Y)[] points, MarkerStyle style)
    {
        if (Outline(0, 0, style) is null)
        {
            string dots = string.Concat(
                points.Select(p => $"M{SvgText.Number(Math.Round(p.X, 1))} {SvgText.Number(Math.Round(p.Y, 1))}h0"));
            writer.Path(dots, null, 1, new LineStyle(style.Color, style.Size, "round", style.Opacity));
            return;
        }

        BeginMarkers(writer, style, style.Color);
        writer.Path(string.Concat(points.Select(p => Outline(Math.Round(p.X, 1), Math.Round(p.Y, 1), style))), SvgWriter.Inherit, 1, null);
        writer.EndGroup();
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

    /// <summary>One marker, its middle at (x, y), in the look of the open group.</summary>
    public static void Marker(SvgWriter writer, double x, double y, MarkerStyle style, string? hover = null)
    {
        if (Outline(x, y, style) is { } outline)
        {
            writer.Path(outline, SvgWriter.Inherit, 1, null, hover);
        }
        else
        {
            writer.Circle(x, y, style.Size / 2, SvgWriter.Inherit, 1, hover: hover);
        }
    }

    /// <summary>The path round a marker; null for a circle.</summary>
    private static string? Outline(double x, double y, MarkerStyle style)
    {
        double r = style.Size / 2;
        string At(double dx, double dy) => $"M{SvgText.Number(x + (dx * r))} {SvgText.Number(y + (dy * r))}";
        string To(double dx, double dy) => $"l{SvgText.Number(dx * r)} {SvgText.Number(dy * r)}";
        return style.Symbol switch
        {
            "square" => $"{At(-0.9, -0.9)}h{SvgText.Number(1.8 * r)}v{SvgText.Number(1.8 * r)}h{SvgText.Number(-1.8 * r)}Z",
            "diamond" => $"{At(0, -1.25)}{To(1.25, 1.25)}{To(-1.25, 1.25)}{To(-1.25, -1.25)}Z",
            "triangle-up" => $"{At(0, -1.2)}{To(1.15, 2.05)}h{SvgText.Number(-2.3 * r)}Z",
            "x" => $"{At(-0.9, -0.9)}{To(1.8, 1.8)}{At(0.9, -0.9)}{To(-1.8, 1.8)}",
            _ => null,
        };
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

            data.Append($"{(data.Length == 0 || (starts && !filled) ? 'M' : 'L')}{SvgText.Number(x)} {SvgText.Number(y)}");
        }

        if (data.Length == 0)
        {
            return;
        }

        if (clipped)
        {
            writer.BeginClip(panel.Left, panel.Top, panel.Right - panel.Left, panel.Bottom - panel.Top);
        }

        writer.Path(
            filled ? data + "Z" : data.ToString(),
            filled ? trace.Line.Color : null,
            filled ? trace.Line.Opacity : 1,
            filled ? null : trace.Line);
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
