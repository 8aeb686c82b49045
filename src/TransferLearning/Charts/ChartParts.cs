using System.Globalization;
using Plotly.NET;
using static TransferLearning.ChartExtensions;

namespace TransferLearning;

/// <summary>What several charts need: figures as text, ranges of axes, names beside lines that do not run into each other.</summary>
internal static class ChartParts
{
    private const double LineHeight = 15;

    public static string Percent(double share, int digits = 1) => (100 * share).ToString($"F{digits}", CultureInfo.InvariantCulture) + "%";

    /// <summary>As in "94.4–95.6%".</summary>
    public static string Percent(Interval interval) => $"{Percent(interval.Low)[..^1]}–{Percent(interval.High)}";

    public static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A learning rate as it is spoken: 0.01, 3e-4.</summary>
    public static string Rate(double rate) => rate is 0 or >= 0.01 ? rate.ToString("0.####", CultureInfo.InvariantCulture)
        : rate.ToString("0.##e-0", CultureInfo.InvariantCulture);

    /// <summary>As in "a, b and c".</summary>
    public static string List(params IEnumerable<string> items) => items.ToArray() switch
    {
        [] => "nothing",
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    /// <summary>About how wide a text of 12 pixels' height is.</summary>
    public static double Width(string text) => 6.8 * text.Length;

    /// <summary>A subtitle in as many lines as a width in pixels asks for.</summary>
    public static string[] Lines(string text, int width = 720)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' '))
        {
            if (Width(lines[^1]) + Width(word) > width - 40)
            {
                lines.Add("");
            }

            lines[^1] += (lines[^1] == "" ? "" : " ") + word;
        }

        return [.. lines];
    }

    /// <summary>Colours of series by name: a strategy has its own.</summary>
    public static string[] Colors(IReadOnlyList<string> names)
    {
        string?[] own = [.. names.Select(name => name switch
        {
            "from scratch" or "scratch" => Palette.Grey, "frozen" => Palette.Blue, "fine-tuned" or "fine-tuning" => Palette.Vermilion, _ =>
                null,
        })];
        return own.OfType<string>().Distinct().Count() == own.Length ? [.. own.OfType<string>()]
            : [.. names.Select((_, i) => Palette.OfSeries(i))];
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
        double[] places = Apart([.. sorted.Select(name => name.Y)], (high - low) * LineHeight / pixels, low, high);
        foreach (((string text, _, string color), double y) in sorted.Zip(places))
        {
            chart = chart.Note(Escape(text), 1, y, color, ("xref", $"x{panel} domain"), ("yref", $"y{panel}"));
        }

        return chart;
    }

    /// <summary>The places nearest to the wanted ones (least squares) that keep a distance and the limits.</summary>
    /// <param name="wanted">In ascending order.</param>
    /// <param name="distance">Least distance of two neighbours.</param>
    /// <param name="low">Least place.</param>
    /// <param name="high">Greatest place.</param>
    public static double[] Apart(IReadOnlyList<double> wanted, double distance, double low, double high)
    {
        // With the distances taken off it is an isotonic regression: neighbours in the wrong order share their mean.
        List<(double Sum, int Count)> blocks = [];
        for (int i = 0; i < wanted.Count; i++)
        {
            (double Sum, int Count) block = (wanted[i] - (i * distance), 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count >= block.Sum / block.Count)
            {
                block = (block.Sum + blocks[^1].Sum, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        double top = Math.Max(low, high - ((wanted.Count - 1) * distance));
        return [.. blocks.SelectMany(block => Enumerable.Repeat(Math.Clamp(block.Sum / block.Count, low, top), block.Count))
            .Select((place, i) => place + (i * distance))];
    }

    /// <summary>Whiskers to the ends of intervals of shares.</summary>
    public static DynamicObj.DynamicObj Whiskers(IEnumerable<double> values, IEnumerable<Interval> intervals, string color,
        double thickness = 1.6) => Of(
        ("type", "data"), ("symmetric", false), ("color", color), ("thickness", thickness), ("width", 5),
        ("array", values.Zip(intervals, (value, interval) => Math.Max(0, Math.Min(1, interval.High) - value)).ToArray()),
        ("arrayminus", values.Zip(intervals, (value, interval) => Math.Max(0, value - Math.Max(0, interval.Low))).ToArray()));
}
