using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;

namespace TransferLearning;

/// <summary>Where a comparison stands.</summary>
/// <param name="Seed">Seed of the run under way.</param>
/// <param name="Strategy">Its strategy.</param>
/// <param name="Training">Where its training stands.</param>
/// <param name="RunsDone">Runs that are finished or found.</param>
/// <param name="Runs">All runs.</param>
public sealed record ComparisonProgress(int Seed, Strategy Strategy, TrainingProgress Training, int RunsDone, int Runs)
{
    /// <summary>Whether the run was found from an earlier time.</summary>
    public bool IsFound { get; init; }
}

/// <summary>The strategies side by side.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Results">One per strategy.</param>
/// <param name="TrainingImages">Number of training images of a seed.</param>
/// <param name="ValidationImages">Number of validation images of a seed.</param>
/// <param name="TestImages">Number of test images of a seed.</param>
/// <param name="MajorityAccuracy">Test accuracy of always answering the largest class, mean over the seeds.</param>
/// <param name="Facts">Everything needed to repeat the comparison, in words.</param>
public sealed partial record Comparison(
    string Title, IReadOnlyList<string> Classes, IReadOnlyList<StrategyResult> Results, int TrainingImages, int ValidationImages,
    int TestImages,
    double MajorityAccuracy, IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>The result of a strategy.</summary>
    public StrategyResult this[Strategy strategy] => Results.First(result => result.Strategy == strategy);

    /// <summary>Trains the same network by every strategy, seed after seed.</summary>
    /// <param name="dataOfSeed">The split of a seed.</param>
    /// <param name="settings">What to compare, and how.</param>
    /// <param name="progress">Told a few times per second.</param>
    /// <param name="cancellation">Stops between two batches; finished runs are kept.</param>
    /// <exception cref="UserMistakeException">
    /// There is nothing to compare, a folder cannot be written to, or a training cannot be done.
    /// </exception>
    public static Task<Comparison> RunAsync(
        Func<int, Split> dataOfSeed, ComparisonSettings settings, IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataOfSeed);
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Seeds.Count == 0 || settings.Strategies.Count == 0
            ? throw new UserMistakeException("There is nothing to compare: give at least one seed and one strategy.")
            : Task.Run(() => RunAll(dataOfSeed, settings, progress, cancellation), cancellation);
    }

    private static async Task<Comparison> RunAll(
        Func<int, Split> dataOfSeed, ComparisonSettings settings, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        foreach (string folder in new[] { settings.ResultsFolder, settings.ModelsFolder }.OfType<string>())
        {
            CheckWritable(folder);
        }

        string weightsHash = HashOf(settings.Weights);
        Dictionary<(Strategy Strategy, int Seed), StrategyRun> runs = [];
        List<Split> splits = [];
        foreach (int seed in settings.Seeds)
        {
            Split split = dataOfSeed(seed);
            splits.Add(split);
            var seedOf = new ComparisonOfSeed(settings, split, seed, weightsHash, progress, runs.Count);
            foreach ((Strategy strategy, StrategyRun run) in await seedOf.Run(cancellation).ConfigureAwait(false))
            {
                runs.Add((strategy, seed), run);
            }
        }

        return new Comparison(
            settings.Title,
            splits[0].Classes,
            [.. settings.Strategies.Select(strategy => new StrategyResult(
                strategy, ComparisonSettings.NameOf(strategy), CountTrainable(settings, strategy, splits[0].Classes),
                [.. settings.Seeds.Select(seed => runs[(strategy, seed)])], settings.SeedsAreIndependent))],
            splits[0].Training.Count,
            splits[0].Validation.Count,
            splits[0].Test.Count,
            splits.Average(split => (double)split.Test.CountsByClass.Max() / split.Test.Count),
            FactsOf(settings, splits, weightsHash));
    }

    private static long CountTrainable(ComparisonSettings settings, Strategy strategy, IReadOnlyList<string> classes)
    {
        using TransferModel model = TransferModel.Create(settings.Backbone, classes, null, settings.Size, settings.Head, device: "cpu");
        if (strategy == Strategy.Frozen)
        {
            model.Freeze();
        }
        else if (strategy == Strategy.FineTuned)
        {
            settings.UnfreezeForFineTuning(model);
        }

        return model.ParameterCounts.Trainable;
    }

    /// <summary>Before anything is trained, and not after an hour of it.</summary>
    private static void CheckWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException(
                $"The folder {Path.GetFullPath(folder)} cannot be written to ({refused.Message}): name another one.", refused);
        }
    }

    private static string HashOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"The weights {Path.GetFullPath(path)} cannot be read: {refused.Message}", refused);
        }
    }

    private static List<KeyValuePair<string, string>> FactsOf(ComparisonSettings settings, List<Split> splits, string weightsHash)
    {
        TrainingOptions options = settings.OptionsFor(Strategy.Frozen, settings.Seeds[0]);
        return
        [
            new("Images", FormattableString.Invariant(
                $"per seed {splits[0].Training.Count} for training, {splits[0].Validation.Count} for validation, {splits[0].Test.Count} for test")),
            new("Classes", string.Join(", ", splits[0].Classes)),
            new("Seeds", string.Join(", ", settings.Seeds.Select(seed => seed.ToString(Numbers.Culture)))
                + (settings.SeedsAreIndependent ? ", each with images of its own" : ", each another split of the same images")),
            new("Network", FormattableString.Invariant(
                $"{settings.Backbone.Name}, width {settings.Backbone.Width}, {settings.Size}×{settings.Size} pixels")),
            new("Head", FormattableString.Invariant($"{settings.Head.HiddenUnits ?? 0} hidden units, dropout {settings.Head.Dropout}")),
            new("Weights", $"{Path.GetFileName(settings.Weights)}, SHA-256 {weightsHash}"),
            new("Training", FormattableString.Invariant(
                $"{settings.Epochs} epochs per stage, batches of {settings.BatchSize}, {options.Optimizer}, {options.Schedule} schedule")),
            new("Weights tested", "those of the last epoch"),
            new("Learning rates", string.Join(", ", Enum.GetValues<Strategy>().Select(strategy => FormattableString.Invariant(
                $"{ComparisonSettings.NameOf(strategy)} {settings.OptionsFor(strategy, 0).LearningRate}")))
                    + " (after one epoch of warm-up)"),
            new("Fine-tuned", $"after the frozen stage, from {settings.FineTuneFrom ?? settings.Backbone.FineTuneFrom} upwards"),
            new("Class balance", settings.BalanceClasses ? "each class counts alike" : "none"),
            new("Augmentation", JsonSerializer.Serialize(settings.Augmentation)),
            new("Data", string.Join(" ", splits.SelectMany(split => split.Parts).Select(part => part.Key(settings.Size)[..12]))),
            new("Computed on", Devices.Open(settings.Device).ToString()),
            new("Machine", FormattableString.Invariant(
                $"{torch.get_num_threads()} threads, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}")),
            new("Packages", string.Join(", ", RunStore.Program.Prepend(typeof(object)).Select(type => type.Assembly.GetName())
                .Select(assembly => $"{assembly.Name} {assembly.Version}"))),
        ];
    }
}
