using Microsoft.FSharp.Core;
using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

/// <summary>Makes figures of one trace, and joins figures.</summary>
public static partial class Chart
{
    /// <summary>All traces in one figure; what later figures say of the layout holds.</summary>
    public static GenericChart Combine(IEnumerable<GenericChart> gCharts) => GenericChart.combine(gCharts);

    /// <summary>
    /// A figure of one trace. With the defaults it is 600 by 600 pixels and follows the width of its page; the published package also lends it
    /// its template of colours.
    /// </summary>
    private static GenericChart Of(Trace trace, Optional<bool> useDefaults) => useDefaults is { IsSome: true, Value: false }
        ? new GenericChart([trace], new Layout(), new Config())
        : new GenericChart([trace], Layout.init<string>(Width: 600, Height: 600), Config.init(Responsive: true));

    private static Marker With(Optional<Marker> marker, FSharpOption<Color>? color, Optional<StyleParam.MarkerSymbol> symbol) =>
        (marker.IsSome ? marker.Value : new Marker()).With("color", color).With("symbol", symbol.ToOption());
}
