using Microsoft.FSharp.Core;

namespace Plotly.NET;

/// <summary>A size and a colour of text.</summary>
public class Font : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Font init(
        FSharpOption<double>? Size = null,
        FSharpOption<Color>? Color = null) => new Font()
        .With("size", Size)
        .With("color", Color);
}
