using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning.Tests.Charting;

public class ChartPartsTests
{
    [Theory]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(1, 10, 4, new[] { 2.0, 4, 6, 8, 10 })]
    [InlineData(-3, 3, 3, new[] { -2.0, 0, 2 })]
    [InlineData(0, 1e-7, 2, new[] { 0, 5e-8, 1e-7 })]
    public void Ticks_are_numbers_that_people_count_in(double low, double high, int target, double[] expected)
    {
        double[] values = Ticks.Linear(low, high, target).Values;
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, (high - low) * 1e-9));
    }

    [Fact]
    public void Epochs_get_whole_ticks_only() =>
        Assert.Equal([1, 2, 3], Ticks.Linear(1, 3, 8, whole: true).Values);

    [Fact]
    public void Ticks_of_a_logarithmic_axis_are_powers_of_ten() =>
        Assert.Equal([1e-5, 1e-4, 1e-3, 1e-2], Ticks.Logarithmic(9e-6, 1.1e-2, 4), (a, b) => Math.Abs((a / b) - 1) < 1e-9);

    [Theory]
    [InlineData(0.975, ".1%", "97.5\u00A0%")]
    [InlineData(0.5, ".0%", "50\u00A0%")]
    [InlineData(-0.25, ".2f", "−0.25")]
    [InlineData(12345.6, ",d", "12,346")]
    [InlineData(0.0001, ".0e", "1e−4")]
    [InlineData(0.12, "", "0.12")]
    [InlineData(1e-6, "", "1e−6")]
    [InlineData(2.5, ".3~f", "2.5")]
    public void Numbers_read_as_d3_would_write_them(double value, string format, string expected) =>
        Assert.Equal(expected, NumberFormat.Format(value, format));

    [Fact]
    public void Labels_that_would_cover_each_other_move_apart_and_stay_in_order()
    {
        double[] moved = Labeling.Spread([100, 102, 101, 300], [15, 15, 15, 15], 0, 400);
        Assert.Equal(300, moved[3]);
        Assert.True(moved[0] < moved[2] && moved[2] < moved[1]);
        Assert.Equal(15, moved[2] - moved[0], 6);
        Assert.Equal(101, moved[2], 6);
    }

    [Fact]
    public void Labels_at_the_edge_stay_within_it() =>
        Assert.All(Labeling.Spread([0, 1, 399], [20, 20, 20], 0, 400), y => Assert.InRange(y, 10, 390));

    [Theory]
    [InlineData("a class with a name that goes on and on")]
    [InlineData("ネコとイヌとウサギとハムスターとカメ")]
    [InlineData("🐱🐶🐱🐶🐱🐶🐱🐶🐱🐶🐱🐶")]
    public void A_text_cut_to_a_width_keeps_to_it_and_says_that_it_is_cut(string text)
    {
        string cut = TextMetrics.Fit(text, 80, 12);
        Assert.True(TextMetrics.Width(cut, 12) <= 80);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', SvgText.Escape(cut));
    }

    [Fact]
    public void Text_is_escaped_and_forbidden_characters_are_dropped() =>
        Assert.Equal("&lt;script&gt;&amp;&quot;&#39; \uFFFD", SvgText.Escape("<script>&\"'\u0001\t\uD800"));

    [Fact]
    public void The_area_under_the_drawn_roc_curve_is_the_auc_of_the_evaluation()
    {
        Evaluation evaluation = MadeUp.Evaluation(0.8, 301);
        (double[] x, double[] y) = RocFigure.Curve(evaluation);
        double area = Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);
        Assert.Equal(evaluation.Auc!.Value, area, 9);
        Assert.Equal((1, 1), (x[^1], y[^1]));
    }

    [Fact]
    public void More_than_two_classes_have_no_roc_curve()
    {
        var error = Assert.Throws<ArgumentException>(() => Charts.Roc(MadeUp.Evaluation(0.8, 30, ["a", "b", "c"])));
        Assert.Contains("two classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Principal_components_find_the_direction_in_which_points_differ_most()
    {
        // Points on a line through (3, 4)/5, pushed aside by a tenth.
        float[][] points = [.. Enumerable.Range(-5, 11).Select(i => new[] { (3f * i) - (0.4f * (i % 2)), (4f * i) + (0.3f * (i % 2)) })];
        var (first, second, firstPart, secondPart) = PrincipalComponents.Of(points);
        Assert.Equal(1, firstPart + secondPart, 6);
        Assert.InRange(firstPart, 0.99, 1);
        Assert.Equal(50, Math.Abs(first[10] - first[0]), 0.5);
        Assert.All(second, v => Assert.InRange(Math.Abs(v), 0, 0.6));
    }

    [Fact]
    public void Sample_pictures_are_spread_over_classes_and_over_each_class()
    {
        Picture[] pictures = [.. Enumerable.Range(0, 100).Select(i => new Picture($"{i}", i < 90 ? 0 : 1))];
        Picture[] chosen = [.. PictureCharts.Spread(pictures, 6)];
        Assert.Equal(["0", "90", "30", "93", "60", "96"], chosen.Select(p => p.Path));
        Assert.Equal(100, PictureCharts.Spread(pictures, 1000).Distinct().Count());
    }

    [Fact]
    public void A_chart_is_saved_as_svg_in_a_folder_that_is_made_for_it()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Chart chart = Charts.ConfusionMatrix(MadeUp.Evaluation(0.9));
        try
        {
            chart.Save(Path.Combine(folder, "deep", "chart.svg"));
            Assert.Equal(chart.ToSvg(), File.ReadAllText(Path.Combine(folder, "deep", "chart.svg")));
            Assert.Contains(
                ".svg",
                Assert.Throws<ArgumentException>(() => chart.Save(Path.Combine(folder, "chart.png"))).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_close_strategies_are_shown_again_close_up_and_far_ones_are_not()
    {
        Assert.Contains("the same, close up", new SvgPicture(Charts.Comparison(MadeUp.ThreeStrategies())).Texts);
        Assert.DoesNotContain(
            "the same, close up",
            new SvgPicture(Charts.Comparison(MadeUp.Result(Strategy.Scratch, 0.7), MadeUp.Result(Strategy.Frozen, 0.97))).Texts);
    }
}
