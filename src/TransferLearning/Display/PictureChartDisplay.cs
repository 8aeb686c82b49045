using TransferLearning.Charting;

namespace TransferLearning.Display;

/// <summary>
/// A grid of pictures in a notebook: the drawing as one picture of a page. Sites that show notebooks take pictures out of drawings, but not out of
/// pages.
/// </summary>
internal sealed class PictureChartDisplay() : FormatterSource<PictureChart>(
    (MimeTypes.Html, chart => DrawingHtml.Of(chart)),
    (MimeTypes.Text, chart => chart.ToString()));
