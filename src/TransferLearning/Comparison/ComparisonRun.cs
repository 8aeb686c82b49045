using System.Diagnostics;

namespace TransferLearning;

/// <summary>Makes the runs of a comparison, seed after seed: each is found from an earlier time, or trained.</summary>
internal sealed class ComparisonRun(
    ComparisonSettings settings, string weightsHash, IProgress<StepProgress>? progress, CancellationToken cancellation)
{
    private readonly RunStore? _store = settings.ResultsFolder is null ? null : new RunStore(settings.ResultsFolder);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _found;

    /// <summary>Those that there are so far.</summary>
    public Dictionary<(Strategy Strategy, int Seed), StrategyRun> Runs { get; } = [];

    private int Total => settings.Seeds.Count * settings.Strategies.Count;

    /// <summary>Finds or trains all strategies of a seed.</summary>
    public void Add(Split split, int seed)
    {
        foreach (Strategy strategy in settings.Strategies)
        {
            if (Find(strategy, split, seed) is { } found)
            {
                _found++;
                Add(strategy, found);
            }
        }

        Strategy[] missing = [.. settings.Strategies.Where(strategy => !Runs.ContainsKey((strategy, seed)))];
        foreach (ImageSet part in missing.Length > 0 ? split.Parts : [])
        {
            part.Load(settings.Size, PartOf(seed), cancellation).Dispose();   // before any clock starts, whichever strategy comes first
        }

        if (missing.Contains(Strategy.Scratch))
        {
            using TransferModel model = settings.Create(Strategy.Scratch, split.Classes, seed);
            Train(Strategy.Scratch, model, [], split, seed);
        }

        // Fine-tuning goes on from the frozen model: it is trained again where only fine-tuning is missing.
        if (missing.Contains(Strategy.Frozen) || missing.Contains(Strategy.FineTuned))
        {
            using TransferModel model = settings.Create(Strategy.Frozen, split.Classes, seed);
            IReadOnlyList<History> stages = Train(Strategy.Frozen, model, [], split, seed);
            if (missing.Contains(Strategy.FineTuned))
            {
                model.UnfreezeFrom(settings.Backbone.FineTuneFrom);
                Train(Strategy.FineTuned, model, stages, split, seed);
            }
        }
    }

    private IReadOnlyList<History> Train(Strategy strategy, TransferModel model, IReadOnlyList<History> before, Split split, int seed)
    {
        History history = model.Fit(split, settings.OptionsFor(strategy, seed), PartOf(seed), cancellation);
        IReadOnlyList<History> stages = [.. before, history];
        if (!settings.Strategies.Contains(strategy) || Runs.ContainsKey((strategy, seed)))
        {
            return stages;
        }

        var run = new StrategyRun(
            seed,
            model.ParameterCounts.Trainable,
            stages,
            PartFigures.Of(model.Evaluate(split.Training, cancellation: cancellation)),
            PartFigures.Of(model.Evaluate(split.Validation, cancellation: cancellation)),
            model.Evaluate(split.Test, cancellation: cancellation));
        string key = RunStore.KeyOf(settings, strategy, seed, split, weightsHash);
        if (settings.PathOfModel(strategy, seed) is { } path)
        {
            model.Save(path, new Dictionary<string, string> { ["run"] = key });
        }

        _store?.Keep(key, run, split);
        Add(strategy, run);
        return stages;
    }

    /// <summary>A run counts as found only together with its model, where that is to be kept.</summary>
    private StrategyRun? Find(Strategy strategy, Split split, int seed)
    {
        try
        {
            string key = RunStore.KeyOf(settings, strategy, seed, split, weightsHash);
            bool hasModel = settings.PathOfModel(strategy, seed) is not { } path
                || (File.Exists(path) && Safetensors.ReadMetadata(path).GetValueOrDefault("run") == key);
            return hasModel ? _store?.TryFind(key, split) : null;
        }
        catch (UserMistakeException)   // a damaged model is made again
        {
            return null;
        }
    }

    private void Add(Strategy strategy, StrategyRun run)
    {
        Runs.Add((strategy, run.Seed), run);
        progress?.Report(Standing(_found > 0 ? $"{_found} of them reused" : ""));
    }

    private StepProgress Standing(string details) => new("", Runs.Count, Total, _clock.Elapsed, "run", details);

    private StepProgress.Part? PartOf(int seed) => progress is null ? null
        : new StepProgress.Part(progress, Standing(FormattableString.Invariant($"run {Runs.Count + 1} of {Total}, seed {seed}")));
}
