using Microsoft.FSharp.Core;

namespace Plotly.NET.LayoutObjects;

/// <summary>The list of the traces.</summary>
public class Legend : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Legend init(
        FSharpOption<Color>? BGColor = null,
        FSharpOption<Font>? Font = null,
        FSharpOption<StyleParam.Orientation>? Orientation = null,
        FSharpOption<double>? X = null,
        FSharpOption<StyleParam.XAnchorPosition>? XAnchor = null,
        FSharpOption<double>? Y = null,
        FSharpOption<StyleParam.YAnchorPosition>? YAnchor = null) => new Legend()
        .With("bgcolor", BGColor)
        .With("font", Font)
        .With("orientation", Orientation)
        .With("x", X)
        .With("xanchor", XAnchor)
        .With("y", Y)
        .With("yanchor", YAnchor);
}
