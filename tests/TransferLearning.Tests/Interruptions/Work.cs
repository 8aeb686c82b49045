using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using TransferLearning.Tests.Comparing;
using TransferLearning.Tests.Training;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Interruptions;

/// <summary>
/// This assembly as a program of its own: WORK FOLDER INPUT does a piece of work on a folder and prints a hash of what it ended with.
/// The tests kill it in between, which no thread of a test's own process survives.
/// </summary>
internal static class Work
{
    public const string Begun = "begun", Ended = "ended ", FirstEpoch = "goes on in epoch ", FoundWhole = "found whole ";
    public const string Downloaded = "weights.pth", CheckpointFolder = "checkpoint";

    private const int Results = 20;

    /// <summary>What a download brings.</summary>
    public static byte[] Contents { get; } = MakeContents();

    private static async Task<int> Main(string[] arguments)
    {
        (string work, string folder, string input) = (arguments[0], arguments[1], arguments[2]);
        Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Path.Combine(folder, "cache"));
        string hash = work switch
        {
            "cache" => FillCache(input),
            "training" => await TrainAsync(input, Path.Combine(folder, CheckpointFolder)),
            "download" => await DownloadAsync(folder, new Uri(input)),
            _ => WriteResults(folder),
        };
        Console.WriteLine(Ended + hash);
        return 0;
    }

    private static string FillCache(string images)
    {
        Console.WriteLine(Begun);
        using Examples examples = ImageFolder.Open(images).All.Load(imageSize: 64);
        using Tensor inputs = examples.Inputs, rows = inputs.contiguous();
        return $"{Hash([.. rows.data<byte>()])} {examples.Count} images";
    }

    private static async Task<string> TrainAsync(string images, string checkpoints)
    {
        using TransferModel model = SmallModel.BrightOrDark();
        Split split = ImageFolder.Open(images).Split(0.6, 0.2, 0.2, seed: 1);
        TrainingOptions options = SmallModel.Short with { Epochs = 6, RestoreBestWeights = true, CheckpointFolder = checkpoints };
        Console.WriteLine(Begun);
        await model.FitAsync(split, options, new First());
        return Checkpoint.HashOf(model);
    }

    private static async Task<string> DownloadAsync(string folder, Uri address)
    {
        var file = new OfficialFile("weights", address, Contents.Length, Hash(Contents), "a test");
        Console.WriteLine(Begun);
        return Hash(await File.ReadAllBytesAsync(await Downloads.FetchAsync(file, folder)));
    }

    private static string WriteResults(string folder)
    {
        using TransferModel model = SmallModel.BrightOrDark();
        ImageFile[] images = [.. MadeUpResults.Of(Strategy.Frozen, true, 0.5).Runs[0].Test.Predictions.Select(test => test.Image)];
        var part = new ImageSet("test", ["cat", "dog"], images, new ImagePool([.. images.Select(image => image.Path)]));
        var split = new Split(part, part, part);
        var store = new RunStore(Path.Combine(folder, "runs"));
        Console.WriteLine(Begun);
        Console.WriteLine(FoundWhole + Enumerable.Range(0, Results).Sum(CountWhole));
        for (int i = 0; i < Results; i++)
        {
            StrategyResult result = MadeUpResults.Of(Strategy.Frozen, true, 0.5 + i / 100.0);
            store.Keep(Key(i), result.Runs[0], split);
            MadeUpResults.Comparison(0.5, result).WriteJson(ResultsPath(i), "/images");
            model.Save(ModelPath(i), new Dictionary<string, string> { ["number"] = $"{i}" });
        }

        return Hash([.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) != ".part")
            .Order(StringComparer.Ordinal).SelectMany(path => SHA256.HashData(File.ReadAllBytes(path)))]);

        string Key(int i) => $"{i:x24}";
        string ResultsPath(int i) => Path.Combine(folder, $"results-{i}.json");
        string ModelPath(int i) => Path.Combine(folder, $"model-{i}.safetensors");

        // Whatever has its name is read, and throws where it is half-made.
        int CountWhole(int i)
        {
            int whole = 0;
            if (File.Exists(Path.Combine(folder, "runs", Key(i) + ".json")))
            {
                whole += store.TryFind(Key(i), split) is null ? throw new InvalidDataException($"run {i}") : 1;
            }

            if (File.Exists(ResultsPath(i)))
            {
                using JsonDocument read = JsonDocument.Parse(File.ReadAllText(ResultsPath(i)));
                whole++;
            }

            if (File.Exists(ModelPath(i)))
            {
                using TransferModel read = TransferModel.Load(ModelPath(i), "cpu");
                whole++;
            }

            return whole;
        }
    }

    private static byte[] MakeContents()
    {
        byte[] contents = new byte[4_000_000];
        new Random(1).NextBytes(contents);
        return contents;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class First : IProgress<StepProgress>
    {
        private bool isSaid;

        public void Report(StepProgress value)
        {
            if (!isSaid && value.Whole is null)
            {
                isSaid = true;
                Console.WriteLine($"{FirstEpoch}{(int)Math.Ceiling(value.Done)}");
            }
        }
    }
}
