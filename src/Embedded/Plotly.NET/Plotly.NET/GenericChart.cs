using Microsoft.FSharp.Collections;

namespace Plotly.NET;

/// <summary>A figure: traces, a layout and how it behaves in a page. As in the published package, styling one changes its layout in place.</summary>
public class GenericChart
{
    private readonly List<Trace> _traces;

    internal GenericChart(IEnumerable<Trace> traces, Layout layout, Config config)
    {
        _traces = [.. traces];
        Layout = layout;
        Config = config;
    }

    internal Layout Layout { get; }

    internal Config Config { get; }

    public static FSharpList<Trace> getTraces(GenericChart gChart) => ListModule.OfSeq(gChart._traces);

    public static Layout getLayout(GenericChart gChart) => gChart.Layout;

    public static Config getConfig(GenericChart gChart) => gChart.Config;

    /// <summary>All traces in one figure; what later figures say of the layout holds.</summary>
    public static GenericChart combine(IEnumerable<GenericChart> gCharts)
    {
        ArgumentNullException.ThrowIfNull(gCharts);
        return gCharts.Aggregate((first, second) =>
        {
            first.Layout.Join(second.Layout);
            ((IFields)first.Config).Fields.Join(((IFields)second.Config).Fields);
            return new GenericChart([.. first._traces, .. second._traces], first.Layout, first.Config);
        });
    }

    /// <summary>Data, layout and configuration.</summary>
    public static string toJson(GenericChart gChart) =>
        FigureJson.Write(("data", gChart._traces), ("layout", gChart.Layout), ("config", gChart.Config));

    /// <summary>Data, layout and an empty list of frames.</summary>
    public static string toFigureJson(GenericChart gChart) =>
        FigureJson.Write(("data", gChart._traces), ("layout", gChart.Layout), ("frames", Array.Empty<object>()));

    internal GenericChart EachTrace(Action<Fields> change)
    {
        _traces.ForEach(trace => change(((IFields)trace).Fields));
        return this;
    }

    internal GenericChart WithField(string name, object value)
    {
        ((IFields)Layout).Fields.Set(name, value);
        return this;
    }

    /// <summary>Adds to an object of the layout, such as an axis, or sets it where there is none yet.</summary>
    internal GenericChart Update(string name, IFields value)
    {
        Fields layout = ((IFields)Layout).Fields;
        if (layout.TryGet(name, out IFields? present))
        {
            present.Fields.Join(value.Fields);
        }
        else
        {
            layout.Set(name, value);
        }

        return this;
    }
}
