using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TransferLearning;

/// <summary>
/// Finished trainings of a folder, to be found again instead of repeated. A run's name is a hash of all it depends on: pictures, weights, settings,
/// seed, and the program itself. Since the same of all these gives the same result to the bit, a found run is what training again would give.
/// </summary>
/// <param name="directory">Where the runs are kept.</param>
public sealed class RunStore(string directory)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Seeds whose runs are not looked for, only kept: for who needs the models again.</summary>
    public IReadOnlyList<int> TrainAnew { get; init; } = [];

    /// <summary>Looks for a run.</summary>
    internal StrategyRun? TryFind(string key, Split split)
    {
        string path = PathOf(key);
        if (!File.Exists(path) || JsonSerializer.Deserialize<Stored>(File.ReadAllText(path), Options) is not { } stored)
        {
            return null;
        }

        PictureScore[] scores = [.. split.Test.Zip(stored.Probabilities, (picture, probabilities) => new PictureScore(picture, probabilities))];
        return scores.Length == stored.Probabilities.Length && scores.Length == split.Test.Count
            ? new StrategyRun(stored.Seed, stored.History, new Evaluation(split.Classes, stored.TestLoss, scores), stored.Seconds, stored.PicturesPerSecond)
            : null;
    }

    /// <summary>Keeps a run; one that left test pictures out is not kept.</summary>
    internal void Keep(string key, StrategyRun run, Split split)
    {
        if (run.Test.Scores.Count != split.Test.Count)
        {
            return;
        }

        var stored = new Stored(run.Seed, run.History, run.Test.Loss, [.. run.Test.Scores.Select(score => score.Probabilities.ToArray())], run.Seconds, run.PicturesPerSecond);
        Directory.CreateDirectory(directory);
        string temporary = PathOf(key) + ".part";
        File.WriteAllText(temporary, JsonSerializer.Serialize(stored, Options));
        File.Move(temporary, PathOf(key), overwrite: true);
    }

    /// <summary>The name of a run: a hash of everything its result depends on.</summary>
    internal static string KeyOf(ComparisonSettings settings, Strategy strategy, int seed, PixelCache pixels, string weightsHash)
    {
        string program = string.Join(' ', new[] { typeof(RunStore), typeof(TorchSharp.torch), typeof(SixLabors.ImageSharp.Image) }.Select(type => type.Module.ModuleVersionId));
        settings = settings with { Device = Devices.Open(settings.Device).ToString() };
        string all = string.Join('\n', [
            JsonSerializer.Serialize(settings.OptionsFor(strategy, seed)),
            strategy == Strategy.FineTuned ? JsonSerializer.Serialize(settings.OptionsFor(Strategy.Frozen, seed)) + settings.FineTuneFrom : "",
            settings.Backbone.ToString(), settings.Head.ToString(), settings.Shares.ToString(), Path.GetFileName(pixels.Path), strategy == Strategy.Scratch ? "" : weightsHash,
            TorchSharp.torch.get_num_threads().ToString(), program,
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 12));
    }

    private string PathOf(string key) => Path.Combine(directory, key + ".json");

    private sealed record Stored(int Seed, History History, double TestLoss, float[][] Probabilities, double Seconds, double PicturesPerSecond);
}
