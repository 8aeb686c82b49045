using Microsoft.FSharp.Core;

namespace Plotly.NET.LayoutObjects;

/// <summary>A text at a place.</summary>
public class Annotation : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Annotation init<a, b, c, d, e, f, g, h, i, j>(
        FSharpOption<a>? X = null,
        FSharpOption<b>? Y = null,
        FSharpOption<Font>? Font = null,
        FSharpOption<string>? HoverText = null,
        FSharpOption<bool>? ShowArrow = null,
        FSharpOption<string>? Text = null,
        FSharpOption<StyleParam.XAnchorPosition>? XAnchor = null,
        FSharpOption<h>? XRef = null,
        FSharpOption<int>? XShift = null,
        FSharpOption<StyleParam.YAnchorPosition>? YAnchor = null,
        FSharpOption<j>? YRef = null,
        FSharpOption<int>? YShift = null)
        where a : IConvertible
        where b : IConvertible
        where c : IConvertible
        where d : IConvertible
        where e : IConvertible
        where f : IConvertible
        where g : IConvertible
        where h : IConvertible
        where i : IConvertible
        where j : IConvertible => new Annotation()
        .With("x", X)
        .With("y", Y)
        .With("font", Font)
        .With("hovertext", HoverText)
        .With("showarrow", ShowArrow)
        .With("text", Text)
        .With("xanchor", XAnchor)
        .With("xref", XRef)
        .With("xshift", XShift)
        .With("yanchor", YAnchor)
        .With("yref", YRef)
        .With("yshift", YShift);
}
