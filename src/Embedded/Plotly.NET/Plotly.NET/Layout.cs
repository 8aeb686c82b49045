using Microsoft.FSharp.Core;
using Plotly.NET.LayoutObjects;

namespace Plotly.NET;

/// <summary>Everything about a figure but its data.</summary>
public class Layout : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Layout init<a>(
        FSharpOption<Title>? Title = null,
        FSharpOption<bool>? ShowLegend = null,
        FSharpOption<Margin>? Margin = null,
        FSharpOption<int>? Width = null,
        FSharpOption<int>? Height = null,
        FSharpOption<Font>? Font = null,
        FSharpOption<Color>? PaperBGColor = null,
        FSharpOption<Color>? PlotBGColor = null,
        FSharpOption<StyleParam.HoverMode>? HoverMode = null,
        FSharpOption<IEnumerable<Annotation>>? Annotations = null,
        FSharpOption<IEnumerable<Shape>>? Shapes = null)
        where a : IConvertible => new Layout()
        .With("title", Title)
        .With("showlegend", ShowLegend)
        .With("margin", Margin)
        .With("width", Width)
        .With("height", Height)
        .With("font", Font)
        .With("paper_bgcolor", PaperBGColor)
        .With("plot_bgcolor", PlotBGColor)
        .With("hovermode", HoverMode)
        .With("annotations", Annotations)
        .With("shapes", Shapes);

    /// <summary>Takes over what <paramref name="other"/> says; its annotations and shapes come after those that are here.</summary>
    internal void Join(Layout other)
    {
        object? annotations = Both<Annotation>(other, "annotations"), shapes = Both<Shape>(other, "shapes");
        _fields.Join(other._fields);
        if (annotations is not null)
        {
            _fields.Set("annotations", annotations);
        }

        if (shapes is not null)
        {
            _fields.Set("shapes", shapes);
        }
    }

    private List<T>? Both<T>(Layout other, string name) =>
        _fields.TryGet(name, out IEnumerable<T>? mine) && other._fields.TryGet(name, out IEnumerable<T>? theirs) ? [.. mine, .. theirs] : null;
}
