namespace TransferLearning.Charting.Drawing;

/// <summary>Texts at places of a panel. Those that would cover each other move apart.</summary>
internal static class AnnotationPainter
{
    private const double LineHeight = 1.25;

    public static double WidthOf(Annotation annotation) =>
        Lines(annotation).Max(line => TextMetrics.Width(line, annotation.Size, annotation.Bold));

    public static double HeightOf(Annotation annotation) => Lines(annotation).Length * annotation.Size * LineHeight;

    public static void Paint(SvgWriter writer, Panel panel, IReadOnlyList<Annotation> annotations)
    {
        if (panel.Traces.Any(t => t is HeatmapTrace))
        {
            OnCells(writer, panel, annotations);
            return;
        }

        // Labels at the ends of lines stand in one column, told by their common x: only those are moved.
        foreach (IGrouping<(double, string, string, double), Annotation> column in annotations.GroupBy(a => (a.X, a.XRef, a.XAnchor, a.XShift)))
        {
            Annotation[] own = [.. column.Where(a => !a.YRef.EndsWith(" domain", StringComparison.Ordinal))];
            double[] wanted = [.. own.Select(a => Middle(panel, a))];
            double[] apart = Labeling.Spread(wanted, [.. own.Select(HeightOf)], panel.Top, panel.Bottom);
            for (int i = 0; i < own.Length; i++)
            {
                Write(writer, panel, own[i], apart[i]);
            }

            foreach (Annotation annotation in column.Except(own))
            {
                Write(writer, panel, annotation, Middle(panel, annotation));
            }
        }
    }

    /// <summary>The texts of a table: no ground shines round them, and those of one look share it.</summary>
    private static void OnCells(SvgWriter writer, Panel panel, IReadOnlyList<Annotation> annotations)
    {
        foreach (var look in annotations.GroupBy(a => (a.Size, a.Color, a.Bold)))
        {
            writer.TextsInOneLook(
                look.Select(a => (panel.XPixel(a.X, a.XRef) + a.XShift, Middle(panel, a), a.Text)), look.Key.Size, look.Key.Color, look.Key.Bold);
        }
    }

    private static double Middle(Panel panel, Annotation annotation)
    {
        double y = panel.YPixel(annotation.Y, annotation.YRef) - annotation.YShift;
        return annotation.YAnchor switch
        {
            "top" => y + (HeightOf(annotation) / 2),
            "bottom" => y - (HeightOf(annotation) / 2),
            _ => y,
        };
    }

    private static void Write(SvgWriter writer, Panel panel, Annotation annotation, double middle)
    {
        string[] lines = Lines(annotation);
        double x = panel.XPixel(annotation.X, annotation.XRef) + annotation.XShift;
        string anchor = annotation.XAnchor switch { "right" => "end", "center" => "middle", _ => "start" };
        double step = annotation.Size * LineHeight;
        for (int i = 0; i < lines.Length; i++)
        {
            double y = middle + ((i - ((lines.Length - 1) / 2.0)) * step);
            writer.Text(lines[i], x, y, annotation.Size, annotation.Color, anchor, annotation.Bold, halo: true);
        }
    }

    private static string[] Lines(Annotation annotation) => annotation.Text.Split('\n');
}
