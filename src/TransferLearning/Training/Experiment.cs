using System.Diagnostics;
using System.Security.Cryptography;
using TorchSharp;

namespace TransferLearning;

/// <summary>Trains the same network by every strategy, seed after seed, and sets the results side by side.</summary>
public static class Experiment
{
    private const int SamplePictures = 12;

    /// <summary>Runs the comparison.</summary>
    /// <param name="folder">The pictures.</param>
    /// <param name="settings">What to compare, and how.</param>
    /// <param name="progress">Told a few times a second; names are "from scratch", "frozen", "fine-tuned".</param>
    /// <param name="trained">Called with every finished model, which is disposed afterwards.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<Comparison> CompareAsync(
        ImageFolder folder,
        ComparisonSettings settings,
        IProgress<ExperimentProgress>? progress = null,
        Action<StrategyRun, Strategy, TransferModel>? trained = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => Compare(folder, settings, progress, trained, cancellation), cancellation);

    private static Comparison Compare(
        ImageFolder folder,
        ComparisonSettings settings,
        IProgress<ExperimentProgress>? progress,
        Action<StrategyRun, Strategy, TransferModel>? trained,
        CancellationToken cancellation)
    {
        if (settings.Seeds.Count == 0 || settings.Strategies.Count == 0)
        {
            throw new UserMistakeException("There is nothing to compare: give at least one seed and one strategy.");
        }

        var runs = settings.Strategies.ToDictionary(strategy => strategy, _ => new List<StrategyRun>());
        Split? split = null;
        string weightsHash = HashOf(settings.PreTrained);
        foreach (int seed in settings.Seeds)
        {
            split = settings.Split(folder, seed);
            Dictionary<Strategy, StrategyRun> found = FindRuns(settings, split, seed, weightsHash, progress, cancellation);
            TransferModel? frozen = null;
            try
            {
                foreach (Strategy strategy in ToTrain(settings.Strategies, found))
                {
                    var report = progress is null ? null : new Named(progress, seed, strategy);
                    TransferModel model = strategy == Strategy.FineTuned ? frozen! : Make(folder, settings, strategy, seed);
                    frozen = strategy == Strategy.Frozen ? model : frozen;
                    Prepare(model, settings, strategy);
                    StrategyRun run = Run(model, split, settings, strategy, seed, report, cancellation);
                    settings.Store?.Keep(RunStore.KeyOf(settings, strategy, seed, Pixels(settings, split, cancellation), weightsHash), run, split);
                    if (settings.Strategies.Contains(strategy))
                    {
                        found[strategy] = run;
                        trained?.Invoke(run, strategy, model);
                    }

                    if (strategy == Strategy.Scratch)
                    {
                        model.Dispose();
                    }
                }
            }
            finally
            {
                frozen?.Dispose();
            }

            foreach (Strategy strategy in settings.Strategies)
            {
                runs[strategy].Add(found[strategy]);
            }
        }

        return new Comparison(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Root))),
            folder.Classes,
            [.. settings.Strategies.Select(strategy => new StrategyResult(strategy, CountTrainable(folder, settings, strategy), runs[strategy]))],
            split!.Training.Count,
            split.Validation.Count,
            split.Test.Count,
            Samples(split.Training, settings.Seeds[0]),
            Facts(folder, settings));
    }

    // What was not found. Fine-tuning goes on from the frozen model, so that one is trained also where only fine-tuning is missing.
    private static IEnumerable<Strategy> ToTrain(IReadOnlyList<Strategy> wanted, Dictionary<Strategy, StrategyRun> found)
    {
        Strategy[] missing = [.. wanted.Where(strategy => !found.ContainsKey(strategy))];
        return missing.Contains(Strategy.FineTuned) ? missing.Append(Strategy.Frozen).Distinct().Order() : missing.Order();
    }

    private static Dictionary<Strategy, StrategyRun> FindRuns(
        ComparisonSettings settings, Split split, int seed, string weightsHash, IProgress<ExperimentProgress>? progress, CancellationToken cancellation)
    {
        var found = new Dictionary<Strategy, StrategyRun>();
        if (settings.Store is not { } store || store.TrainAnew.Contains(seed))
        {
            return found;
        }

        foreach (Strategy strategy in settings.Strategies)
        {
            if (store.TryFind(RunStore.KeyOf(settings, strategy, seed, Pixels(settings, split, cancellation), weightsHash), split) is { } run)
            {
                found.Add(strategy, run);
                int epochs = run.History.Epochs.Count;
                var finished = new TrainingProgress(run.History.Name, epochs, epochs, 1, 1, run.History.Kept.TrainingLoss, run.History.Kept.TrainingAccuracy, run.History.Epochs, TimeSpan.Zero);
                progress?.Report(new ExperimentProgress(seed, strategy, finished) { IsFound = true });
            }
        }

        return found;
    }

    private static PixelCache Pixels(ComparisonSettings settings, Split split, CancellationToken cancellation) =>
        split.Training.Pool.Pixels(settings.ImageSize ?? settings.Backbone.ImageSize, cancellation: cancellation);

    private static string HashOf(Weights weights)
    {
        if (weights.Path is null)
        {
            return "";
        }

        using FileStream file = File.OpenRead(weights.Path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private static long CountTrainable(ImageFolder folder, ComparisonSettings settings, Strategy strategy)
    {
        using TransferModel model = TransferModel.Create(settings.BackboneAtSize, folder.Classes, Weights.None, settings.Head);
        Prepare(model, settings, strategy);
        return model.ParameterCounts.Trainable;
    }

    private static TransferModel Make(ImageFolder folder, ComparisonSettings settings, Strategy strategy, int seed)
    {
        torch.random.manual_seed(seed);
        return TransferModel.Create(settings.BackboneAtSize, folder.Classes, strategy == Strategy.Scratch ? Weights.None : settings.PreTrained, settings.Head);
    }

    private static void Prepare(TransferModel model, ComparisonSettings settings, Strategy strategy)
    {
        if (strategy == Strategy.Frozen)
        {
            model.FreezeBackbone();
        }
        else if (strategy == Strategy.FineTuned)
        {
            model.UnfreezeFrom(settings.FineTuneFrom ?? settings.Backbone.FineTuneFrom);
        }
    }

    private static StrategyRun Run(
        TransferModel model, Split split, ComparisonSettings settings, Strategy strategy, int seed, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        History history = Trainer.FitAsync(model, split, settings.OptionsFor(strategy, seed), progress, cancellation).GetAwaiter().GetResult();
        double seconds = clock.Elapsed.TotalSeconds;
        Evaluation test = Trainer.Evaluate(model, split.Test, settings.ImageSize);
        return new StrategyRun(seed, history, test, seconds, (double)split.Training.Count * history.Epochs.Count / seconds);
    }

    private static List<Picture> Samples(PictureSet training, int seed)
    {
        Picture[] shuffled = [.. training];
        new Random(seed).Shuffle(shuffled);
        int perClass = Math.Max(1, SamplePictures / training.Classes.Count);
        return [.. shuffled.GroupBy(picture => picture.Label).SelectMany(group => group.Take(perClass)).Take(SamplePictures)];
    }

    private static List<KeyValuePair<string, string>> Facts(ImageFolder folder, ComparisonSettings settings)
    {
        int size = settings.ImageSize ?? settings.Backbone.ImageSize;
        return
        [
            new("Pictures", $"{folder.Pictures.Count:N0} in {folder.Classes.Count} classes{(folder.LeftOut.Count > 0 ? $", {folder.LeftOut.Count} left out" : "")}"),
            new("Network", $"{settings.Backbone} at {size}×{size} pixels"),
            new("Training", $"{settings.Epochs} epochs, batches of {settings.BatchSize}, Adam, cosine schedule"),
            new("Learning rates", $"scratch {settings.ScratchRate}, frozen {settings.FrozenRate}, fine-tuned {settings.FineTuneRate} (after one epoch of warm-up)"),
            new("Fine-tuned from", settings.FineTuneFrom ?? settings.Backbone.FineTuneFrom),
            new("Augmentation", settings.Augmentation.IsNone ? "none" : settings.Augmentation.ToString()),
            new("Seeds", string.Join(", ", settings.Seeds)),
            new("Weights tested", "those of the last epoch"),
            new("Computed on", Devices.Open(settings.Device).ToString()),
            new("Machine", $"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}"),
        ];
    }

    private sealed class Named(IProgress<ExperimentProgress> inner, int seed, Strategy strategy) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => inner.Report(new ExperimentProgress(seed, strategy, value));
    }
}
