using TransferLearning.Charting.Drawing;

namespace TransferLearning.Charting;

/// <summary>Pictures in rows, each with a line or two under it, as one SVG with the pictures inside.</summary>
internal static class PictureGrid
{
    private const double Edge = HouseStyle.Edge;
    private const double Gap = 12;
    private const double CaptionSize = 12;

    /// <summary>Pixels of a thumbnail for each pixel it is drawn at, so that it stays sharp on fine screens.</summary>
    private const double Sharpness = 1.35;

    public static Chart Draw(string title, string subtitle, string description, IReadOnlyList<Tile> tiles, int columns)
    {
        columns = Math.Max(1, Math.Min(columns, Math.Max(1, tiles.Count)));
        double size = Math.Min(150, (HouseStyle.Width - (2 * Edge) - (Gap * (columns - 1))) / columns);
        bool details = tiles.Any(t => t.Detail.Length > 0);
        double pictures = tiles.Any(t => t.Heat is not null) ? (2 * size) + 4 : size;
        double rowHeight = pictures + (details ? 42 : 26) + Gap;
        int rows = (tiles.Count + columns - 1) / columns;
        double top = Edge + HouseStyle.TitleHeight(title, subtitle, HouseStyle.Width) + 6;
        double height = top + (rows == 0 ? 30 : rows * rowHeight);
        var writer = new SvgWriter();
        writer.Rectangle(0, 0, HouseStyle.Width, height, Colors.Background, radius: 6);
        TitlePainter.Paint(writer, title, subtitle, HouseStyle.Width);
        if (tiles.Count == 0)
        {
            writer.Text("none", Edge, top + 8, CaptionSize, Colors.Muted);
        }

        for (int i = 0; i < tiles.Count; i++)
        {
            double x = Edge + (i % columns * (size + Gap)), y = top + (i / columns * rowHeight);
            Draw(writer, tiles[i], x, y, size);
        }

        return new PictureChart(title, description, writer.Document(HouseStyle.Width, height, title, description));
    }

    private static void Draw(SvgWriter writer, Tile tile, double x, double y, double size)
    {
        string spoken = tile.Detail.Length > 0 ? $"{tile.Caption}, {tile.Detail}" : tile.Caption;
        int pixels = (int)Math.Round(size * Sharpness);
        if (tile.Heat is null)
        {
            Picture(writer, Thumbnail.DataUri(tile.Path, pixels), x, y, size, spoken);
        }
        else
        {
            Picture(writer, HeatThumbnail.DataUri(tile.Path, pixels, heat: null), x, y, size, spoken);
            y += size + 4;
            Picture(writer, HeatThumbnail.DataUri(tile.Path, pixels, tile.Heat), x, y, size, $"{spoken}: where the network looks");
        }

        writer.Rectangle(x, y + size, size, 4, Colors.Grid);
        writer.Rectangle(x, y + size, size * Math.Clamp(tile.Bar ?? 1, 0, 1), 4, tile.Color);
        writer.Text(TextMetrics.Fit(tile.Caption, size, CaptionSize, bold: true), x, y + size + 15, CaptionSize, tile.Color, bold: true);
        if (tile.Detail.Length > 0)
        {
            writer.Text(TextMetrics.Fit(tile.Detail, size, 11.5), x, y + size + 31, 11.5, Colors.Muted);
        }
    }

    private static void Picture(SvgWriter writer, string? uri, double x, double y, double size, string spoken)
    {
        if (uri is not null)
        {
            writer.Image(x, y, size, size, uri, spoken);
            return;
        }

        writer.Rectangle(x, y, size, size, Colors.Grid, hover: spoken);
        writer.Text("no picture", x + (size / 2), y + (size / 2), CaptionSize, Colors.Muted, "middle");
    }
}
