using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SketchPets;
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
    [InlineData("no backbone \"alexnet\"; choose one of squeezenet1_1", "compare", "--data", "{pictures}", "--weights", "{weights}", "--backbone", "alexnet")]
    [InlineData("does not fit ResNet18", "compare", "--data", "{pictures}", "--weights", "{weights}", "--backbone", "resnet18", "--strategies", "frozen", "--image-size", "32")]
    [InlineData("needs at least 75 pixels", "compare", "--data", "{pictures}", "--weights", "{weights}", "--backbone", "inception_v3", "--image-size", "64")]
    [InlineData("fetch weights vgg16", "compare", "--data", "{pictures}", "--backbone", "vgg16")]
    [InlineData("--weights", "compare", "--data", "{pictures}")]
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
            new[] { "--data", "--backbone", "--weights", "--list-backbones", "--fraction", "--image-size", "--epochs", "--seeds", "--out", "--strategies" },
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

    [Fact]
    public async Task The_list_of_backbones_has_them_all()
    {
        (int status, string output, _) = await CapturedConsole.RunAsync("compare", "--list-backbones");

        Assert.Equal(0, status);
        Assert.All(Backbone.Catalogue, backbone => Assert.Contains(backbone.Name, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comparison_of_another_network_on_four_drawn_kinds_works()
    {
        string[] kinds = [.. SketchWorld.Source.Kinds.Take(4)];
        string drawn = Path.Combine(folder, "drawn"), pictures = Path.Combine(folder, "kinds"), output = Path.Combine(folder, "out");
        DrawnFolder.Ensure(drawn, SketchWorld.Source, perKind: 10, seed: 3, size: 32);
        Directory.CreateDirectory(pictures);
        foreach (string kind in kinds)
        {
            Directory.Move(Path.Combine(drawn, kind), Path.Combine(pictures, kind));
        }

        torch.random.manual_seed(1);
        string weights = Path.Combine(folder, "squeezenet1_1-made-up.safetensors");
        using (TransferModel model = TransferModel.Create(Backbone.SqueezeNet, ["a", "b"], TransferLearning.Weights.None))
        {
            Safetensors.Write(weights, model.state_dict());   // with a classifier, which is passed over
        }

        (int status, string printed, string error) = await CapturedConsole.RunAsync(
            "compare", "--data", pictures, "--weights", weights, "--backbone", "SqueezeNet-1.1", "--image-size", "32", "--epochs", "1", "--batch-size", "8", "--balance", "--out", output);

        Assert.True(status == 0, error);
        Assert.Contains("fine-tuned", printed, StringComparison.Ordinal);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "results.json")));
        Assert.Equal(kinds.Order(StringComparer.Ordinal), results.RootElement.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.All(
            results.RootElement.GetProperty("strategies").EnumerateArray(),
            strategy => Assert.Equal(4, strategy.GetProperty("runs")[0].GetProperty("test").GetProperty("scores")[0].GetProperty("probabilities").GetArrayLength()));

        (TransferModel read, int size) = ModelFile.Load(Path.Combine(output, "fine-tuned.safetensors"));
        using (read)
        {
            Assert.Equal(("squeezenet1_1", 4, 32), (read.Backbone.Name, read.Classes.Count, size));
        }
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
