namespace TransferLearning.Charting.Drawing;

/// <summary>Finds the room that titles, labels and annotations need round the panels, and places the panels in what is left.</summary>
internal sealed record Frame(double Left, double Top, double Right, double Bottom, double Height)
{
    private const double Edge = 14;

    public static Frame Around(Figure figure, List<Panel> panels)
    {
        FigureLayout layout = figure.Layout;
        double top = Edge + HouseStyle.TitleHeight(layout.Title, layout.Subtitle, layout.Width) + OverTop(layout);
        if (layout.ShowLegend && layout.LegendPosition == "top")
        {
            top += LegendPainter.Height(figure);
        }

        // Widths of labels depend on ticks, ticks on lengths, lengths on widths of labels: two rounds settle it.
        double left = 50, right = 20, bottom = 40;
        for (int round = 0; round < 2; round++)
        {
            Place(panels, left, top, layout.Width - right, layout.Height - bottom);
            left = Edge + panels.Where(p => p.X.Axis.Domain.From == 0).Max(AxisPainter.LeftRoom);
            right = Math.Max(Edge, panels.Max(p => RightRoom(p, layout)));
            bottom = Edge + panels.Where(p => p.Y.Axis.Domain.From == 0).Max(AxisPainter.BottomRoom);
        }

        double height = Math.Max(layout.Height, top + bottom + 60);
        Place(panels, left, top, layout.Width - right, height - bottom);
        return new Frame(left, top, right, bottom, height);
    }

    private static void Place(List<Panel> panels, double left, double top, double right, double bottom)
    {
        double width = Math.Max(40, right - left);
        double height = Math.Max(20, bottom - top);
        foreach (Panel panel in panels)
        {
            (double from, double to) = panel.X.Axis.Domain;
            panel.X.Place(left + (from * width), left + (to * width));
            (from, to) = panel.Y.Axis.Domain;
            panel.Y.Place(top + height - (from * height), top + height - (to * height));
        }
    }

    /// <summary>Room for panel titles: annotations that stand on the panels' upper edge.</summary>
    private static double OverTop(FigureLayout layout) => layout.Annotations
        .Where(a => a is { Y: 1, YAnchor: "bottom" } && a.YRef.EndsWith(" domain", StringComparison.Ordinal))
        .Select(a => AnnotationPainter.HeightOf(a) + Math.Max(0, a.YShift))
        .DefaultIfEmpty(6).Max();

    /// <summary>What reaches beyond the right edge of a panel that ends at the figure's own edge.</summary>
    private static double RightRoom(Panel panel, FigureLayout layout)
    {
        if (panel.X.Axis.Domain.To < 1)
        {
            return 0;
        }

        double texts = layout.Annotations
            .Where(a => panel.Owns(a.XRef, a.YRef) && a.XAnchor == "left")
            .Select(a => panel.XPixel(a.X, a.XRef) + a.XShift + AnnotationPainter.WidthOf(a) - panel.Right)
            .DefaultIfEmpty(0).Max();
        double bars = panel.Traces.OfType<BarTrace>().Select(b => BarPainter.OverRight(panel, b)).DefaultIfEmpty(0).Max();
        return Math.Max(Math.Max(texts, bars), AxisPainter.RightRoom(panel)) + 8;
    }
}
