using Microsoft.FSharp.Core;

namespace Plotly.NET;

/// <summary>How a figure behaves in a page.</summary>
public class Config : IFields
{
    private readonly Fields _fields = new();

    Fields IFields.Fields => _fields;

    public static Config init(
        FSharpOption<bool>? StaticPlot = null,
        FSharpOption<bool>? Responsive = null,
        FSharpOption<bool>? DisplayModeBar = null,
        FSharpOption<bool>? Displaylogo = null) => new Config()
        .With("staticPlot", StaticPlot)
        .With("responsive", Responsive)
        .With("displayModeBar", DisplayModeBar)
        .With("displaylogo", Displaylogo);
}
