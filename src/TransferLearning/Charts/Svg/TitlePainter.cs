namespace TransferLearning.Charting;

/// <summary>The figure's title and the line under it.</summary>
internal static class TitlePainter
{
    public const double TitleSize = 16;
    public const double SubtitleSize = 12.5;
    private const double Left = 14;

    public static double Height(FigureLayout layout) =>
        (TitleLines(layout).Count * TitleSize * 1.3) + (SubtitleLines(layout).Count * SubtitleSize * 1.4) + 6;

    public static void Paint(SvgWriter writer, FigureLayout layout)
    {
        double y = Left;
        foreach (string line in TitleLines(layout))
        {
            writer.Text(line, Left, y + (TitleSize * 0.55), TitleSize, Colors.Ink, bold: true);
            y += TitleSize * 1.3;
        }

        foreach (string line in SubtitleLines(layout))
        {
            writer.Text(line, Left, y + (SubtitleSize * 0.65), SubtitleSize, Colors.Muted);
            y += SubtitleSize * 1.4;
        }
    }

    private static List<string> TitleLines(FigureLayout layout) =>
        TextMetrics.Wrap(layout.Title, layout.Width - (2 * Left), TitleSize, bold: true);

    private static List<string> SubtitleLines(FigureLayout layout) =>
        TextMetrics.Wrap(layout.Subtitle, layout.Width - (2 * Left), SubtitleSize);
}
