using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Charting;

/// <summary>What the pictures of each class were taken for: right ones blue, wrong ones vermilion, shaded by their part of the class.</summary>
internal static class ConfusionFigure
{
    /// <summary>Up to here each cell says its part of the row too; in larger tables cells without a picture stay empty.</summary>
    private const int FewClasses = 6;

    /// <summary>A cell without pictures is still seen.</summary>
    private const double Faintest = 0.05;

    public static Chart Build(Evaluation evaluation, string? title = null)
    {
        int n = evaluation.Classes.Count;
        string[] names = [.. Distinct(evaluation.Classes).Select(PlotText.Escape)];
        double labels = Math.Min(180, names.Select(c => TextMetrics.Width(c, 12)).DefaultIfEmpty(0).Max());
        double cell = Math.Clamp((650 - labels) / Math.Max(1, n), 22, n < 3 ? 100 : 112);
        double[][] shades = [.. Enumerable.Range(0, n).Select(row => Enumerable.Range(0, n).Select(column => Shade(evaluation, row, column)).ToArray())];
        GenericChart figure = Plot.Heatmap<double, string, string, string>(
                zData: shades,
                X: names,
                Y: names,
                XGap: n > 12 ? 1 : 2,
                YGap: n > 12 ? 1 : 2,
                ColorScale: Scale(shades),
                ShowScale: false,
                UseDefaults: false)
            .WithXAxis(Axes.Axis("the model says", grid: false))
            .WithYAxis(Axes.Axis("it is", (Math.Max(1, n) - 0.5, -0.5), grid: false));
        string heading = title ?? "Confusion matrix";
        return new Chart(
            figure.Dress(
                heading,
                $"{evaluation.Right:#,0} of {Words.Count(evaluation.Scores.Count, "test picture")} right; shade: part of the row",
                130 + (n * cell) + (n > 5 ? 60 : 0),
                Math.Max(300, labels + 70 + (n * cell)),
                top: 8,
                left: labels + 40,
                annotations: Texts(evaluation, cell)),
            heading,
            Describe(evaluation));
    }

    /// <summary>Class names as axis categories; an axis knows a category by its name, so a name that comes twice gets a number.</summary>
    private static IEnumerable<string> Distinct(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
        {
            string unique = name;
            for (int i = 2; !seen.Add(unique); i++)
            {
                unique = $"{name} ({i})";
            }

            yield return unique;
        }
    }

    /// <summary>How strongly a cell is shaded: above zero where the model is right, below where it is wrong; not a number leaves it out.</summary>
    private static double Shade(Evaluation evaluation, int row, int column)
    {
        double part = Faintest + ((1 - Faintest) * Share(evaluation, row, column));
        bool empty = evaluation.Classes.Count > FewClasses && row != column && evaluation.Confusion[row, column] == 0;
        return empty ? double.NaN : row == column ? part : -part;
    }

    /// <summary>
    /// From vermilion through the ground to blue, so that the strength of a cell is its shade. A heat map stretches its colours from its lowest to
    /// its highest value: the ends are as strong as these are.
    /// </summary>
    private static StyleParam.Colorscale Scale(double[][] shades)
    {
        double[] seen = [.. shades.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(0)];
        double low = seen.Min(), high = seen.Max();
        Color first = Tint(low), last = Tint(high);
        return StyleParam.Colorscale.NewCustom(low < 0 && high > 0
            ? [Tuple.Create(0.0, first), Tuple.Create(-low / (high - low), Tint(-0.0)), Tuple.Create(-low / (high - low), Tint(0)), Tuple.Create(1.0, last)]
            : [Tuple.Create(0.0, first), Tuple.Create(1.0, last)]);
    }

    private static Color Tint(double shade)
    {
        string color = double.IsNegative(shade) ? Colors.Vermilion : Colors.Blue;
        byte[] rgb = Convert.FromHexString(color.AsSpan(1));
        return Color.fromString($"rgba({rgb[0]},{rgb[1]},{rgb[2]},{Math.Abs(shade):0.###})");
    }

    private static IEnumerable<Annotation> Texts(Evaluation evaluation, double cell)
    {
        int n = evaluation.Classes.Count;
        bool few = n <= FewClasses;
        double size = few ? Math.Min(18, cell * 0.3) : Math.Min(14, cell * 0.4);
        double widest = Enumerable.Range(0, n * n).Select(i => TextMetrics.Width(Count(i / n, i % n), 1, bold: true)).DefaultIfEmpty(1).Max();
        size = Math.Min(size, (cell - 4) / widest);
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < n; column++)
            {
                double shade = Shade(evaluation, row, column);
                if (!double.IsFinite(shade) || size < 6)
                {
                    continue;
                }

                string ink = InkOn(Share(evaluation, row, column));
                yield return InMiddle(Count(row, column), row, column, size, ink, few ? 8 : 0, bold: true);
                if (few)
                {
                    yield return InMiddle(Words.Percent(Share(evaluation, row, column)), row, column, 11, ink, -11, bold: false);
                }
            }
        }

        // In a narrow cell "4k" can still be read.
        string Count(int row, int column) => evaluation.Confusion[row, column] is var count && (count < 1000 || few) ? $"{count:#,0}" : $"{count / 1000.0:0.#}k";
    }

    private static Annotation InMiddle(string text, int row, int column, double size, string ink, int yShift, bool bold) => Labels.Text(
        text, column, row, color: ink, size: Math.Round(size, 1), bold: bold, xAnchor: StyleParam.XAnchorPosition.Center, yShift: yShift);

    /// <summary>Which ink reads on a shade of that strength, on light ground and, as its dark partner, on dark ground.</summary>
    internal static string InkOn(double part) => part < 0.5 ? Colors.Ink : part < 0.76 ? Colors.OnMiddling : Colors.OnStrong;

    private static double Share(Evaluation evaluation, int row, int column)
    {
        double total = Total(evaluation, row);
        return total == 0 ? 0 : evaluation.Confusion[row, column] / total;
    }

    private static double Total(Evaluation evaluation, int row) =>
        Enumerable.Range(0, evaluation.Classes.Count).Sum(column => evaluation.Confusion[row, column]);

    private static string Describe(Evaluation evaluation)
    {
        var parts = Enumerable.Range(0, evaluation.Classes.Count).Take(6)
            .Select(row => $"of {Total(evaluation, row):#,0} {evaluation.Classes[row]} pictures {evaluation.Confusion[row, row]:#,0} are told right").ToList();
        return Words.Capital(Words.List(parts)) + ".";
    }
}
