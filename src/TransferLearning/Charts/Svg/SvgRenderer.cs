namespace TransferLearning.Charting.Drawing;

/// <summary>Draws a figure as one static SVG: no script, no style sheet it depends on, no font to load.</summary>
internal static class SvgRenderer
{
    /// <summary>The drawing of a figure; <paramref name="title"/> and <paramref name="description"/> are for those who cannot see it.</summary>
    public static string Render(Figure figure, string title, string description)
    {
        FigureLayout layout = figure.Layout;
        var writer = new SvgWriter();
        List<Panel> panels = Panel.Of(figure);
        Frame frame = Frame.Around(figure, panels);

        // An opaque ground of its own: readable on any page, whatever that page thinks of light and dark.
        writer.Rectangle(0, 0, layout.Width, frame.Height, Colors.Background, radius: 6);
        TitlePainter.Paint(writer, layout.Title, layout.Subtitle, layout.Width);
        if (layout.ShowLegend)
        {
            LegendPainter.Paint(writer, figure, panels[0]);
        }

        foreach (Panel panel in panels)
        {
            AxisPainter.Grid(writer, panel);
            ShapePainter.Paint(writer, panel, layout.Shapes.Where(s => s.Below));
            foreach (Trace trace in panel.Traces)
            {
                switch (trace)
                {
                    case ScatterTrace scatter:
                        ScatterPainter.Paint(writer, panel, scatter);
                        break;
                    case BarTrace bar:
                        BarPainter.Paint(writer, panel, bar);
                        break;
                    case HeatmapTrace heat:
                        HeatmapPainter.Paint(writer, panel, heat);
                        break;
                }
            }

            ShapePainter.Paint(writer, panel, layout.Shapes.Where(s => !s.Below));
            AxisPainter.Labels(writer, panel);
            AnnotationPainter.Paint(writer, panel, [.. layout.Annotations.Where(a => panel.Owns(a.XRef, a.YRef))]);
        }

        return writer.Document(layout.Width, frame.Height, title, description);
    }
}
