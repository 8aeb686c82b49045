using System.Text.Json;
using TransferLearning;

namespace Lab.Tests;

public sealed class CommandLineTests : Inputs
{
    [Theory]
    [InlineData("no folder", "compare", "--data", "nowhere", "--weights", "{weights}")]
    [InlineData("no weights file", "compare", "--data", "{images}", "--weights", "nowhere.safetensors")]
    [InlineData("--epochs is 0", "compare", "--data", "{images}", "--weights", "{weights}", "--epochs", "0")]
    [InlineData("--image-size is 7", "compare", "--data", "{images}", "--weights", "{weights}", "--image-size", "7")]
    [InlineData("fraction", "compare", "--data", "{images}", "--weights", "{weights}", "--fraction", "3")]
    [InlineData("no strategy \"magic\"", "compare", "--data", "{images}", "--weights", "{weights}", "--strategies", "magic")]
    [InlineData("--epochs", "compare", "--data", "{images}", "--weights", "{weights}", "--epochs", "many")]
    [InlineData("\"alexnet\"", "compare", "--data", "{images}", "--weights", "{weights}", "--backbone", "alexnet")]
    [InlineData(
        "75 to 1024 pixels", "compare", "--data", "{images}", "--weights", "{weights}", "--backbone", "inception_v3", "--image-size", "64")]
    [InlineData("fetch weights vgg16", "compare", "--data", "{images}", "--backbone", "vgg16")]
    [InlineData("The sample has no weights of ResNet50", "compare", "--backbone", "resnet50")]
    [InlineData("cannot be written", "compare", "--data", "{images}", "--weights", "{weights}", "--output", "{weights}")]
    [InlineData("tpu", "doctor", "--device", "tpu")]
    [InlineData("dance", "dance")]
    [InlineData("no trained model", "predict", "a.jpg", "--model", "nowhere.safetensors")]
    [InlineData("no trained model yet", "predict", "a.jpg")]
    public async Task A_mistake_gets_one_sentence_and_exit_status_2(string said, params string[] arguments)
    {
        string weights = Weights(), images = Two("images", 12);

        (int status, _, string error) = await CapturedConsole.RunAsync(
            [.. arguments.Select(argument => argument.Replace("{weights}", weights).Replace("{images}", images))]);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("--output", "compare")]
    [InlineData("--model", "predict")]
    [InlineData("--from", "fetch")]
    [InlineData("--half", "pretrain")]
    public async Task Help_of_a_command_tells_its_options(string option, string command)
    {
        (int status, string output, _) = await CapturedConsole.RunAsync(command, "--help");

        Assert.Equal(0, status);
        Assert.Contains(option, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_writes_results_a_page_and_models_and_is_found_again()
    {
        string output = In("out"), images = Two("images", 15);
        string[] arguments =
        [
            "compare", "--data", images, "--weights", Weights(), "--image-size", "32", "--epochs", "2", "--batch-size", "8", "--seeds", "2",
                "--output", output,
        ];
        (int status, string printed, string error) = await CapturedConsole.RunAsync(arguments);

        Assert.True(status == 0, error);
        Assert.Contains("run 2 of 6, seed", printed, StringComparison.Ordinal);
        Assert.All(
            ["report.html", "results.json", "finetuned-42.safetensors"],
            name => Assert.Contains(Path.Combine(output, name), printed, StringComparison.Ordinal));

        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "results.json")));
        JsonElement strategies = results.RootElement.GetProperty("strategies");
        Assert.Equal(3, strategies.GetArrayLength());
        Assert.All(strategies.EnumerateArray(), strategy => Assert.Equal(2, strategy.GetProperty("runs").GetArrayLength()));

        (status, printed, error) = await CapturedConsole.RunAsync(arguments);
        Assert.True(status == 0, error);
        Assert.Contains("6 of them reused", printed, StringComparison.Ordinal);

        (status, printed, error) = await CapturedConsole.RunAsync("predict", Path.Combine(images, "a", "a0000.jpg"));   // by the last model
        Assert.True(status == 0, error);
        Assert.Contains("a0000.jpg", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_stands_alone_and_shows_names_as_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)> [red]";
        Two("images", 15);
        Directory.Move(In("images", "a"), In("images", Hostile));

        (int status, string printed, string error) = await CapturedConsole.RunAsync(
            "compare", "--data", In("images"), "--weights", Weights(), "--image-size", "32", "--epochs", "1", "--output", In("out"));

        Assert.True(status == 0, error);
        Assert.Contains(Hostile, printed, StringComparison.Ordinal);
        string page = File.ReadAllText(In("out", "report.html"));
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.OrdinalIgnoreCase);
        Assert.True(page.Split("application/vnd.plotly").Length - 1 >= 7, "a chart is missing");
    }

    [Fact]
    public async Task Another_network_compares_four_classes_and_its_model_is_read_again()
    {
        string output = In("out"), weights = In("mobilenet_v3_small-made-up.safetensors");
        for (int i = 0; i < 40; i++)
        {
            Save(Striped(i % 2 == 0 ? 'a' : 'b', i), "images", $"kind{i % 4}", $"{i}.jpg");
        }

        using (TransferModel model = TransferModel.Create(Backbone.MobileNetV3Small, ["a", "b"], seed: 1))
        {
            Safetensors.Write(weights, model.state_dict());   // with a classifier, which is passed over
        }

        (int status, _, string error) = await CapturedConsole.RunAsync(
            "compare", "--data", In("images"), "--weights", weights, "--backbone", "MobileNet V3 small", "--image-size", "32", "--epochs",
                "1",
            "--batch-size", "8", "--strategies", "frozen,fine-tuned", "--output", output);

        Assert.True(status == 0, error);
        using TransferModel read = TransferModel.Load(Path.Combine(output, "finetuned-42.safetensors"));
        Assert.Equal(("mobilenet_v3_small", 4, 32), (read.Backbone.Name, read.Classes.Count, read.ImageSize));
    }
}
