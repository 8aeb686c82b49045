using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Lying bars.</summary>
    public static GenericChart Bar<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values,
        Optional<IEnumerable<KeysType>> Keys = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<Marker> Marker = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<bool> UseDefaults = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible
        where KeysType : IConvertible
        where TextType : IConvertible => Of(
            Bar(StyleParam.Orientation.Horizontal, Name, ShowLegend, Opacity, MultiText, MarkerColor, Marker, TextPosition, Width)
                .With<Trace, IEnumerable<ValuesType>>("x", new(values)).With("y", Keys.ToOption()),
            UseDefaults);

    /// <summary>Upright bars.</summary>
    public static GenericChart Column<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values,
        Optional<IEnumerable<KeysType>> Keys = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<Marker> Marker = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<bool> UseDefaults = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible
        where KeysType : IConvertible
        where TextType : IConvertible => Of(
            Bar(StyleParam.Orientation.Vertical, Name, ShowLegend, Opacity, MultiText, MarkerColor, Marker, TextPosition, Width)
                .With("x", Keys.ToOption()).With<Trace, IEnumerable<ValuesType>>("y", new(values)),
            UseDefaults);

    private static Trace Bar<ValuesType, TextType>(
        StyleParam.Orientation orientation,
        Optional<string> name,
        Optional<bool> showLegend,
        Optional<double> opacity,
        Optional<IEnumerable<TextType>> text,
        Optional<Color> color,
        Optional<Marker> marker,
        Optional<StyleParam.TextPosition> textPosition,
        Optional<ValuesType> width) => new Trace("bar")
            .With("name", name.ToOption())
            .With("showlegend", showLegend.ToOption())
            .With("opacity", opacity.ToOption())
            .With<Trace, StyleParam.Orientation>("orientation", orientation)
            .With("text", text.ToOption())
            .With("textposition", textPosition.ToOption())
            .With("width", width.ToOption())
            .With<Trace, Marker>("marker", With(marker, color.ToOption(), default).With<Marker, Fields>("pattern", new Fields()));
}
