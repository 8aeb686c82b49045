using TransferLearning.Display;

namespace TransferLearning.Charting;

/// <summary>A grid of pictures: a drawing with pictures inside, which has no Plotly figure.</summary>
[TypeFormatterSource(typeof(PictureChartDisplay))]
internal sealed class PictureChart(string title, string description, string svg) : Chart(title, description, svg);
