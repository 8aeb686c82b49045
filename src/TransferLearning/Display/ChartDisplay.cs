using TransferLearning.Charting;

namespace TransferLearning.Display;

/// <summary>A chart in a notebook: the drawing, an interactive form where plotly.js is at hand, and its content in words.</summary>
internal sealed class ChartDisplay() : FormatterSource<Chart>(Forms)
{
    private static (string, Func<Chart, string>)[] Forms =>
    [
        (MimeTypes.Svg, chart => chart.ToSvg()),
        .. PlotlyScript.IsAtHand ? [(MimeTypes.Html, InteractiveChart.ToHtml)] : Array.Empty<(string, Func<Chart, string>)>(),
        (MimeTypes.Text, chart => chart.ToString()),
    ];
}
