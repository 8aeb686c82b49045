using System.Text.Json.Nodes;
using Plotly.NET;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Figures;

/// <summary>What each chart hands to plotly.js: the right values, escaped names, words for those who do not see it.</summary>
public class ChartTests
{
    private static JsonNode Json(GenericChart chart) => JsonNode.Parse(GenericChart.toJson(chart))!;

    private static string Words(GenericChart chart) => ChartText.Describe(GenericChart.toJson(chart));

    private static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<double>())];

    private static JsonObject[] Traces(GenericChart chart, string axis) =>
        [.. Json(chart)["data"]!.AsArray().OfType<JsonObject>().Where(trace => (trace["xaxis"]?.GetValue<string>() ?? "x") == axis)];

    private static string[] Notes(GenericChart chart) =>
        [.. Json(chart)["layout"]!["annotations"]!.AsArray().Select(note => note!["text"]!.GetValue<string>())];

    [Fact]
    public void Stages_follow_each_other_with_loss_and_accuracy_in_a_panel_each()
    {
        History frozen = MadeUp.History("frozen", 3), tuned = MadeUp.History("fine-tuned", 2, start: 0.3);
        GenericChart chart = Charts.TrainingCurves(frozen, tuned);

        Assert.Equal([1, 2, 3, 4, 5], Numbers(Traces(chart, "x")[1]["x"]));
        Assert.Equal([.. frozen.Epochs.Concat(tuned.Epochs).Select(epoch => epoch.ValidationLoss)], Numbers(Traces(chart, "x")[1]["y"]));
        Assert.Equal([.. frozen.Epochs.Concat(tuned.Epochs).Select(epoch => epoch.TrainingAccuracy)], Numbers(Traces(chart, "x2")[0]["y"]));
        Assert.Equal(3.5, Json(chart)["layout"]!["shapes"]![0]!["x0"]!.GetValue<double>());
        Assert.Contains("kept: epoch 5", Words(chart));
    }

    [Fact]
    public void A_subtitle_in_two_lines_is_one_sentence_in_words() => Assert.Contains(
        "Whiskers: 95 % interval over 3 independent runs: chance in images, weights and order (Student). ",
        Words(Charts.Comparison(MadeUp.Comparison(3, (Strategy.Frozen, 8)))));

    [Fact]
    public void Overlaid_curves_keep_a_strategys_colour()
    {
        GenericChart chart = Charts.OverlaidCurves(MadeUp.History("from scratch", 4), MadeUp.History("frozen", 4));
        Assert.Contains(Traces(chart, "x"), trace => trace["name"]?.GetValue<string>() == "frozen"
            && trace["line"]!["color"]!.GetValue<string>() == Palette.Blue);
        Assert.Contains("from scratch 91.8% after epoch 4", Words(chart));
    }

    [Fact]
    public void Comparison_bars_start_at_zero_and_close_ones_stand_in_a_second_panel()
    {
        Comparison comparison = MadeUp.Comparison(3, (Strategy.Scratch, 80), (Strategy.Frozen, 8), (Strategy.FineTuned, 4));
        GenericChart chart = Charts.Comparison(comparison);
        JsonObject bars = Traces(chart, "x")[0];

        Assert.Equal([.. comparison.Results.Select(result => result.TestAccuracy)], Numbers(bars["x"]));
        Assert.Equal([0, 1], Numbers(Json(chart)["layout"]!["xaxis"]!["range"]));
        Assert.Equal(comparison.Results[1].TestAccuracyInterval.High - comparison.Results[1].TestAccuracy,
            Numbers(bars["error_x"]!["array"])[1], 1e-12);
        Assert.Equal([.. comparison.Results[2].Runs.Select(run => run.Test.Accuracy)], Numbers(Traces(chart, "x2")[^1]["x"]));
        Assert.Contains("fine-tuned 97.0%", Words(chart));
        Assert.Empty(Traces(Charts.Comparison(MadeUp.Comparison(3, (Strategy.Scratch, 80), (Strategy.Frozen, 30))), "x2"));
    }

    [Fact]
    public void Confusion_matrix_shows_counts_and_class_names_as_they_are()
    {
        GenericChart chart = Charts.ConfusionMatrix(MadeUp.Evaluation(20, 3), "<i>mine</i>");
        JsonObject cells = Traces(chart, "x")[0];
        Assert.Equal([17 / 20.0, 3 / 20.0], Numbers(cells["z"]![0]));
        Assert.Equal("dog &amp; &lt;b&gt;puppy&lt;/b&gt;", cells["y"]![1]!.GetValue<string>());
        Assert.Contains("&lt;i&gt;mine", Json(chart)["layout"]!["title"]!["text"]!.GetValue<string>());
        Assert.StartsWith("<i>mine</i>. 34 of 40 images right; shares are", Words(chart));
        Assert.Contains("true dog & <b>puppy</b>: 3 as cat and 17 as dog", Words(chart));
    }

    [Fact]
    public void The_area_under_the_drawn_ROC_curve_is_the_evaluations()
    {
        Evaluation evaluation = MadeUp.Evaluation(60, 9);
        (double[] x, double[] y) = Charts.RocCurve(evaluation.Predictions);
        double area = Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);
        Assert.Equal(evaluation.Auc!.Value, area, 1e-9);
        Assert.Contains($"frozen {area:0.000}", Words(Charts.Roc(("frozen", evaluation))));
    }

    [Fact]
    public void Lines_are_told_apart_without_colour()
    {
        Evaluation evaluation = MadeUp.Evaluation(20, 3);
        GenericChart three = Charts.Roc(("from scratch", evaluation), ("frozen", evaluation), ("fine-tuned", evaluation));
        JsonObject[] roc = [.. Traces(three, "x").Skip(1)];   // after guessing
        Assert.Equal(3, roc.Select(line => line["line"]!["dash"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(
            new[] { "from scratch", "frozen", "fine-tuned" }.Select(name => $"{name}: area {evaluation.Auc:0.000}"),
            roc.Select(line => line["name"]!.GetValue<string>()));

        GenericChart curves = Charts.OverlaidCurves(MadeUp.History("from scratch", 20), MadeUp.History("frozen", 20));
        const string Kept = "circle-open";
        Assert.Equal(
            ["circle-open", "triangle-up-open", "circle", Kept, "triangle-up", Kept], Traces(curves, "x2").Select(Symbol).OfType<string>());
        Assert.Contains("▲ frozen", Notes(curves));

        static string? Symbol(JsonObject trace) =>
            trace["mode"]?.GetValue<string>().Contains("markers") == true ? trace["marker"]?["symbol"]?.GetValue<string>() : null;
    }

    [Fact]
    public void A_ROC_curve_of_three_classes_is_refused_in_a_sentence()
    {
        var three = new Evaluation(["a", "b", "c"], 1, [new Prediction(new ImageFile("x", 0), ["a", "b", "c"], [1, 0, 0], [3, 0, 0])]);
        Assert.Contains("is for two classes", Assert.Throws<UserMistakeException>(() => Charts.Roc(("mine", three))).Message);
    }

    [Fact]
    public void Embedding_finds_the_directions_that_numpy_finds()
    {
        // numpy: x = x - x.mean(0); u, s, vt = np.linalg.svd(x, full_matrices=False); x @ vt[:2].T, signs so that each direction's largest
        // number is positive.
        using var features = new Examples(tensor(new float[,] { { 2, 0, 1 }, { 0, 1, 0 }, { 4, 1, 3 }, { 6, 3, 2 } }),
            tensor(new long[] { 0, 0, 1, 1 }), [.. Enumerable.Range(0, 4).Select(i => new ImageFile($"{i}", i / 2))]);
        (float[] first, float[] second, long[] labels, double[] shares) = Charts.PrincipalComponents(features);
        Assert.Equal([0, 0, 1, 1], labels);
        foreach ((float expected, float actual) in s_first.Zip(first).Concat(s_second.Zip(second)))
        {
            Assert.Equal(expected, actual, 1e-4f);
        }

        Assert.Equal(0.8677, shares[0], 1e-3);
        Assert.Contains("of the variance (frozen)", Words(Charts.Embedding(["cat", "dog"], ("frozen", features))));
    }

    private static readonly float[] s_first = [-1.45388f, -3.25144f, 1.33815f, 3.36717f],
        s_second = [-0.62241f, 0.81178f, -1.16913f, 0.97976f];
}
