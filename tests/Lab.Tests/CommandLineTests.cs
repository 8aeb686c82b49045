using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;
using TransferLearning;

namespace Lab.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lab-test-").FullName;

    public CommandLineTests() => Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Path.Combine(folder, "cache"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--data", "compare", "--weights", "x")]
    [InlineData("no folder", "compare", "--data", "nowhere", "--weights", "{weights}")]
    [InlineData("no weights file", "compare", "--data", "{pictures}", "--weights", "nowhere.safetensors")]
    [InlineData("--epochs is 0", "compare", "--data", "{pictures}", "--weights", "{weights}", "--epochs", "0")]
    [InlineData("--image-size is 7", "compare", "--data", "{pictures}", "--weights", "{weights}", "--image-size", "7")]
    [InlineData("fraction", "compare", "--data", "{pictures}", "--weights", "{weights}", "--fraction", "3")]
    [InlineData("no strategy \"magic\"", "compare", "--data", "{pictures}", "--weights", "{weights}", "--strategies", "magic")]
    [InlineData("--epochs", "compare", "--data", "{pictures}", "--weights", "{weights}", "--epochs", "many")]
    [InlineData("dance", "dance")]
    [InlineData("no trained model", "predict", "a.jpg", "--model", "nowhere.safetensors")]
    public async Task A_mistake_gets_one_sentence_and_exit_status_2(string said, params string[] arguments)
    {
        string weights = Weights(), pictures = Pictures();
        (int status, _, string error) = await CapturedConsole.RunAsync([.. arguments.Select(argument => argument.Replace("{weights}", weights).Replace("{pictures}", pictures))]);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Help_tells_every_option_of_compare()
    {
        (int status, string output, _) = await CapturedConsole.RunAsync("compare", "--help");

        Assert.Equal(0, status);
        Assert.All(
            new[] { "--data", "--weights", "--fraction", "--image-size", "--epochs", "--seeds", "--out", "--strategies" },
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comparison_prints_the_table_and_writes_results_report_and_models()
    {
        string output = Path.Combine(folder, "out");
        (int status, string printed, string error) = await CapturedConsole.RunAsync(
            "compare", "--data", Pictures(), "--weights", Weights(), "--image-size", "32", "--epochs", "2", "--batch-size", "8", "--seeds", "2", "--out", output);

        Assert.True(status == 0, error);
        Assert.All(new[] { "from scratch", "frozen", "fine-tuned", "pict/s" }, text => Assert.Contains(text, printed, StringComparison.Ordinal));

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "results.json")));
        JsonElement strategies = results.RootElement.GetProperty("strategies");
        Assert.Equal(3, strategies.GetArrayLength());
        Assert.All(strategies.EnumerateArray(), strategy => Assert.Equal(2, strategy.GetProperty("runs").GetArrayLength()));
        JsonElement test = strategies[1].GetProperty("runs")[0].GetProperty("test");
        Assert.Equal(test.GetProperty("scores").GetArrayLength(), test.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));

        string report = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.DoesNotContain("<script", report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("fine-tuned", report, StringComparison.Ordinal);

        string model = Path.Combine(output, "fine-tuned.safetensors"), picture = Directory.GetFiles(Path.Combine(Pictures(), "dark"))[0];
        (status, printed, error) = await CapturedConsole.RunAsync("predict", picture, "--model", model);
        Assert.True(status == 0, error);
        Assert.Contains(Path.GetFileName(picture), printed, StringComparison.Ordinal);
    }

    private string Pictures()
    {
        string root = Path.Combine(folder, "pictures");
        foreach ((string name, byte level) in new[] { ("bright", (byte)190), ("dark", (byte)60) })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
            for (int i = 0; i < 12; i++)
            {
                var random = new Random(level + i);
                using var image = new Image<Rgb24>(32, 32);
                for (int at = 0; at < 32 * 32; at++)
                {
                    byte value = (byte)(level + random.Next(-40, 41));
                    image[at % 32, at / 32] = new Rgb24(value, value, value);
                }

                image.SaveAsPng(Path.Combine(root, name, $"{i}.png"));
            }
        }

        return root;
    }

    private string Weights()
    {
        string path = Path.Combine(folder, "weights.safetensors");
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25 };
        torch.random.manual_seed(1);
        using TransferModel model = TransferModel.Create(backbone, ["a", "b"], TransferLearning.Weights.None);
        Safetensors.Write(
            path,
            model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal)),
            new Dictionary<string, string> { ["backbone"] = backbone.Name, ["width"] = "0.25", ["image_size"] = "32" });
        return path;
    }
}
