using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace TransferLearning.Charting;

/// <summary>What all charts have in common: title, ground, fonts, margins. Lengths are pixels at notebook width.</summary>
internal static class HouseStyle
{
    public const int Width = 720;
    public const double TitleSize = 16;
    public const double SubtitleSize = 12.5;
    public const double LegendRow = 20;

    /// <summary>Distance of the title from the upper and the left edge.</summary>
    public const double Edge = 14;

    /// <summary>Room for a heading over a panel.</summary>
    public const double PanelTitleHeight = 24;

    /// <summary>Room under a panel for tick labels and the title of its axis.</summary>
    public const double AxisHeight = 50;

    public static Color Ink(string color) => Color.fromString(color);

    public static Font Font(double size, string color) => Plotly.NET.Font.init(Size: size, Color: Ink(color));

    /// <summary>The height of title and subtitle, broken into lines as they are drawn.</summary>
    public static double TitleHeight(string title, string subtitle, double width) =>
        (TitleLines(title, width).Count * TitleSize * 1.3) + (SubtitleLines(subtitle, width).Count * SubtitleSize * 1.4) + 6;

    public static List<string> TitleLines(string title, double width) => TextMetrics.Wrap(title, width - (2 * Edge), TitleSize, bold: true);

    public static List<string> SubtitleLines(string subtitle, double width) => TextMetrics.Wrap(subtitle, width - (2 * Edge), SubtitleSize);

    /// <summary>Gives a figure its title, its size and what stands on it.</summary>
    /// <param name="figure">Traces and axes.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="subtitle">How to read it.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="top">Room between the subtitle and the panels.</param>
    /// <param name="left">Room for the labels of the first y axis.</param>
    /// <param name="right">Room for what is written beyond the last panel.</param>
    /// <param name="legend">Whether a row under the subtitle names the traces.</param>
    /// <param name="annotations">Texts at places.</param>
    /// <param name="shapes">Lines at places.</param>
    public static GenericChart Dress(
        this GenericChart figure,
        string title,
        string subtitle,
        double height,
        double width = Width,
        double top = PanelTitleHeight,
        double left = 64,
        double right = 24,
        bool legend = false,
        IEnumerable<Annotation>? annotations = null,
        IEnumerable<Shape>? shapes = null)
    {
        double head = Edge + TitleHeight(title, subtitle, width);
        double margin = head + top + (legend ? LegendRow : 0);
        double plot = Math.Max(20, height - margin - AxisHeight);
        return figure
            .WithLayout(Layout.init<string>(
                Title: Title.init(
                    Text: TitleMarkup(title, subtitle, width),
                    Font: Font(TitleSize, Colors.Ink),
                    X: Edge / width,
                    XAnchor: StyleParam.XAnchorPosition.Left,
                    Y: 1 - (Edge / height),
                    YAnchor: StyleParam.YAnchorPosition.Top),
                ShowLegend: legend,
                Width: (int)width,
                Height: (int)height,
                Font: Font(12, Colors.Ink),
                PaperBGColor: Ink(Colors.Background),
                PlotBGColor: Ink(Colors.Background),
                HoverMode: StyleParam.HoverMode.Closest,
                Margin: Margin.init<int, int, int, int, int, bool>(Left: (int)left, Right: (int)right, Top: (int)margin, Bottom: (int)AxisHeight),
                Annotations: annotations?.ToArray() ?? [],
                Shapes: shapes?.ToArray() ?? []))
            .WithConfig(Config.init(DisplayModeBar: false))
            .WithLegendAbove(legend, 1 + (top / plot));
    }

    private static string TitleMarkup(string title, string subtitle, double width) => string.Join(
        "<br>",
        TitleLines(title, width).Select(line => PlotText.Bold(PlotText.Escape(line)))
            .Concat(SubtitleLines(subtitle, width).Select(line => $"<span style=\"font-size:{SubtitleSize}px;color:{Colors.Muted}\">{PlotText.Escape(line)}</span>")));

    private static GenericChart WithLegendAbove(this GenericChart figure, bool legend, double y) => legend
        ? Plotly.NET.CSharp.GenericChartExtensions.WithLegendStyle(
            figure,
            Orientation: StyleParam.Orientation.Horizontal,
            Font: Font(12.5, Colors.Ink),
            X: 0.0,
            XAnchor: StyleParam.XAnchorPosition.Left,
            Y: y,
            YAnchor: StyleParam.YAnchorPosition.Bottom)
        : figure;
}
