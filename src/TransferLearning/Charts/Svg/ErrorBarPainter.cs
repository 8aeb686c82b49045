namespace TransferLearning.Charting.Drawing;

/// <summary>An interval as a line with a cap at each end; an end outside the panel is cut there and gets no cap.</summary>
internal static class ErrorBarPainter
{
    private const double HalfCap = 5;

    public static void Vertical(SvgWriter writer, Panel panel, double x, double low, double high, ErrorBars style) =>
        Draw(panel.Y, low, high, style, panel.X.Pixel(x), (a, b, c, d, line) => writer.Line(b, a, d, c, line));

    public static void Horizontal(SvgWriter writer, Panel panel, double y, double low, double high, ErrorBars style) =>
        Draw(panel.X, low, high, style, panel.Y.Pixel(y), writer.Line);

    /// <summary>Draws along one axis; <paramref name="line"/> takes (along, across) pairs.</summary>
    private static void Draw(
        AxisScale along, double low, double high, ErrorBars style, double across, Action<double, double, double, double, LineStyle> line)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || high < along.Low || low > along.High || high <= low)
        {
            return;
        }

        var stroke = new LineStyle(style.Color, style.Thickness);
        double from = along.Pixel(Math.Max(low, along.Low)), to = along.Pixel(Math.Min(high, along.High));
        line(from, across, to, across, stroke);
        if (low >= along.Low)
        {
            line(from, across - HalfCap, from, across + HalfCap, stroke);
        }

        if (high <= along.High)
        {
            line(to, across - HalfCap, to, across + HalfCap, stroke);
        }
    }
}
