namespace TransferLearning.Charting;

/// <summary>Shaded cells with a text in each.</summary>
internal static class HeatmapPainter
{
    /// <summary>From this many cells on, those of about the same shade are drawn as one shape.</summary>
    private const int Many = 64;

    private const int Shades = 20;

    public static void Paint(SvgWriter writer, Panel panel, HeatmapTrace heat)
    {
        double width = panel.X.Length / (panel.X.High - panel.X.Low), height = panel.Y.Length / (panel.Y.High - panel.Y.Low);
        double gap = Math.Min(2, Math.Min(width, height) * 0.06);
        List<Cell> cells = [.. Cells(panel, heat)];
        if (heat.X.Count * heat.Y.Count >= Many)
        {
            PaintMany(writer, heat, cells, width - gap, height - gap);
            return;
        }

        foreach (Cell cell in cells)
        {
            writer.Rectangle(
                cell.X - ((width - gap) / 2), cell.Y - ((height - gap) / 2), width - gap, height - gap, heat.Color, Opacity(cell.Part), radius: gap);
            Texts(writer, cell.Text, cell.X, cell.Y, width - gap - 4, height - gap, cell.Part);
        }
    }

    private static double Opacity(double part) => 0.05 + (0.95 * part);

    private static IEnumerable<Cell> Cells(Panel panel, HeatmapTrace heat)
    {
        for (int row = 0; row < heat.Z.Length; row++)
        {
            for (int column = 0; column < heat.Z[row].Length; column++)
            {
                double value = heat.Z[row][column];
                if (double.IsFinite(value))
                {
                    double part = heat.ZMax > heat.ZMin ? Math.Clamp((value - heat.ZMin) / (heat.ZMax - heat.ZMin), 0, 1) : 0;
                    double x = panel.X.Pixel(heat.X.At(column, panel.X.Axis)), y = panel.Y.Pixel(heat.Y.At(row, panel.Y.Axis));
                    yield return new Cell(x, y, part, heat.Text?[row][column] ?? "");
                }
            }
        }
    }

    /// <summary>A large table in little space: one path per shade, the texts of one ink in one group, in one line and of one size.</summary>
    private static void PaintMany(SvgWriter writer, HeatmapTrace heat, List<Cell> cells, double width, double height)
    {
        string box = $"h{SvgText.Number(width)}v{SvgText.Number(height)}h{SvgText.Number(-width)}z";
        foreach (var shade in cells.GroupBy(c => (int)Math.Round(c.Part * Shades)).OrderBy(g => g.Key))
        {
            string path = string.Concat(
                shade.Select(c => $"M{SvgText.Number(c.X - (width / 2))} {SvgText.Number(c.Y - (height / 2))}{box}"));
            writer.Path(path, heat.Color, Opacity((double)shade.Key / Shades), null);
        }

        double size = Math.Min(14, height * 0.45);
        double widest = cells.Select(c => TextMetrics.Width(c.Text, size, bold: true)).DefaultIfEmpty(0).Max();
        size = widest > width - 3 ? size * (width - 3) / widest : size;
        foreach (var ink in cells.Where(c => c.Text.Length > 0 && size >= 6).GroupBy(c => InkOn(Math.Round(c.Part * Shades) / Shades)))
        {
            writer.TextsInOneLook(ink.Select(c => (c.X, c.Y, c.Text)), size, ink.Key);
        }
    }

    /// <summary>Which ink reads on a shade of that strength, on light ground and, as its dark partner, on dark ground.</summary>
    internal static string InkOn(double part) => part < 0.5 ? Colors.Ink : part < 0.76 ? Colors.OnMiddling : Colors.OnStrong;

    private static void Texts(SvgWriter writer, string text, double x, double y, double width, double height, double part)
    {
        string color = InkOn(part);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            // The first line is the figure, what follows explains it.
            double size = i == 0 ? Math.Min(18, height * 0.36) : 11;
            double needed = TextMetrics.Width(lines[i], size, bold: i == 0);
            size = needed > width ? size * width / needed : size;
            bool room = height >= 12 + (i * 24);
            if (size >= 7 && room)
            {
                double middle = y + (lines.Length > 1 && height >= 36 ? (i * 18) - 7 : 0);
                writer.Text(lines[i], x, middle, size, color, "middle", bold: i == 0);
            }
        }
    }

    private readonly record struct Cell(double X, double Y, double Part, string Text);
}
