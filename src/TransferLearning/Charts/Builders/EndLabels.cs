using Plotly.NET.LayoutObjects;

namespace TransferLearning.Charting;

/// <summary>The names of lines, written at their ends instead of in a legend; those that would cover each other move apart.</summary>
internal sealed class EndLabels(int panel)
{
    private const double Size = 12;
    private const double Longest = 110;
    private readonly List<(string Text, double Value, string Color)> _labels = [];

    /// <summary>The room that the longest name takes, in pixels.</summary>
    public double Width => _labels.Select(label => TextMetrics.Width(label.Text, Size)).DefaultIfEmpty(0).Max();

    public void Add(string text, double value, string color) => _labels.Add((TextMetrics.Fit(text, Longest, Size), value, color));

    /// <summary>The labels beside an axis that goes from <paramref name="low"/> to <paramref name="high"/> over <paramref name="height"/> pixels.</summary>
    public IEnumerable<Annotation> Place(double low, double high, double height, bool logarithmic = false)
    {
        double bottom = Axes.On(low, logarithmic), extent = Axes.On(high, logarithmic) - bottom;
        double[] wanted = [.. _labels.Select(label => Axes.On(Math.Clamp(label.Value, low, high), logarithmic))];
        double[] pixels = [.. wanted.Select(value => height * (1 - ((value - bottom) / extent)))];
        double[] apart = Labeling.Spread(pixels, [.. pixels.Select(_ => Size * 1.25)], 0, height);
        return _labels.Select((label, i) => Labels.Text(
            label.Text, 1, wanted[i], Labels.Domain("x", panel), Labels.Reference("y", panel), label.Color, Size, xShift: 8, yShift: (int)Math.Round(pixels[i] - apart[i])));
    }
}
