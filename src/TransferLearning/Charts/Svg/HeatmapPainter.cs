namespace TransferLearning.Charting.Drawing;

/// <summary>Shaded cells.</summary>
internal static class HeatmapPainter
{
    /// <summary>From this many cells on, those of about the same shade are drawn as one shape.</summary>
    private const int Many = 64;

    private const double Shades = 20;

    public static void Paint(SvgWriter writer, Panel panel, HeatmapTrace heat)
    {
        double width = (panel.X.Length / (panel.X.High - panel.X.Low)) - heat.Gap;
        double height = (panel.Y.Length / (panel.Y.High - panel.Y.Low)) - heat.Gap;
        List<Cell> cells = [.. Cells(panel, heat)];
        if (cells.Count < Many)
        {
            foreach (Cell cell in cells)
            {
                CssColor shade = heat.Scale.At(cell.Part);
                writer.Rectangle(cell.X - (width / 2), cell.Y - (height / 2), width, height, shade.Color, shade.Opacity, radius: heat.Gap);
            }

            return;
        }

        string box = $"h{SvgText.Number(width)}v{SvgText.Number(height)}h{SvgText.Number(-width)}z";
        foreach (var group in cells.GroupBy(c => Rounded(heat.Scale.At(c.Part))))
        {
            string path = string.Concat(group.Select(c => $"M{SvgText.Number(c.X - (width / 2))} {SvgText.Number(c.Y - (height / 2))}{box}"));
            writer.Path(path, group.Key.Color, group.Key.Opacity, null);
        }
    }

    private static CssColor Rounded(CssColor shade) => shade with { Opacity = Math.Round(shade.Opacity * Shades) / Shades };

    private static IEnumerable<Cell> Cells(Panel panel, HeatmapTrace heat)
    {
        double[] seen = [.. heat.Z.SelectMany(row => row).Where(double.IsFinite)];
        (double low, double high) = heat.Range ?? (seen.DefaultIfEmpty(0).Min(), seen.DefaultIfEmpty(1).Max());
        for (int row = 0; row < heat.Z.Length; row++)
        {
            for (int column = 0; column < heat.Z[row].Length; column++)
            {
                double value = heat.Z[row][column];
                if (double.IsFinite(value))
                {
                    double part = high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 0.5;
                    yield return new Cell(panel.X.Pixel(heat.X.At(column, panel.X.Axis)), panel.Y.Pixel(heat.Y.At(row, panel.Y.Axis)), part);
                }
            }
        }
    }

    private readonly record struct Cell(double X, double Y, double Part);
}
