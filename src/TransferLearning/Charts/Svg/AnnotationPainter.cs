namespace TransferLearning.Charting;

/// <summary>Texts at places of a panel. Those that would cover each other move apart.</summary>
internal static class AnnotationPainter
{
    private const double LineHeight = 1.25;

    public static double WidthOf(Annotation annotation) =>
        Lines(annotation).Max(line => TextMetrics.Width(line, annotation.Size, annotation.Bold));

    public static double HeightOf(Annotation annotation) => Lines(annotation).Length * annotation.Size * LineHeight;

    public static void Paint(SvgWriter writer, Panel panel, IReadOnlyList<Annotation> annotations)
    {
        // Labels at the ends of lines stand in one column, told by their common x: only those are moved.
        foreach (IGrouping<(double, string, string, double), Annotation> column in annotations.GroupBy(a => (a.X, a.XRef, a.XAnchor, a.XShift)))
        {
            Annotation[] own = [.. column.Where(a => !a.YRef.EndsWith(" domain", StringComparison.Ordinal))];
            double[] wanted = [.. own.Select(a => Middle(panel, a))];
            double[] apart = Spread(wanted, [.. own.Select(HeightOf)], panel.Top, panel.Bottom);
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

    /// <summary>Moves middles of the given heights as little as needed so that none overlaps the next, and all stay within the limits if they fit.</summary>
    internal static double[] Spread(double[] middles, double[] heights, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, middles.Length).OrderBy(i => middles[i])];
        double[] result = [.. middles];

        // Neighbours that overlap become a block that stands where its members wish on average; blocks that meet merge.
        var blocks = new List<(List<int> Members, double Height, double Middle)>();
        foreach (int i in order)
        {
            (List<int> Members, double Height, double Middle) block = ([i], heights[i], middles[i]);
            while (blocks.Count > 0 && blocks[^1].Middle + (blocks[^1].Height / 2) > block.Middle - (block.Height / 2))
            {
                var (members, height, middle) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                int count = members.Count + block.Members.Count;
                block = ([.. members, .. block.Members], height + block.Height, ((middle * members.Count) + (block.Middle * block.Members.Count)) / count);
            }

            double limit = Math.Max(top + (block.Height / 2), bottom - (block.Height / 2));
            blocks.Add((block.Members, block.Height, Math.Clamp(block.Middle, top + (block.Height / 2), limit)));
        }

        foreach ((List<int> members, double height, double middle) in blocks)
        {
            double y = middle - (height / 2);
            foreach (int i in members)
            {
                result[i] = y + (heights[i] / 2);
                y += heights[i];
            }
        }

        return result;
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
