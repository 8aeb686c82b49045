using Microsoft.FSharp.Core;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace TransferLearning.Charting;

/// <summary>The axes of the charts.</summary>
internal static class Axes
{
    public static StyleParam.SubPlotId X(int number) => StyleParam.SubPlotId.NewXAxis(number);

    public static StyleParam.SubPlotId Y(int number) => StyleParam.SubPlotId.NewYAxis(number);

    /// <summary>An axis in the style of the house.</summary>
    /// <param name="title">With its unit.</param>
    /// <param name="range">In the data's own units, on a logarithmic axis too; the first number is the one at the left or at the bottom.</param>
    /// <param name="format">A d3 format, such as ".0%".</param>
    /// <param name="logarithmic">Whether equal distances are equal ratios.</param>
    /// <param name="grid">Whether each tick has a line.</param>
    /// <param name="line">Whether the axis itself is drawn.</param>
    /// <param name="labels">Whether each tick says its value.</param>
    /// <param name="step">Distance from tick to tick; without, Plotly chooses.</param>
    /// <param name="ticks">Where ticks are; without, Plotly chooses.</param>
    /// <param name="tickTexts">What the ticks say.</param>
    /// <param name="domain">The part of the figure's width (or height, from below) that it takes.</param>
    /// <param name="anchor">The axis of the other letter that it stands on.</param>
    public static LinearAxis Axis(
        string title = "",
        (double From, double To)? range = null,
        string format = "",
        bool logarithmic = false,
        bool grid = true,
        bool line = false,
        bool labels = true,
        double? step = null,
        double[]? ticks = null,
        string[]? tickTexts = null,
        (double From, double To)? domain = null,
        StyleParam.LinearAxisId? anchor = null) => LinearAxis.init<double, double, double, double, double, string, string, string>(
            Title: Title.init(Text: title, Font: HouseStyle.Font(12, Colors.Muted), Standoff: labels ? 8 : (FSharpOption<int>?)null),
            AxisType: Maybe(logarithmic ? StyleParam.AxisType.Log : null),
            Range: Maybe(range is var (low, high) ? StyleParam.Range.NewMinMax(On(low, logarithmic), On(high, logarithmic)) : null),
            DTick: step is { } given ? given : (FSharpOption<double>?)null,
            TickVals: Maybe<IEnumerable<double>>(ticks),
            TickText: Maybe<IEnumerable<string>>(tickTexts),
            Ticks: StyleParam.TickOptions.Empty,
            ShowTickLabels: labels,
            AutoMargin: StyleParam.TickAutoMargin.All,
            TickFont: HouseStyle.Font(12, Colors.Muted),
            TickFormat: format,
            ShowLine: line,
            LineColor: HouseStyle.Ink(Colors.AxisLine),
            ShowGrid: grid,
            GridColor: HouseStyle.Ink(Colors.Grid),
            ZeroLine: false,
            Anchor: Maybe(anchor),
            Domain: Maybe(domain is var (from, to) ? StyleParam.Range.NewMinMax(from, to) : null));

    /// <summary>An axis of whole epochs.</summary>
    public static LinearAxis Epochs(int epochs, (double From, double To)? domain = null, StyleParam.LinearAxisId? anchor = null) => Axis(
        "epoch",
        epochs <= 1 ? (0.5, 1.5) : (1 - (0.02 * epochs), epochs * 1.01),
        grid: false,
        line: true,
        step: Ticks.EpochStep(epochs),
        domain: domain,
        anchor: anchor);

    /// <summary>A value as annotations and ranges take it: on a logarithmic axis the exponent of ten.</summary>
    public static double On(double value, bool logarithmic) => logarithmic ? Math.Log10(value) : value;

    /// <summary>The lowest and the highest of some values with a part of their extent beyond; null where there are none.</summary>
    public static (double Low, double High)? Round(IEnumerable<double> values, double part, bool logarithmic = false)
    {
        double[] seen = [.. values.Where(v => double.IsFinite(v) && (!logarithmic || v > 0)).Select(v => On(v, logarithmic))];
        if (seen.Length == 0)
        {
            return null;
        }

        (double low, double high) = (seen.Min(), seen.Max());
        double margin = high > low ? (high - low) * part : logarithmic ? 0.3 : Math.Max(Math.Abs(high) * 0.1, 0.05);
        (low, high) = (low - margin, high + margin);
        return logarithmic ? (Math.Pow(10, low), Math.Pow(10, high)) : (low, high);
    }

    private static FSharpOption<T>? Maybe<T>(T? value)
        where T : class => value is null ? null : FSharpOption<T>.Some(value);
}
