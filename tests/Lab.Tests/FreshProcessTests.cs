using System.Text.Json.Nodes;
using TransferLearning;

namespace Lab.Tests;

/// <summary>The program in processes of its own, as people run it.</summary>
public sealed class FreshProcessTests : Inputs
{
    // A decimal comma, which the program must neither write nor expect.
    private static readonly Dictionary<string, string?> Turkish = new() { ["LC_ALL"] = "tr_TR.UTF-8" };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_saved_model_answers_alike_in_a_fresh_process(int classes)
    {
        string file = In("model.safetensors"), image = Save(Striped('a', 5), "image.jpg");
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25 };
        using TransferModel model = TransferModel.Create(
            backbone, [.. Enumerable.Range(0, classes).Select(i => $"kind{i}")], imageSize: 48, seed: 5);
        model.Save(file);
        Prediction here = model.Predict(image);

        (int status, string said) = await ChildProcess.RunAsync(isOrdinary: false, Turkish, "predict", image, "--model", file);

        Assert.True(status == 0, said);
        Assert.Contains(here.ClassName, said, StringComparison.Ordinal);
        Assert.Contains($"{here.Confidence:0.000}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_comparisons_at_once_with_one_cache_and_one_output_folder_end_alike_and_leave_nothing_half_made()
    {
        string images = Two("images", 12), weights = Weights();
        (int, string)[] both = await Task.WhenAll(CompareAsync("together"), CompareAsync("together"));
        (int, string) alone = await CompareAsync("alone");

        Assert.All(both.Append(alone), end => Assert.True(end.Item1 == 0, end.Item2));
        Assert.Equal(Results("alone"), Results("together"));
        Assert.EndsWith("</html>", File.ReadAllText(In("together", "report.html")).TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "*.part", SearchOption.AllDirectories));

        Task<(int Status, string Said)> CompareAsync(string output) => ChildProcess.RunAsync(
            isOrdinary: false, new(Turkish) { ["TRANSFER_LEARNING_CACHE"] = In("cache") },
            "compare", "--data", images, "--weights", weights,
            "--image-size", "32", "--epochs", "2", "--fraction", "0.9", "--strategies", "frozen,fine-tuned", "--output", In(output));

        string Results(string output)
        {
            JsonObject results = JsonNode.Parse(File.ReadAllText(In(output, "results.json")))!.AsObject();
            Assert.True(results.Remove("times"));
            return results.ToJsonString();
        }
    }
}
