using System.Text.Json;

namespace TransferLearning;

/// <summary>
/// Finished runs of a folder, to be found again instead of repeated. A run's name is a hash of everything that decides it, the program
/// included; the same of all these gives the same result to the bit, so that a found run is what training again would give.
/// </summary>
/// <param name="folder">Where the runs are kept, a file each: a line with the hash of the rest, then JSON.</param>
internal sealed class RunStore(string folder)
{
    /// <summary>Of each assembly that has a part in the result one type.</summary>
    public static IReadOnlyList<Type> Program { get; } = [typeof(RunStore), typeof(torch), typeof(SixLabors.ImageSharp.Image)];

    /// <summary>A hash of everything that decides a run.</summary>
    public static string KeyOf(ComparisonSettings settings, Strategy strategy, int seed, Split split, string weightsHash) =>
        Numbers.Hash(JsonSerializer.Serialize(
        new
        {
            strategy,
            seed,
            Stages = (strategy == Strategy.FineTuned ? new[] { Strategy.Frozen, Strategy.FineTuned } : [strategy])
                .Select(stage => settings.OptionsFor(stage, seed)),
            FineTuneFrom = strategy == Strategy.FineTuned ? settings.Backbone.FineTuneFrom : null,
            Weights = strategy == Strategy.Scratch ? null : weightsHash,
            settings.Backbone.Name,
            settings.Backbone.Width,
            settings.Backbone.Mean,
            settings.Backbone.Deviation,
            settings.Size,
            split.Classes,
            Parts = split.Parts.Select(part => part.Key(settings.Size)),
            Device = Devices.Open(settings.Device).ToString(),
            Threads = torch.get_num_threads(),
            Program = Program.Select(type => type.Module.ModuleVersionId),
        },
        Numbers.Json));

    /// <summary>Looks for a run; one whose file is damaged is not there.</summary>
    public StrategyRun? TryFind(string key, Split split)
    {
        if (!File.Exists(PathOf(key)) || File.ReadAllText(PathOf(key)).Split('\n', 2) is not [var hash, var json]
            || hash != Numbers.Hash(json))
        {
            return null;
        }

        Stored stored = JsonSerializer.Deserialize<Stored>(json, Numbers.Json)!;
        IEnumerable<Prediction> predictions =
            stored.Test.Select(test => new Prediction(split.Test[test.Image], split.Classes, test.Probabilities, test.Logits));
        return stored.Run with { Test = new Evaluation(split.Classes, stored.TestLoss, [.. predictions]) };
    }

    /// <summary>Keeps a run; two processes that keep the same one at once do not hinder each other.</summary>
    public void Keep(string key, StrategyRun run, Split split)
    {
        Dictionary<string, int> places = split.Test.Index().ToDictionary(image => image.Item.Path, image => image.Index);
        IEnumerable<StoredPrediction> predictions = run.Test.Predictions.Select(
            test => new StoredPrediction(places[test.Image.Path], [.. test.Probabilities], [.. test.Logits]));
        string json = JsonSerializer.Serialize(new Stored(run with { Test = null! }, run.Test.Loss, [.. predictions]), Numbers.Json);
        WholeFile.Write(PathOf(key), part => File.WriteAllText(part, $"{Numbers.Hash(json)}\n{json}"));
    }

    private string PathOf(string key) => Path.Combine(folder, key[..24] + ".json");

    private sealed record StoredPrediction(int Image, float[] Probabilities, float[] Logits);

    private sealed record Stored(StrategyRun Run, double TestLoss, StoredPrediction[] Test);
}
