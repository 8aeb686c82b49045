using Plotly.NET;
using TransferLearning.Tests.Figures;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning.Tests.Notebooks;

public class DisplayTests
{
    [Fact]
    public void A_table_escapes_what_it_is_given()
    {
        var table = new HtmlTable("<t>", ["a&b", "n"], [["<script>", "1\n(0–2)"]], "foot");
        Assert.Equal(
            "<p><strong>&lt;t&gt;</strong></p><table><thead><tr><th style=\"text-align:left\">a&amp;b</th>"
            + "<th style=\"text-align:right\">n</th></tr></thead><tbody>"
            + "<tr><td style=\"text-align:left\">&lt;script&gt;</td>"
            + "<td style=\"text-align:right\">1<br>(0–2)</td></tr></tbody></table><p>foot</p>",
            table.ToHtml());
        Assert.Equal("<t>\na&b             n\n<script>  1 (0–2)\nfoot", table.ToText());
    }

    [Fact]
    public void A_comparison_shows_all_three_parts_with_the_interval_under_the_test_accuracy()
    {
        HtmlTable table = Formatters.Table(MadeUp.Comparison(3, (Strategy.Frozen, 8)));
        Assert.Equal(["frozen", "0.100", "0.980", "0.200", "0.950", "0.100", "0.950\n(0.925–0.975)", "1,281", "6.5", "1,231"],
            table.Rows[0]);
        Assert.StartsWith("Means over 3 seeds; 800 training, 100 validation and 400 test images per seed.", table.Foot);
    }

    [Fact]
    public void Options_show_what_matters_and_what_is_not_as_by_default()
    {
        string text = Formatters.Table(new TrainingOptions { LearningRate = 1e-4, Patience = 3 }).ToText();
        Assert.Contains("LearningRate  0.0001", text);
        Assert.Contains("Patience      3", text);
        Assert.DoesNotContain("Momentum", text);
    }

    [Fact]
    public void A_chart_without_a_description_is_told_by_its_traces()
    {
        GenericChart chart = Chart.Line([1, 2, 3], [0.5, 0.3, 0.25], "loss <x>".Replace("<x>", "&lt;x&gt;")).Titled("Loss", "of one")
            .XAxis("epoch").YAxis("loss");
        Assert.Equal("Loss. Of one. Line “loss <x>”: 3 points, from 0.5 to 0.25. Loss against epoch.",
            ChartText.Describe(GenericChart.toJson(chart)));
    }

    [Fact]
    public void Lines_without_a_name_and_histograms_are_told_and_bands_are_not()
    {
        GenericChart line = Chart.Combine([Chart.Band([1, 2], [0.1, 0.2], [0.3, 0.4]), Chart.Line([1, 2], [0.2, 0.3])]);
        GenericChart histogram = Chart.Trace("histogram", ("x", new[] { 0.6, 0.9, 0.99 }), ("name", "correct")).YAxis("images");

        Assert.Equal("Chart. Line: 2 points, from 0.2 to 0.3.", ChartText.Describe(GenericChart.toJson(line)));
        Assert.Equal(
            "Chart. Histogram “correct”: 3 values, 0.6 to 0.99. Images against position.",
            ChartText.Describe(GenericChart.toJson(histogram)));
    }

    [Fact]
    public void Nothing_in_a_charts_figure_ends_its_script()
    {
        string html = ChartDisplay.Html(GenericChart.toJson(Chart.Line([1, 2], [1, 2], "</script><script>alert(1)").Described("a < b")));
        Assert.DoesNotContain("</script><script>alert", html);
        Assert.Contains("A &lt; b", html);
    }
}
