namespace TransferLearning.Display;

/// <summary>A chart in a notebook: the drawing, and its content in words.</summary>
internal sealed class ChartDisplay() : FormatterSource<Chart>(
    (MimeTypes.Svg, chart => chart.ToSvg()),
    (MimeTypes.Text, chart => chart.ToString()));
