using Microsoft.FSharp.Core;
using Plotly.NET.LayoutObjects;

namespace Plotly.NET.CSharp;

/// <summary>Changes to a figure, one after the other.</summary>
public static class GenericChartExtensions
{
    public static Layout GetLayout(this GenericChart gChart) => GenericChart.getLayout(gChart);

    public static Trace[] GetTraces(this GenericChart gChart) => [.. GenericChart.getTraces(gChart)];

    public static GenericChart WithLegendStyle(
        this GenericChart gChart,
        Optional<Color> BGColor = default,
        Optional<Font> Font = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<double> X = default,
        Optional<StyleParam.XAnchorPosition> XAnchor = default,
        Optional<double> Y = default,
        Optional<StyleParam.YAnchorPosition> YAnchor = default) => gChart.Update("legend", Legend.init(
            BGColor.ToOption(), Font.ToOption(), Orientation.ToOption(), X.ToOption(), XAnchor.ToOption(), Y.ToOption(), YAnchor.ToOption()));

    /// <summary>Adds to an x axis, the first one where no <paramref name="Id"/> says which.</summary>
    public static GenericChart WithXAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart,
        Optional<string> TitleText = default,
        Optional<StyleParam.AxisType> AxisType = default,
        Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<bool> ShowLine = default,
        Optional<bool> ShowGrid = default,
        Optional<bool> ZeroLine = default,
        Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<Tuple<double, double>> Domain = default,
        Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible
        where MaxType : IConvertible
        where CategoryArrayType : IConvertible =>
        gChart.WithXAxis(Axis(TitleText, AxisType, MinMax, ShowLine, ShowGrid, ZeroLine, Anchor, Domain), Id.ToOption());

    /// <summary>Adds to a y axis, the first one where no <paramref name="Id"/> says which.</summary>
    public static GenericChart WithYAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart,
        Optional<string> TitleText = default,
        Optional<StyleParam.AxisType> AxisType = default,
        Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<bool> ShowLine = default,
        Optional<bool> ShowGrid = default,
        Optional<bool> ZeroLine = default,
        Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<Tuple<double, double>> Domain = default,
        Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible
        where MaxType : IConvertible
        where CategoryArrayType : IConvertible =>
        gChart.WithYAxis(Axis(TitleText, AxisType, MinMax, ShowLine, ShowGrid, ZeroLine, Anchor, Domain), Id.ToOption());

    private static LinearAxis Axis<MinType, MaxType>(
        Optional<string> title,
        Optional<StyleParam.AxisType> type,
        Optional<Tuple<MinType, MaxType>> range,
        Optional<bool> line,
        Optional<bool> grid,
        Optional<bool> zero,
        Optional<StyleParam.LinearAxisId> anchor,
        Optional<Tuple<double, double>> domain)
        where MinType : IConvertible
        where MaxType : IConvertible => LinearAxis.init<double, double, double, double, double, string, string, string>(
            Title: Title.init(Text: title.ToOption()),
            AxisType: type.ToOption(),
            Range: Range(range),
            ShowLine: line.ToOption(),
            ShowGrid: grid.ToOption(),
            ZeroLine: zero.ToOption(),
            Anchor: anchor.ToOption(),
            Domain: Range(domain));

    private static FSharpOption<StyleParam.Range>? Range<MinType, MaxType>(Optional<Tuple<MinType, MaxType>> ends)
        where MinType : IConvertible
        where MaxType : IConvertible => ends.IsSome ? StyleParam.Range.NewMinMax(ends.Value.Item1, ends.Value.Item2) : (FSharpOption<StyleParam.Range>?)null;
}
