using Microsoft.FSharp.Core;

namespace Plotly.NET;

/// <summary>A heading of a figure, an axis or a legend.</summary>
public class Title : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Title init(
        FSharpOption<string>? Text = null,
        FSharpOption<Font>? Font = null,
        FSharpOption<double>? X = null,
        FSharpOption<StyleParam.XAnchorPosition>? XAnchor = null,
        FSharpOption<string>? XRef = null,
        FSharpOption<double>? Y = null,
        FSharpOption<StyleParam.YAnchorPosition>? YAnchor = null,
        FSharpOption<string>? YRef = null,
        FSharpOption<int>? Standoff = null) => new Title()
        .With("text", Text)
        .With("font", Font)
        .With("x", X)
        .With("xanchor", XAnchor)
        .With("xref", XRef)
        .With("y", Y)
        .With("yanchor", YAnchor)
        .With("yref", YRef)
        .With("standoff", Standoff);
}
