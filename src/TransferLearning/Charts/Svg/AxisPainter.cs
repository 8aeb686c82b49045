namespace TransferLearning.Charting.Drawing;

/// <summary>Grid lines, tick labels and axis titles of a panel.</summary>
internal static class AxisPainter
{
    public const double TickSize = 12;
    private const double LineHeight = TickSize * 1.25;
    private const double PixelsPerTickAcross = 54;
    private const double PixelsPerTickUp = 40;
    private const double LongestLabel = 180;
    private const double LongestSlantedLabel = 120;
    private const double Slant = -45;

    /// <summary>Room left of the panel for tick labels and title.</summary>
    public static double LeftRoom(Panel panel)
    {
        double labels = TickWidth(panel.Y);
        return (labels > 0 ? labels + 8 : 0) + (panel.Y.Axis.Title.Length > 0 ? 20 : 0);
    }

    /// <summary>Room under the panel.</summary>
    public static double BottomRoom(Panel panel)
    {
        (string[][] lines, bool slanted) = AcrossLabels(panel.X);
        double labels = lines.Length == 0 ? 0
            : slanted ? (lines.Max(l => TextMetrics.Width(l[0], TickSize)) * 0.71) + 14
            : (lines.Max(l => l.Length) * LineHeight) + 7;
        return labels + (panel.X.Axis.Title.Length > 0 ? 20 : 0);
    }

    /// <summary>How far the last label under the panel reaches beyond its right edge.</summary>
    public static double RightRoom(Panel panel)
    {
        (string[][] lines, bool slanted) = AcrossLabels(panel.X);
        return lines.Length == 0 || slanted || panel.X.IsCategory ? 0 : TextMetrics.Width(lines[^1][0], TickSize) / 2;
    }

    public static void Grid(SvgWriter writer, Panel panel)
    {
        var thin = new LineStyle(Colors.Grid, 1);
        if (panel.Y.Axis.ShowGrid && !panel.Y.IsCategory)
        {
            foreach (double value in Visible(panel.Y, PixelsPerTickUp).Values)
            {
                writer.Line(panel.Left, panel.Y.Pixel(value), panel.Right, panel.Y.Pixel(value), thin);
            }
        }

        if (panel.X.Axis.ShowGrid && !panel.X.IsCategory)
        {
            foreach (double value in Visible(panel.X, PixelsPerTickAcross).Values)
            {
                writer.Line(panel.X.Pixel(value), panel.Top, panel.X.Pixel(value), panel.Bottom, thin);
            }
        }

        var firm = new LineStyle(Colors.AxisLine, 1);
        if (panel.X.Axis.ShowLine)
        {
            writer.Line(panel.Left, panel.Bottom, panel.Right, panel.Bottom, firm);
        }

        if (panel.Y.Axis.ShowLine)
        {
            writer.Line(panel.Left, panel.Top, panel.Left, panel.Bottom, firm);
        }
    }

    public static void Labels(SvgWriter writer, Panel panel)
    {
        if (panel.Y.Axis.ShowTickLabels)
        {
            (double[] values, string[] texts) = Visible(panel.Y, PixelsPerTickUp);
            for (int i = 0; i < values.Length; i++)
            {
                writer.Text(
                    TextMetrics.Fit(texts[i], LongestLabel, TickSize),
                    panel.Left - 8,
                    panel.Y.Pixel(values[i]),
                    TickSize,
                    Ink(panel.Y),
                    "end");
            }
        }

        LabelsAcross(writer, panel);
        if (panel.X.Axis.Title.Length > 0)
        {
            double y = panel.Bottom + BottomRoom(panel) - 9;
            writer.Text(
                TextMetrics.Fit(panel.X.Axis.Title, panel.X.Length + 60, TickSize),
                (panel.Left + panel.Right) / 2,
                y,
                TickSize,
                Colors.Muted,
                "middle");
        }

        if (panel.Y.Axis.Title.Length > 0)
        {
            double x = panel.Left - LeftRoom(panel) + 7;
            writer.Text(
                TextMetrics.Fit(panel.Y.Axis.Title, panel.Y.Length + 30, TickSize),
                x,
                (panel.Top + panel.Bottom) / 2,
                TickSize,
                Colors.Muted,
                "middle",
                angle: -90);
        }
    }

    private static void LabelsAcross(SvgWriter writer, Panel panel)
    {
        (string[][] lines, bool slanted) = AcrossLabels(panel.X);
        double[] values = Visible(panel.X, PixelsPerTickAcross).Values;
        for (int i = 0; i < lines.Length; i++)
        {
            double x = panel.X.Pixel(values[i]);
            if (slanted)
            {
                writer.Text(lines[i][0], x + 4, panel.Bottom + 10, TickSize, Ink(panel.X), "end", angle: Slant);
                continue;
            }

            for (int line = 0; line < lines[i].Length; line++)
            {
                writer.Text(lines[i][line], x, panel.Bottom + 13 + (line * LineHeight), TickSize, Ink(panel.X), "middle");
            }
        }
    }

    /// <summary>Names are read, numbers are referred to.</summary>
    private static string Ink(AxisScale scale) => scale.IsCategory ? Colors.Ink : Colors.Muted;

    private static double TickWidth(AxisScale scale) => scale.Axis.ShowTickLabels
        ? Visible(scale, PixelsPerTickUp).Texts.Select(t => Math.Min(LongestLabel, TextMetrics.Width(t, TickSize))).DefaultIfEmpty(0).Max()
        : 0;

    /// <summary>The labels under a panel in lines; where names are wider than their place, on two lines or else slanted.</summary>
    private static (string[][] Lines, bool Slanted) AcrossLabels(AxisScale scale)
    {
        if (!scale.Axis.ShowTickLabels)
        {
            return ([], false);
        }

        string[] texts = Visible(scale, PixelsPerTickAcross).Texts;
        if (!scale.IsCategory)
        {
            return ([.. texts.Select(t => new[] { t })], false);
        }

        double slot = (scale.Length / Math.Max(1, texts.Length)) - 6;
        string[][] wrapped = [.. texts.Select(t => TextMetrics.Wrap(t, slot, TickSize, maximumLines: 2).ToArray())];
        bool whole = texts.Zip(wrapped).All(pair => string.Concat(pair.Second).Length >= pair.First.Replace(" ", "", StringComparison.Ordinal).Length
            && !pair.Second.Any(l => l.EndsWith('…')));
        return whole || slot >= 84
            ? (wrapped, false)
            : ([.. texts.Select(t => new[] { TextMetrics.Fit(t, LongestSlantedLabel, TickSize) })], true);
    }

    private static (double[] Values, string[] Texts) Visible(AxisScale scale, double pixelsPerTick)
    {
        (double[] values, string[] labels) = scale.TicksEvery(
            pixelsPerTick, pixelsPerTick == PixelsPerTickAcross ? texts => texts.Max(t => TextMetrics.Width(t, TickSize)) + 10 : null);
        int[] shown = [.. Enumerable.Range(0, values.Length).Where(i => scale.Contains(values[i]))];
        return ([.. shown.Select(i => values[i])], [.. shown.Select(i => labels[i])]);
    }
}
