using Microsoft.FSharp.Core;

namespace Plotly.NET.TraceObjects;

/// <summary>Intervals round the points of a trace.</summary>
public class Error : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Error init<a, b>(
        FSharpOption<bool>? Symmetric = null,
        FSharpOption<IEnumerable<a>>? Array = null,
        FSharpOption<IEnumerable<b>>? Arrayminus = null,
        FSharpOption<Color>? Color = null,
        FSharpOption<double>? Thickness = null,
        FSharpOption<double>? Width = null)
        where a : IConvertible
        where b : IConvertible => new Error()
        .With("symmetric", Symmetric)
        .With("array", Array)
        .With("arrayminus", Arrayminus)
        .With("color", Color)
        .With("thickness", Thickness)
        .With("width", Width);
}
