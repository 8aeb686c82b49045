namespace TransferLearning.Charting.Drawing;

/// <summary>Colours along the numbers from 0 to 1. Between two shades of one colour only the opacity changes, so that a dark page can turn it round.</summary>
internal sealed class ColorScale(IReadOnlyList<(double Position, CssColor Color)> stops)
{
    public static ColorScale Default { get; } = new([(0, new CssColor(Colors.Blue, 0.05)), (1, new CssColor(Colors.Blue, 1))]);

    /// <summary>The colour at <paramref name="part"/>.</summary>
    public CssColor At(double part)
    {
        if (stops.Count == 0)
        {
            return new CssColor(Colors.Blue, 1);
        }

        int next = 0;
        while (next < stops.Count - 1 && stops[next].Position < part)
        {
            next++;
        }

        (double to, CssColor second) = stops[next];
        (double from, CssColor first) = stops[Math.Max(0, next - 1)];
        return CssColor.Between(first, second, to > from ? Math.Clamp((part - from) / (to - from), 0, 1) : 1);
    }
}
