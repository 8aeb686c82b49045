using System.Globalization;
using Plotly.NET;
using static TransferLearning.ChartExtensions;

namespace TransferLearning;

/// <summary>What several charts need: figures as text, ranges of axes, names beside lines that do not run into each other.</summary>
internal static class ChartParts
{
    private const double LineHeight = 15;

    /// <summary>Marks of series, since colour alone must not tell them apart: plotly.js's name, and the sign for texts.</summary>
    public static IReadOnlyList<(string Name, char Sign)> Symbols { get; } =
        [("circle", '●'), ("triangle-up", '▲'), ("square", '■'), ("diamond", '◆'), ("cross", '✚'), ("x", '✖')];

    // "0.0" and not "F1", which rounds the last bit of a mean the other way than the tables' "0.000" do.
    public static string Percent(double share, int digits = 1) =>
        (100 * share).ToString(digits == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>As in "94.4–95.6%".</summary>
    public static string Percent(Interval interval) => $"{Percent(interval.Low)[..^1]}–{Percent(interval.High)}";

    /// <summary>A count, as in "4,652".</summary>
    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>As in "a, b and c".</summary>
    public static string List(params IEnumerable<string> items) => items.ToArray() switch
    {
        [] => "nothing",
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    /// <summary>About how wide a text of 12 pixels' height is.</summary>
    public static double Width(string text) => 6.8 * text.Length;

    /// <summary>A series' sign and name.</summary>
    public static string Signed(int series, string name) => $"{Symbols[series % Symbols.Count].Sign} {name}";

    /// <summary>Colours of series by name: a strategy has its own.</summary>
    public static string[] Colors(IReadOnlyList<string> names)
    {
        string[] strategies = [.. Enum.GetValues<Strategy>().Select(ComparisonSettings.NameOf)];
        return [.. names.Select((name, i) => names.All(strategies.Contains)
            ? Palette.Of((Strategy)Array.IndexOf(strategies, name)) : Palette.OfSeries(i))];
    }

    /// <summary>A range for losses, from 0; logarithmic (in powers of ten) where one exploded.</summary>
    public static (double Low, double High, bool IsLog) LossRange(IEnumerable<double> values)
    {
        double[] losses = [.. values.Where(value => double.IsFinite(value) && value > 0).Order()];
        return losses.Length == 0 ? (0, 1, false)
            : losses[^1] > 30 * losses[losses.Length / 2] ? (Math.Floor(2 * Math.Log10(losses[0])) / 2, Math.Log10(losses[^1]) + 0.1, true)
            : (0, losses[^1] * 1.08, false);
    }

    /// <summary>A range for accuracies: up to 100 %, down to below the smallest.</summary>
    public static (double Low, double High) AccuracyRange(IEnumerable<double> values)
    {
        double lowest = values.Where(double.IsFinite).DefaultIfEmpty(0).Min(), step = lowest > 0.9 ? 0.02 : 0.1;
        double low = Math.Clamp(Math.Floor((lowest - 0.001) / step) * step, 0, 0.98);
        return (low, 1 + ((1 - low) * 0.02));
    }

    /// <summary>Size and margins in pixels, without a legend: names stand beside what they name.</summary>
    public static GenericChart Framed(
        this GenericChart chart, int width, int height, double left, double right, double top, double bottom) =>
        chart.Layout(
            ("width", width), ("height", height), ("showlegend", false),
            ("margin", Of(("l", left), ("r", right), ("t", top), ("b", bottom))));

    /// <summary>A panel's name above it.</summary>
    public static GenericChart PanelTitle(this GenericChart chart, string title, int panel, double raise = 0) => chart.Note(
        $"<b>{title}</b>", 0, 1, Palette.Ink, ("xref", $"x{panel} domain"), ("yref", $"y{panel} domain"), ("yanchor", "bottom"),
            ("yshift", 6 + raise), ("xshift", 0));

    /// <summary>Names to the right of a panel, each at the height where its line ends, moved apart where they would touch.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="names">Text, height in units of the axis (powers of ten on a logarithmic one), colour.</param>
    /// <param name="low">Lower end of the axis.</param>
    /// <param name="high">Its upper end.</param>
    /// <param name="pixels">Height of the panel.</param>
    /// <param name="panel">Number of the panel.</param>
    public static GenericChart EndNames(
        this GenericChart chart, IEnumerable<(string Text, double Y, string Color)> names, double low, double high, double pixels,
            int panel = 1)
    {
        (string Text, double Y, string Color)[] sorted = [.. names.Where(name => double.IsFinite(name.Y)).OrderBy(name => name.Y)];
        double distance = (high - low) * LineHeight / pixels;
        for (int i = 1; i < sorted.Length; i++)
        {
            sorted[i].Y = Math.Max(sorted[i].Y, sorted[i - 1].Y + distance);
        }

        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            double y = Math.Min(sorted[i].Y, high - ((sorted.Length - 1 - i) * distance));
            chart = chart.Note(Escape(sorted[i].Text), 1, y, sorted[i].Color, ("xref", $"x{panel} domain"), ("yref", $"y{panel}"));
        }

        return chart;
    }

    /// <summary>Whiskers to the ends of intervals of shares.</summary>
    public static DynamicObj.DynamicObj Whiskers(
        IEnumerable<double> values, IEnumerable<Interval> intervals, string color, double thickness = 1.6) => Of(
        ("type", "data"), ("symmetric", false), ("color", color), ("thickness", thickness), ("width", 5),
        ("array", values.Zip(intervals, (value, interval) => Math.Max(0, Math.Min(1, interval.High) - value)).ToArray()),
        ("arrayminus", values.Zip(intervals, (value, interval) => Math.Max(0, value - Math.Max(0, interval.Low))).ToArray()));
}
