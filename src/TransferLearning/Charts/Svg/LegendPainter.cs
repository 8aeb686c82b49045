namespace TransferLearning.Charting.Drawing;

/// <summary>The names of the traces with their marks: rows under the title, or a list in a corner of the first panel.</summary>
internal static class LegendPainter
{
    private const double Size = 12.5;
    private const double RowHeight = 20;
    private const double MarkWidth = 26;
    private const double Edge = 14;

    public static double Height(Figure figure) => Rows(figure).Count * RowHeight;

    public static void Paint(SvgWriter writer, Figure figure, Panel first)
    {
        if (figure.Layout.LegendPosition == "top")
        {
            double y = Edge + HouseStyle.TitleHeight(figure.Layout.Title, figure.Layout.Subtitle, figure.Layout.Width) + (RowHeight / 2) - 2;
            foreach (List<Trace> row in Rows(figure))
            {
                double x = Edge;
                foreach (Trace trace in row)
                {
                    Entry(writer, trace, x, y);
                    x += EntryWidth(trace);
                }

                y += RowHeight;
            }

            return;
        }

        List<Trace> entries = Entries(figure);
        double width = entries.Select(EntryWidth).DefaultIfEmpty(0).Max();
        bool right = figure.Layout.LegendPosition.Contains("right", StringComparison.Ordinal);
        bool bottom = figure.Layout.LegendPosition.Contains("bottom", StringComparison.Ordinal);
        double left = right ? first.Right - width : first.Left + 10;
        double top = bottom ? first.Bottom - 10 - (entries.Count * RowHeight) : first.Top + 10;
        writer.Rectangle(left - 6, top - 4, width + 2, (entries.Count * RowHeight) + 6, Colors.Background, 0.85, 3);
        for (int i = 0; i < entries.Count; i++)
        {
            Entry(writer, entries[i], left, top + (i * RowHeight) + (RowHeight / 2));
        }
    }

    private static List<Trace> Entries(Figure figure) => [.. figure.Data.Where(t => t.ShowLegend && !string.IsNullOrEmpty(t.Name))];

    private static double EntryWidth(Trace trace) => MarkWidth + TextMetrics.Width(Name(trace), Size) + 18;

    private static string Name(Trace trace) => TextMetrics.Fit(trace.Name ?? "", 300, Size);

    private static List<List<Trace>> Rows(Figure figure)
    {
        var rows = new List<List<Trace>>();
        double used = double.PositiveInfinity;
        foreach (Trace trace in Entries(figure))
        {
            double width = EntryWidth(trace);
            if (used + width > figure.Layout.Width - (2 * Edge))
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(trace);
            used += width;
        }

        return rows;
    }

    private static void Entry(SvgWriter writer, Trace trace, double x, double y)
    {
        switch (trace)
        {
            case ScatterTrace scatter:
                if (scatter.Mode.Contains("lines", StringComparison.Ordinal))
                {
                    writer.Line(x, y, x + MarkWidth - 6, y, scatter.Line);
                }

                if (scatter.Mode.Contains("markers", StringComparison.Ordinal))
                {
                    double size = Math.Clamp(scatter.Marker.Size, 6, 10);
                    MarkerStyle style = scatter.Marker with { Size = size, Opacity = 1 };
                    ScatterPainter.BeginMarkers(writer, style, style.Color);
                    ScatterPainter.Marker(writer, x + ((MarkWidth - 6) / 2), y, style);
                    writer.EndGroup();
                }

                break;
            case BarTrace bar:
                writer.Rectangle(x + 4, y - 5, 12, 10, bar.Marker.Color, bar.Marker.Opacity);
                break;
        }

        writer.Text(Name(trace), x + MarkWidth, y, Size, Colors.Ink);
    }
}
