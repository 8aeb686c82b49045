using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;
using Annotation = Plotly.NET.LayoutObjects.Annotation;
using Figure = TransferLearning.Charting.Drawing.Figure;
using Plot = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Tests.Charting;

/// <summary>Figures that a reader makes with Plotly.NET, or changes.</summary>
public class OwnFigureTests
{
    [Fact]
    public void Columns_of_a_reader_stand_over_their_names()
    {
        Chart chart = Charts.Of(
            Plot.Column<int, string, string>(values: [3, 5], Keys: new[] { "cat", "dog" }).WithTitle("My pets").WithXAxisStyle<double, double, string>(TitleText: "pet"),
            "Three cats and five dogs.");
        var picture = new SvgPicture(chart);
        Assert.Equal("My pets", chart.Title);
        Assert.Superset(new HashSet<string> { "My pets", "pet", "cat", "dog" }, picture.Texts.ToHashSet());
        double[] heights = [.. picture.Filled("rect", Colors.Blue).Select(bar => SvgPicture.Number(bar, "height"))];
        Assert.Equal(5.0 / 3, heights[1] / heights[0], 2);
    }

    [Fact]
    public void A_chart_is_changed_through_its_figure()
    {
        Chart chart = Charts.TrainingCurves(MadeUp.History("frozen", 4, 0.6, 0.1, 0.81, 0.97));
        Chart changed = chart.With(figure => figure
            .WithTitle("Another title")
            .WithXAxisStyle<double, double, string>(TitleText: "pass", Id: StyleParam.SubPlotId.NewXAxis(2)));
        Assert.Equal("Another title", changed.Title);
        Assert.Contains("pass", new SvgPicture(changed).Texts);
        Assert.Equal(chart.Description, changed.Description);
    }

    [Fact]
    public void A_grid_of_pictures_has_no_figure_to_change()
    {
        Chart grid = Charts.Mistakes(MadeUp.Evaluation(0.9));
        Assert.Null(grid.Figure);
        Assert.Contains("grid of pictures", Assert.Throws<InvalidOperationException>(() => grid.With(figure => figure)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_and_annotations_of_a_logarithmic_axis_are_exponents_of_ten()
    {
        Figure figure = Read("""
            {"data":[{"type":"scatter","x":[1,2],"y":[10,1000]}],
             "layout":{"yaxis":{"type":"log","range":[1,3]},"annotations":[{"x":1,"y":2,"text":"here"}],"shapes":[{"type":"line","y0":100,"y1":100}]}}
            """);
        Assert.Equal((10, 1000), figure.Layout.YAxes["y"].Range);
        Assert.Equal(100, Assert.Single(figure.Layout.Annotations).Y);
        Assert.Equal(100, Assert.Single(figure.Layout.Shapes).Y0);
    }

    [Theory]
    [InlineData("""{"range":[3,1]}""")]
    [InlineData("""{"autorange":"reversed"}""")]
    public void An_axis_may_be_turned_round(string axis) =>
        Assert.True(Read($$$"""{"data":[],"layout":{"yaxis":{{{axis}}}}}""").Layout.YAxes["y"].Reversed);

    [Fact]
    public void The_bold_lines_of_a_title_are_the_title_and_the_small_ones_its_subtitle()
    {
        FigureLayout layout = Read("""{"data":[],"layout":{"title":{"text":"<b>One &amp; two</b><br><span style=\"font-size:12px\">small &lt;b&gt;</span>"}}}""").Layout;
        Assert.Equal(("One & two", "small <b>"), (layout.Title, layout.Subtitle));
        Assert.Equal("plain", Read("""{"data":[],"layout":{"title":"plain"}}""").Layout.Title);
    }

    [Fact]
    public void A_trace_of_another_kind_is_passed_over() =>
        Assert.Equal("b", Assert.Single(Read("""{"data":[{"type":"pie","name":"a"},{"type":"bar","name":"b","y":[1]}],"layout":{}}""").Data).Name);

    [Fact]
    public void Two_traces_have_a_legend_unless_it_is_switched_off()
    {
        Assert.True(Read("""{"data":[{"y":[1]},{"y":[2]}],"layout":{}}""").Layout.ShowLegend);
        Assert.False(Read("""{"data":[{"y":[1]}],"layout":{}}""").Layout.ShowLegend);
        Assert.False(Read("""{"data":[{"y":[1]},{"y":[2]}],"layout":{"showlegend":false}}""").Layout.ShowLegend);
    }

    [Fact]
    public void A_heat_map_without_ends_of_its_scale_goes_from_its_lowest_to_its_highest_value()
    {
        var scale = new ColorScale([(0, CssColor.Read("rgba(194,74,0,0.5)")), (0.25, CssColor.Read("rgba(194,74,0,0)")), (0.25, CssColor.Read("rgba(0,114,178,0)")), (1, CssColor.Read("#0072b2"))]);
        Assert.Equal(new CssColor(Colors.Vermilion, 0.25), scale.At(0.125));
        Assert.Equal(new CssColor(Colors.Blue, 0.5), scale.At(0.625));
    }

    [Theory]
    [InlineData("#0af", "#00aaff", 1)]
    [InlineData("rgb(0, 114, 178)", "#0072b2", 1)]
    [InlineData("rgba(0, 114, 178, 0.5)", "#0072b2", 0.5)]
    [InlineData("tomato", "tomato", 1)]
    public void Colours_are_read_as_css_writes_them(string text, string color, double opacity) =>
        Assert.Equal(new CssColor(color, opacity), CssColor.Read(text));

    [Fact]
    public void Annotations_that_a_reader_adds_come_after_those_that_are_there()
    {
        Chart chart = Charts.Comparison(MadeUp.ThreeStrategies()).With(figure => figure.WithLayout(Layout.init<string>(Annotations: new[]
        {
            Annotation.init<double, double, int, int, int, int, int, string, int, string>(X: 0.2, Y: 0, Text: "mine", ShowArrow: false),
        })));
        Assert.Superset(new HashSet<string> { "mine", "guessing 50\u00A0%" }, new SvgPicture(chart).Texts.ToHashSet());
    }

    private static Figure Read(string json) => FigureReader.Read(json);
}
