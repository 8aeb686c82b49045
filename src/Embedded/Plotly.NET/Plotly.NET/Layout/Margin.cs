using Microsoft.FSharp.Core;

namespace Plotly.NET.LayoutObjects;

/// <summary>Room round the plots, in pixels.</summary>
public class Margin : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Margin init<a, b, c, d, e, f>(
        FSharpOption<a>? Left = null,
        FSharpOption<b>? Right = null,
        FSharpOption<c>? Top = null,
        FSharpOption<d>? Bottom = null,
        FSharpOption<e>? Pad = null,
        FSharpOption<f>? Autoexpand = null) => new Margin()
        .With("l", Left)
        .With("r", Right)
        .With("t", Top)
        .With("b", Bottom)
        .With("pad", Pad)
        .With("autoexpand", Autoexpand);
}
