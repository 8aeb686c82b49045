using Microsoft.FSharp.Core;

namespace Plotly.NET.TraceObjects;

/// <summary>The look of points and bars.</summary>
public class Marker : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Marker init(
        FSharpOption<Color>? Color = null,
        FSharpOption<Line>? Outline = null,
        FSharpOption<double>? Opacity = null,
        FSharpOption<int>? Size = null,
        FSharpOption<StyleParam.MarkerSymbol>? Symbol = null) => new Marker()
        .With("color", Color)
        .With("line", Outline)
        .With("opacity", Opacity)
        .With("size", Size)
        .With("symbol", Symbol);
}
