using Microsoft.FSharp.Core;

namespace Plotly.NET.LayoutObjects;

/// <summary>A line or a rectangle.</summary>
public class Shape : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Shape init<a, b, c, d>(
        FSharpOption<Color>? FillColor = null,
        FSharpOption<StyleParam.Layer>? Layer = null,
        FSharpOption<Line>? Line = null,
        FSharpOption<double>? Opacity = null,
        FSharpOption<StyleParam.ShapeType>? ShapeType = null,
        FSharpOption<a>? X0 = null,
        FSharpOption<b>? X1 = null,
        FSharpOption<string>? Xref = null,
        FSharpOption<c>? Y0 = null,
        FSharpOption<d>? Y1 = null,
        FSharpOption<string>? Yref = null)
        where a : IConvertible
        where b : IConvertible
        where c : IConvertible
        where d : IConvertible => new Shape()
        .With("fillcolor", FillColor)
        .With("layer", Layer)
        .With("line", Line)
        .With("opacity", Opacity)
        .With("type", ShapeType)
        .With("x0", X0)
        .With("x1", X1)
        .With("xref", Xref)
        .With("y0", Y0)
        .With("y1", Y1)
        .With("yref", Yref);
}
