using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransferLearning.Charting;
using TransferLearning.Display;

namespace TransferLearning.Tests.Charting;

public partial class InteractiveChartTests
{
    [Fact]
    public void The_drawing_stands_there_before_any_script_runs()
    {
        Chart chart = Charts.ConfusionMatrix(MadeUp.Evaluation(0.9));
        string html = InteractiveChart.ToHtml(chart, "PLOTLY");
        Assert.StartsWith("<div id=", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf(DrawingHtml.Of(chart), StringComparison.Ordinal) is > 0 and var at && at < html.IndexOf("<script", StringComparison.Ordinal));
    }

    [Fact]
    public void Plotly_comes_along_once_and_the_figure_each_time()
    {
        Chart chart = Charts.ConfusionMatrix(MadeUp.Evaluation(0.9));
        string first = InteractiveChart.ToHtml(chart, "PLOTLY"), second = InteractiveChart.ToHtml(chart, null);
        Assert.Contains("PLOTLY", first, StringComparison.Ordinal);
        Assert.DoesNotContain("PLOTLY", second, StringComparison.Ordinal);
        Assert.Equal("heatmap", (string?)FigureOf(second)["data"]![0]!["type"]);
        Assert.NotEqual(Id().Match(first).Value, Id().Match(second).Value);
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        Chart chart = Charts.Comparison(MadeUp.ThreeStrategies());
        string html = InteractiveChart.ToHtml(chart, "").Replace(DrawingHtml.Of(chart), "", StringComparison.Ordinal);
        Assert.DoesNotContain("src", html, StringComparison.Ordinal);
        Assert.DoesNotContain("require", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_named_like_a_tag_cannot_end_the_script()
    {
        const string Name = "</script><b>&\u2028";
        string html = InteractiveChart.ToHtml(Charts.ConfusionMatrix(MadeUp.Evaluation(0.9, 100, ["cat", Name])), null);
        Assert.Single(ScriptEnd().Matches(html));
        Assert.Equal(Name, PlotText.Plain((string)FigureOf(html)["data"]![0]!["x"]![1]!));
    }

    [Fact]
    public void A_grid_of_pictures_has_no_script() =>
        Assert.DoesNotContain("<script", InteractiveChart.ToHtml(Charts.Mistakes(MadeUp.Evaluation(0.9)), "PLOTLY"), StringComparison.Ordinal);

    [Fact]
    public void No_colour_turns_dark_twice() => Assert.Empty(Colors.Dark.Values.Intersect(Colors.Dark.Keys));

    private static JsonNode FigureOf(string html) => JsonNode.Parse(Figure().Match(html).Groups[1].Value)!;

    [GeneratedRegex(@"var figure = (\{.*\}), dark = ")]
    private static partial Regex Figure();

    [GeneratedRegex("id=\"[^\"]+\"")]
    private static partial Regex Id();

    [GeneratedRegex("</script>")]
    private static partial Regex ScriptEnd();
}
