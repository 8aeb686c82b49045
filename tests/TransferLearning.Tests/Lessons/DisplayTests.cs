using TransferLearning.Display;

namespace TransferLearning.Tests.Lessons;

/// <summary>What a notebook shows for a value as the last expression of a cell.</summary>
public sealed class DisplayTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_split_is_a_table_of_parts_and_classes()
    {
        string html = Shown(MadeUpPictures.TwoClasses(folder, 10).Split(0.6, 0.2, 0.2, seed: 1), "text/html");

        Assert.Contains(">training</td><td style=\"text-align:right\">12</td>", html);
        Assert.Equal(4, html.Split("<tr>").Length - 1);
    }

    [Fact]
    public void A_summary_tells_what_can_learn()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, ["cat", "dog"], Weights.None);
        model.FreezeBackbone();

        Assert.Contains("2,225,153 parameters, of which 1,281 can learn (0 of the backbone, 1,281 of the classifier)", Shown(model.Summary(), "text/html"));
    }

    [Fact]
    public void An_evaluation_tells_accuracy_with_its_interval_and_the_area_under_the_curve()
    {
        var picture = new Picture("cat.png", 0);
        var evaluation = new Evaluation(["cat", "dog"], 0.25, [new PictureScore(picture, [0.9f, 0.1f]), new PictureScore(picture with { Label = 1 }, [0.2f, 0.8f])]);

        string html = Shown(evaluation, "text/html");

        Assert.Contains("1.000, 95 % interval 0.342–1.000", html);
        Assert.Contains("area under ROC</th><td style=\"text-align:left\">1.000", html);
    }

    [Fact]
    public void A_history_marks_the_epoch_that_is_kept() =>
        Assert.Contains("2 (kept)", Shown(new History("frozen", [new EpochResult(1, 0.7, 0.5, 0.7, 0.5, 1e-3, 1), new EpochResult(2, 0.6, 0.6, 0.6, 0.6, 1e-3, 1)], 2), "text/html"));

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void Backbones_are_a_table_whose_seconds_are_left_out_where_it_is_kept(string? isStable, bool withSeconds)
    {
        string? before = Environment.GetEnvironmentVariable("LESSON_STABLE_OUTPUT");
        Environment.SetEnvironmentVariable("LESSON_STABLE_OUTPUT", isStable);
        try
        {
            var run = new StrategyRun(42, new History("frozen", [new EpochResult(1, 0.7, 0.5, 0.25, 0.875, 1e-3, 1)], 1), new Evaluation(["cat", "dog"], 0.25, []), 1, 1);
            var comparison = new BackboneComparison([new BackboneResult(Backbone.SqueezeNet, 722_496, 2.89, 4.56, new StrategyResult(Strategy.Frozen, 513, [run]))], 88, 496);

            string html = Shown(comparison, "text/html");

            Assert.All(["SqueezeNet 1.1", "722,496", ">2.9<", ">0.875<", ">0.250<", "One seed, 88 validation pictures"], text => Assert.Contains(text, html));
            Assert.Equal(withSeconds, html.Contains(">4.6<", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("LESSON_STABLE_OUTPUT", before);
        }
    }

    [Fact]
    public void Names_of_classes_cannot_bring_markup_along() =>
        Assert.Contains("&lt;script&gt;", HtmlTable.Of("<script>", ["a"], [["b"]]));

    [Fact]
    public void Every_form_of_an_exercise_begins_with_a_tick_or_a_cross()
    {
        Assert.StartsWith("✓", Shown(Exercise.Check("1.1", () => true, ""), "text/plain"));
        Assert.StartsWith("✗", Shown(Exercise.Check("1.1", () => false, ""), "text/plain"));
    }

    /// <summary>Finds the formatter as a kernel does: the attribute by its name, the members by theirs.</summary>
    private static string Shown(object value, string mimeType)
    {
        object attribute = value.GetType().GetCustomAttributes(inherit: false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var formatters = (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), [])!;
        object formatter = formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType);
        using var writer = new StringWriter();
        formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer]);
        return writer.ToString();
    }
}
