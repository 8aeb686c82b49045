using Microsoft.FSharp.Core;

namespace Plotly.NET;

/// <summary>The look of a line.</summary>
public class Line : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Line init(
        FSharpOption<Color>? Color = null,
        FSharpOption<StyleParam.DrawingStyle>? Dash = null,
        FSharpOption<double>? Width = null) => new Line()
        .With("color", Color)
        .With("dash", Dash)
        .With("width", Width);
}
