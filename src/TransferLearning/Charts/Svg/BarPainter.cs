namespace TransferLearning.Charting.Drawing;

/// <summary>Bars from zero, their error bars and the texts beyond them.</summary>
internal static class BarPainter
{
    private const double TextSize = 13;
    private const double Gap = 8;

    /// <summary>How far the texts of lying bars reach beyond the panel's right edge.</summary>
    public static double OverRight(Panel panel, BarTrace bar)
    {
        if (bar.Orientation != "h" || bar.Text is null)
        {
            return 0;
        }

        return Enumerable.Range(0, bar.X.Count)
            .Where(i => double.IsFinite(bar.X.At(i, panel.X.Axis)))
            .Select(i => TextStart(panel, bar, i) + TextMetrics.Width(bar.Text[i], TextSize, bold: true) - panel.Right)
            .DefaultIfEmpty(0).Max();
    }

    public static void Paint(SvgWriter writer, Panel panel, BarTrace bar)
    {
        bool lying = bar.Orientation == "h";
        AxisScale along = lying ? panel.X : panel.Y, across = lying ? panel.Y : panel.X;
        Coordinates lengths = lying ? bar.X : bar.Y, places = lying ? bar.Y : bar.X;
        double slot = across.Length / (across.High - across.Low);
        double thickness = Math.Min(slot * bar.Width, 46);
        for (int i = 0; i < Math.Min(lengths.Count, places.Count); i++)
        {
            double value = lengths.At(i, along.Axis), place = places.At(i, across.Axis);
            if (!double.IsFinite(value))
            {
                continue;
            }

            double foot = along.Pixel(Math.Clamp(0, along.Low, along.High)), end = along.Pixel(Math.Clamp(value, along.Low, along.High));
            double middle = across.Pixel(place), near = Math.Min(foot, end), length = Math.Abs(end - foot);
            string color = bar.Marker.ColorOfEach is { } each ? each[i % each.Count] : bar.Marker.Color;
            if (lying)
            {
                writer.Rectangle(near, middle - (thickness / 2), length, thickness, color, bar.Marker.Opacity, hover: bar.HoverText?[i]);
            }
            else
            {
                writer.Rectangle(middle - (thickness / 2), near, thickness, length, color, bar.Marker.Opacity, hover: bar.HoverText?[i]);
            }

            if ((lying ? bar.ErrorX : bar.ErrorY) is { } errors)
            {
                Action<SvgWriter, Panel, double, double, double, ErrorBars> draw = lying
                    ? ErrorBarPainter.Horizontal
                    : ErrorBarPainter.Vertical;
                draw(writer, panel, place, value - errors.ArrayMinus[i], value + errors.Array[i], errors);
            }

            if (bar.Text is { } texts)
            {
                if (lying)
                {
                    writer.Text(texts[i], TextStart(panel, bar, i), middle, TextSize, Colors.Ink, bold: true, halo: true);
                }
                else
                {
                    double top = along.Pixel(Math.Clamp(value + (bar.ErrorY?.Array[i] ?? 0), along.Low, along.High));
                    writer.Text(texts[i], middle, top - 10, TextSize, Colors.Ink, "middle", bold: true, halo: true);
                }
            }
        }
    }

    private static double TextStart(Panel panel, BarTrace bar, int i)
    {
        double end = bar.X.At(i, panel.X.Axis) + (bar.ErrorX?.Array[i] ?? 0);
        return panel.X.Pixel(Math.Clamp(end, panel.X.Low, panel.X.High)) + Gap;
    }
}
