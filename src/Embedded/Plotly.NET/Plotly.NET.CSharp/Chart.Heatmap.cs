using Plotly.NET.LayoutObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Shaded cells: rows along y, from below unless <paramref name="ReverseYAxis"/> is set.</summary>
    public static GenericChart Heatmap<ZType, XType, YType, TextType>(
        IEnumerable<IEnumerable<ZType>> zData,
        Optional<string> Name = default,
        Optional<IEnumerable<XType>> X = default,
        Optional<int> XGap = default,
        Optional<IEnumerable<YType>> Y = default,
        Optional<int> YGap = default,
        Optional<StyleParam.Colorscale> ColorScale = default,
        Optional<bool> ShowScale = default,
        Optional<bool> ReverseYAxis = default,
        Optional<bool> UseDefaults = default)
        where ZType : IConvertible
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        GenericChart chart = Of(
            new Trace("heatmap")
                .With("name", Name.ToOption())
                .With("x", X.ToOption())
                .With("xgap", XGap.ToOption())
                .With("y", Y.ToOption())
                .With("ygap", YGap.ToOption())
                .With<Trace, IEnumerable<IEnumerable<ZType>>>("z", new(zData))
                .With("colorscale", ColorScale.ToOption())
                .With("showscale", ShowScale.ToOption()),
            UseDefaults);
        return ReverseYAxis is { IsSome: true, Value: true }
            ? chart.WithYAxis(LinearAxis.init<double, double, double, double, double, string, string, string>(AutoRange: StyleParam.AutoRange.Reversed))
            : chart;
    }
}
