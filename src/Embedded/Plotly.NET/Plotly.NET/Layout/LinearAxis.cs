using Microsoft.FSharp.Core;

namespace Plotly.NET.LayoutObjects;

/// <summary>An axis: its range, its ticks and its lines.</summary>
public class LinearAxis : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static LinearAxis init<a, b, c, d, e, f, g, h>(
        FSharpOption<Color>? Color = null,
        FSharpOption<Title>? Title = null,
        FSharpOption<StyleParam.AxisType>? AxisType = null,
        FSharpOption<StyleParam.AutoRange>? AutoRange = null,
        FSharpOption<StyleParam.Range>? Range = null,
        FSharpOption<bool>? FixedRange = null,
        FSharpOption<StyleParam.TickMode>? TickMode = null,
        FSharpOption<int>? NTicks = null,
        FSharpOption<c>? Tick0 = null,
        FSharpOption<d>? DTick = null,
        FSharpOption<IEnumerable<e>>? TickVals = null,
        FSharpOption<IEnumerable<f>>? TickText = null,
        FSharpOption<StyleParam.TickOptions>? Ticks = null,
        FSharpOption<bool>? ShowTickLabels = null,
        FSharpOption<StyleParam.TickAutoMargin>? AutoMargin = null,
        FSharpOption<Font>? TickFont = null,
        FSharpOption<string>? TickFormat = null,
        FSharpOption<bool>? ShowLine = null,
        FSharpOption<Color>? LineColor = null,
        FSharpOption<double>? LineWidth = null,
        FSharpOption<bool>? ShowGrid = null,
        FSharpOption<Color>? GridColor = null,
        FSharpOption<bool>? ZeroLine = null,
        FSharpOption<StyleParam.LinearAxisId>? Anchor = null,
        FSharpOption<StyleParam.Range>? Domain = null,
        FSharpOption<IEnumerable<g>>? CategoryArray = null)
        where a : IConvertible
        where b : IConvertible
        where c : IConvertible
        where d : IConvertible
        where e : IConvertible
        where f : IConvertible
        where g : IConvertible
        where h : IConvertible => new LinearAxis()
        .With("color", Color)
        .With("title", Title)
        .With("type", AxisType)
        .With("autorange", AutoRange)
        .With("range", Range)
        .With("fixedrange", FixedRange)
        .With("tickmode", TickMode)
        .With("nticks", NTicks)
        .With("tick0", Tick0)
        .With("dtick", DTick)
        .With("tickvals", TickVals)
        .With("ticktext", TickText)
        .With("ticks", Ticks)
        .With("showticklabels", ShowTickLabels)
        .With("automargin", AutoMargin)
        .With("tickfont", TickFont)
        .With("tickformat", TickFormat)
        .With("showline", ShowLine)
        .With("linecolor", LineColor)
        .With("linewidth", LineWidth)
        .With("showgrid", ShowGrid)
        .With("gridcolor", GridColor)
        .With("zeroline", ZeroLine)
        .With("anchor", Anchor)
        .With("domain", Domain)
        .With("categoryarray", CategoryArray);
}
