namespace TransferLearning.Charting.Drawing;

/// <summary>The figure's title and the line under it.</summary>
internal static class TitlePainter
{
    public static void Paint(SvgWriter writer, string title, string subtitle, double width)
    {
        double y = HouseStyle.Edge;
        foreach (string line in HouseStyle.TitleLines(title, width))
        {
            writer.Text(line, HouseStyle.Edge, y + (HouseStyle.TitleSize * 0.55), HouseStyle.TitleSize, Colors.Ink, bold: true);
            y += HouseStyle.TitleSize * 1.3;
        }

        foreach (string line in HouseStyle.SubtitleLines(subtitle, width))
        {
            writer.Text(line, HouseStyle.Edge, y + (HouseStyle.SubtitleSize * 0.65), HouseStyle.SubtitleSize, Colors.Muted);
            y += HouseStyle.SubtitleSize * 1.4;
        }
    }
}
