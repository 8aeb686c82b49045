using Microsoft.FSharp.Core;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace Plotly.NET;

/// <summary>Changes to a figure, one after the other.</summary>
public static class GenericChartExtensions
{
    /// <summary>The number of the axes that the traces are drawn on.</summary>
    public static GenericChart WithAxisAnchor(this GenericChart @this, FSharpOption<int>? X = null, FSharpOption<int>? Y = null) => @this.EachTrace(trace =>
    {
        if (X is not null)
        {
            trace.Set("xaxis", StyleParam.LinearAxisId.NewX(X.Value));
        }

        if (Y is not null)
        {
            trace.Set("yaxis", StyleParam.LinearAxisId.NewY(Y.Value));
        }
    });

    public static GenericChart WithConfig(this GenericChart @this, Config config)
    {
        ((IFields)@this.Config).Fields.Join(((IFields)config).Fields);
        return @this;
    }

    /// <summary>Adds to the layout; annotations and shapes come after those that are there.</summary>
    public static GenericChart WithLayout(this GenericChart @this, Layout layout)
    {
        @this.Layout.Join(layout);
        return @this;
    }

    public static GenericChart WithLegend(this GenericChart @this, bool showlegend) => @this.WithField("showlegend", showlegend);

    public static GenericChart WithMargin(this GenericChart @this, Margin margin) => @this.WithField("margin", margin);

    public static GenericChart WithSize(this GenericChart @this, int width, int height) => @this.WithField("width", width).WithField("height", height);

    public static GenericChart WithTitle(this GenericChart @this, string title, FSharpOption<Font>? TitleFont = null) =>
        @this.Update("title", Title.init(Text: title, Font: TitleFont));

    /// <summary>Adds to an axis, the first one where no <paramref name="Id"/> says which.</summary>
    public static GenericChart WithXAxis(this GenericChart @this, LinearAxis xAxis, FSharpOption<StyleParam.SubPlotId>? Id = null) =>
        @this.Update($"{Id?.Value ?? StyleParam.SubPlotId.NewXAxis(1)}", xAxis);

    /// <inheritdoc cref="WithXAxis"/>
    public static GenericChart WithYAxis(this GenericChart @this, LinearAxis yAxis, FSharpOption<StyleParam.SubPlotId>? Id = null) =>
        @this.Update($"{Id?.Value ?? StyleParam.SubPlotId.NewYAxis(1)}", yAxis);

    public static GenericChart WithXError(this GenericChart @this, Error xError) => @this.EachTrace(trace => Join(trace, "error_x", xError));

    public static GenericChart WithYError(this GenericChart @this, Error yError) => @this.EachTrace(trace => Join(trace, "error_y", yError));

    private static void Join(Fields trace, string name, IFields value)
    {
        if (trace.TryGet(name, out IFields? present))
        {
            present.Fields.Join(value.Fields);
        }
        else
        {
            trace.Set(name, value);
        }
    }
}
