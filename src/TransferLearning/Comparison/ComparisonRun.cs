namespace TransferLearning;

/// <summary>All strategies of one seed: found from an earlier time, or trained.</summary>
internal sealed class ComparisonRun(
    ComparisonSettings settings, Split split, int seed, string weightsHash, IProgress<ComparisonProgress>? progress, int runsDone)
{
    private readonly RunStore? _store = settings.ResultsFolder is null ? null : new RunStore(settings.ResultsFolder);
    private readonly Dictionary<Strategy, StrategyRun> _runs = [];

    public async Task<IReadOnlyDictionary<Strategy, StrategyRun>> RunAsync(CancellationToken cancellation)
    {
        foreach (Strategy strategy in settings.Strategies)
        {
            if (Find(strategy) is { } found)
            {
                _runs.Add(strategy, found);
                History last = found.Stages[^1];
                Report(strategy, isFound: true, new TrainingProgress(
                    last.Name, last.Epochs.Count, last.Epochs.Count, 1, 1, last.Final.TrainingLoss, last.Final.TrainingAccuracy,
                    last.Epochs, TimeSpan.Zero) { IsFinished = true });
            }
        }

        Strategy[] missing = [.. settings.Strategies.Where(strategy => !_runs.ContainsKey(strategy))];
        foreach (ImageSet part in missing.Length > 0 ? split.Parts : [])
        {
            // Images are decoded before any clock starts, whichever strategy comes first.
            var report = new Forward<StepProgress>(step => Report(missing[0], isFound: false, new TrainingProgress(
                ComparisonSettings.NameOf(missing[0]), 1, settings.Epochs, 0, 0, double.NaN, double.NaN, [], TimeSpan.Zero)
                { Preparation = step }));
            part.Load(settings.Size, report, cancellation).Dispose();
        }

        if (missing.Contains(Strategy.Scratch))
        {
            using TransferModel model = settings.Create(Strategy.Scratch, split.Classes, seed);
            await TrainAsync(Strategy.Scratch, model, [], cancellation).ConfigureAwait(false);
        }

        // Fine-tuning goes on from the frozen model: it is trained again where only fine-tuning is missing.
        if (missing.Contains(Strategy.Frozen) || missing.Contains(Strategy.FineTuned))
        {
            using TransferModel model = settings.Create(Strategy.Frozen, split.Classes, seed);
            IReadOnlyList<History> stages = await TrainAsync(Strategy.Frozen, model, [], cancellation).ConfigureAwait(false);
            if (missing.Contains(Strategy.FineTuned))
            {
                model.UnfreezeFrom(settings.Backbone.FineTuneFrom);
                await TrainAsync(Strategy.FineTuned, model, stages, cancellation).ConfigureAwait(false);
            }
        }

        return _runs;
    }

    private async Task<IReadOnlyList<History>> TrainAsync(
        Strategy strategy, TransferModel model, IReadOnlyList<History> before, CancellationToken cancellation)
    {
        var report = new Forward<TrainingProgress>(training => Report(strategy, isFound: false, training));
        History history = await model.FitAsync(split, settings.OptionsFor(strategy, seed), report, cancellation).ConfigureAwait(false);
        IReadOnlyList<History> stages = [.. before, history];
        if (!settings.Strategies.Contains(strategy) || _runs.ContainsKey(strategy))
        {
            return stages;
        }

        double preparation = stages.Sum(stage => stage.PreparationSeconds), training = stages.Sum(stage => stage.TrainingSeconds);
        var run = new StrategyRun(
            seed,
            stages,
            PartFigures.Of(model.Evaluate(split.Training, cancellation: cancellation)),
            PartFigures.Of(model.Evaluate(split.Validation, cancellation: cancellation)),
            model.Evaluate(split.Test, cancellation: cancellation),
            preparation,
            training,
            split.Training.Count * stages.Sum(stage => stage.Epochs.Count) / (preparation + training));
        string key = Key(strategy);
        if (settings.PathOfModel(strategy, seed) is { } path)
        {
            model.Save(path, new Dictionary<string, string> { ["run"] = key });
        }

        _store?.Keep(key, run, split);
        _runs.Add(strategy, run);
        return stages;
    }

    /// <summary>A run counts as found only together with its model, where that is to be kept.</summary>
    private StrategyRun? Find(Strategy strategy)
    {
        try
        {
            string key = _store is null ? "" : Key(strategy);
            bool hasModel = settings.PathOfModel(strategy, seed) is not { } path
                || (File.Exists(path) && Safetensors.ReadMetadata(path).GetValueOrDefault("run") == key);
            return hasModel ? _store?.TryFind(key, split) : null;
        }
        catch (UserMistakeException)   // a damaged model is made again
        {
            return null;
        }
    }

    private string Key(Strategy strategy) => RunStore.KeyOf(settings, strategy, seed, split, weightsHash);

    private void Report(Strategy strategy, bool isFound, TrainingProgress training) =>
        progress?.Report(new ComparisonProgress(
            seed, strategy, training, runsDone + _runs.Count, settings.Seeds.Count * settings.Strategies.Count, isFound));
}
