using System.Text.Json.Nodes;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Plot = Plotly.NET.CSharp.Chart;

namespace Embedded.Plotly.NET.Tests;

/// <summary>Figures become the JSON that plotly.js reads, in the words of its schema.</summary>
public class FigureJsonTests
{
    [Fact]
    public void A_line_is_a_scatter_trace_with_its_look() => Same(
        """
        {"data":[{"type":"scatter","name":"loss","mode":"lines","x":[1.0,2.0],"y":[0.5,0.25],"marker":{},
                  "line":{"color":"#0072b2","dash":"dash","width":2.4}}],"layout":{},"config":{}}
        """,
        Plot.Line<double, double, string>(
            x: [1, 2], y: [0.5, 0.25], Name: "loss", LineColor: Color.fromString("#0072b2"), LineDash: StyleParam.DrawingStyle.Dash, LineWidth: 2.4, UseDefaults: false));

    [Fact]
    public void A_line_with_markers_says_so() => Assert.Equal(
        "lines+markers",
        (string?)Json(Plot.Line<int, int, string>(x: [1], y: [2], ShowMarkers: true, UseDefaults: false))["data"]![0]!["mode"]);

    [Fact]
    public void Numbers_that_are_none_become_strings() => Same(
        """["NaN","Infinity","-Infinity",1.5]""",
        Json(Plot.Line<int, double, string>(x: [1, 2, 3, 4], y: [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5], UseDefaults: false))["data"]![0]!["y"]!);

    [Fact]
    public void An_open_circle_is_symbol_100_and_points_may_have_a_colour_each()
    {
        JsonNode marker = Json(Plot.Point<int, int, string>(
            x: [1],
            y: [2],
            Marker: Marker.init(
                Size: 9,
                Color: Color.fromColors([Color.fromString("red"), Color.fromHex("#0072b2")]),
                Symbol: StyleParam.MarkerSymbol.NewModified(StyleParam.MarkerSymbol.Circle, StyleParam.SymbolStyle.Open)),
            UseDefaults: false))["data"]![0]!["marker"]!;
        Same("""{"size":9,"symbol":"100","color":["red","rgba(0, 114, 178, 1.0)"]}""", marker);
    }

    [Fact]
    public void A_bar_lies_and_has_its_error_bars() => Same(
        """
        {"data":[{"type":"bar","orientation":"h","x":[0.9],"y":["frozen"],"text":["90 %"],"textposition":"none","width":0.6,"marker":{"pattern":{}},
                  "error_x":{"symmetric":false,"array":[0.02],"arrayminus":[0.03],"thickness":1.5}}],"layout":{},"config":{}}
        """,
        Plot.Bar<double, string, string>(
            values: [0.9], Keys: new[] { "frozen" }, MultiText: new[] { "90 %" }, TextPosition: StyleParam.TextPosition.None, Width: 0.6, UseDefaults: false)
            .WithXError(Error.init<double, double>(Symmetric: false, Array: new[] { 0.02 }, Arrayminus: new[] { 0.03 }, Thickness: 1.5)));

    [Fact]
    public void A_column_stands() => Assert.Equal(
        ("v", "cat", 3),
        Json(Plot.Column<int, string, string>(values: [3], Keys: new[] { "cat" }, UseDefaults: false))["data"]![0] is { } bar
            ? ((string?)bar["orientation"], (string?)bar["x"]![0], (int)bar["y"]![0]!) : default);

    [Fact]
    public void A_heat_map_has_rows_and_its_colours() => Same(
        """
        {"data":[{"type":"heatmap","x":["a","b"],"y":["a","b"],"z":[[1,0],[0,1]],"xgap":2,"ygap":2,"showscale":false,
                  "colorscale":[[0.0,"white"],[1.0,"rgba(0, 0, 255, 1.0)"]]}],"layout":{"yaxis":{"autorange":"reversed"}},"config":{}}
        """,
        Plot.Heatmap<int, string, string, string>(
            zData: [[1, 0], [0, 1]],
            X: new[] { "a", "b" },
            Y: new[] { "a", "b" },
            XGap: 2,
            YGap: 2,
            ShowScale: false,
            ReverseYAxis: true,
            ColorScale: StyleParam.Colorscale.NewCustom([Tuple.Create(0.0, Color.fromString("white")), Tuple.Create(1.0, Color.fromRGB(0, 0, 255))]),
            UseDefaults: false));

    [Fact]
    public void Axes_are_added_to_and_have_numbers()
    {
        GenericChart chart = Plot.Point<int, int, string>(x: [1], y: [2], UseDefaults: false)
            .WithAxisAnchor(X: 2, Y: 1)
            .WithXAxisStyle<double, double, string>(TitleText: "epoch", Domain: Tuple.Create(0.0, 0.5), Id: StyleParam.SubPlotId.NewXAxis(2))
            .WithXAxis(
                LinearAxis.init<double, double, double, double, double, string, string, string>(
                    AxisType: StyleParam.AxisType.Log, Range: StyleParam.Range.NewMinMax(-1, 2.5), Anchor: StyleParam.LinearAxisId.NewY(1), DTick: 2.0),
                StyleParam.SubPlotId.NewXAxis(2));
        JsonNode json = Json(chart);
        Assert.Equal(("x2", "y"), ((string?)json["data"]![0]!["xaxis"], (string?)json["data"]![0]!["yaxis"]));
        Same("""{"xaxis2":{"title":{"text":"epoch"},"domain":[0.0,0.5],"type":"log","range":[-1,2.5],"anchor":"y","dtick":2.0}}""", json["layout"]!);
    }

    [Fact]
    public void Figures_are_joined_with_their_annotations_and_shapes()
    {
        GenericChart One(string text) => Plot.Point<int, int, string>(x: [1], y: [2], Name: text, UseDefaults: false).WithLayout(Layout.init<string>(
            Title: Title.init(Text: text),
            Annotations: new[] { Annotation.init<int, int, int, int, int, int, int, string, int, string>(X: 1, Y: 2, XRef: "x domain", ShowArrow: false, Text: text) },
            Shapes: new[] { Shape.init<int, int, int, int>(ShapeType: StyleParam.ShapeType.Line, X0: 1, X1: 2, Layer: StyleParam.Layer.Below) }));
        JsonNode json = Json(Plot.Combine([One("first"), One("second")]));
        Assert.Equal(["first", "second"], json["data"]!.AsArray().Select(t => (string?)t!["name"]));
        Assert.Equal(["first", "second"], json["layout"]!["annotations"]!.AsArray().Select(t => (string?)t!["text"]));
        Assert.Equal(2, json["layout"]!["shapes"]!.AsArray().Count);
        Assert.Equal("second", (string?)json["layout"]!["title"]!["text"]);
    }

    [Fact]
    public void Title_size_margin_and_legend_stand_in_the_layout()
    {
        GenericChart chart = Plot.Point<int, int, string>(x: [1], y: [2], UseDefaults: false)
            .WithTitle("T", TitleFont: Font.init(Size: 16.0))
            .WithSize(700, 300)
            .WithMargin(Margin.init<int, int, int, int, int, bool>(Left: 5, Top: 6))
            .WithLegend(true)
            .WithLegendStyle(Orientation: StyleParam.Orientation.Horizontal, X: 0.5, XAnchor: StyleParam.XAnchorPosition.Center)
            .WithConfig(Config.init(Displaylogo: false));
        Same(
            """
            {"layout":{"title":{"text":"T","font":{"size":16.0}},"width":700,"height":300,"margin":{"l":5,"t":6},"showlegend":true,
                       "legend":{"orientation":"h","x":0.5,"xanchor":"center"}},"config":{"displaylogo":false}}
            """,
            new JsonObject { ["layout"] = Json(chart)["layout"]!.DeepClone(), ["config"] = Json(chart)["config"]!.DeepClone() });
        Assert.Equal(["data", "layout", "frames"], JsonNode.Parse(GenericChart.toFigureJson(chart))!.AsObject().Select(p => p.Key));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 256, 0)]
    public void A_colour_out_of_range_is_refused(int r, int g, int b) => Assert.ThrowsAny<Exception>(() => Color.fromRGB(r, g, b));

    private static JsonNode Json(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static void Same(string expected, GenericChart chart) => Same(expected, Json(chart));

    private static void Same(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(Normal(JsonNode.Parse(expected)!), Normal(actual)), actual.ToJsonString());

    /// <summary>All numbers alike: 1.0 is 1.</summary>
    private static JsonNode? Normal(JsonNode? node) => node switch
    {
        JsonObject owner => new JsonObject(owner.Select(p => KeyValuePair.Create(p.Key, Normal(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Normal)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create((double)value),
        _ => node?.DeepClone(),
    };
}
