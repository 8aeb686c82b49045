using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Points, lines or both.</summary>
    public static GenericChart Scatter<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        StyleParam.Mode mode,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<Color> LineColor = default,
        Optional<double> LineWidth = default,
        Optional<StyleParam.DrawingStyle> LineDash = default,
        Optional<Line> Line = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible => Of(
            new Trace("scatter")
                .With("name", Name.ToOption())
                .With("showlegend", ShowLegend.ToOption())
                .With("opacity", Opacity.ToOption())
                .With<Trace, StyleParam.Mode>("mode", mode)
                .With<Trace, IEnumerable<XType>>("x", new(x))
                .With<Trace, IEnumerable<YType>>("y", new(y))
                .With("text", MultiText.ToOption())
                .With<Trace, Marker>("marker", With(Marker, MarkerColor.ToOption(), MarkerSymbol))
                .With<Trace, Line>("line", (Line.IsSome ? Line.Value : new Line())
                    .With("color", LineColor.ToOption()).With("dash", LineDash.ToOption()).With("width", LineWidth.ToOption())),
            UseDefaults);

    /// <summary>Points joined by a line.</summary>
    public static GenericChart Line<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        Optional<bool> ShowMarkers = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<Color> LineColor = default,
        Optional<double> LineWidth = default,
        Optional<StyleParam.DrawingStyle> LineDash = default,
        Optional<Line> Line = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible => Scatter(
            x, y, ShowMarkers is { IsSome: true, Value: true } ? StyleParam.Mode.Lines_Markers : StyleParam.Mode.Lines,
            Name, ShowLegend, Opacity, MultiText, MarkerColor, MarkerSymbol, Marker, LineColor, LineWidth, LineDash, Line, UseDefaults);

    /// <summary>Points alone.</summary>
    public static GenericChart Point<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible => Scatter(
            x, y, StyleParam.Mode.Markers, Name, ShowLegend, Opacity, MultiText, MarkerColor, MarkerSymbol, Marker, UseDefaults: UseDefaults);
}
