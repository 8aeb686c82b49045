using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static System.FormattableString;

namespace TransferLearning;

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
    int TestImages, double MajorityAccuracy, IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>The result of a strategy.</summary>
    public StrategyResult this[Strategy strategy] => Results.First(result => result.Strategy == strategy);

    /// <summary>What the figures say, in sentences: who is ahead of whom, who is no better than guessing.</summary>
    public IReadOnlyList<string> Conclusions =>
    [
        .. Results.Count > 1 ? [] : Results.Select(result => Invariant(
            $"{Capital(result.Name)} has a test accuracy of {result.TestAccuracy:0.000} ({result.TestAccuracyInterval}).")),
        .. Ranked.Zip(Ranked.Skip(1), Difference.Between).Select(step => step.ToString()),
        .. Ranked.Where(result => result.TestAccuracyInterval.Low <= MajorityAccuracy).Select(result => Invariant(
            $"{Capital(result.Name)} cannot be told from always answering the largest class ({100 * MajorityAccuracy:0.0} %).")),
        Invariant($"One image is {100.0 / TestImages:0.00} points of a test part of {TestImages:N0} images."),
    ];

    private IEnumerable<StrategyResult> Ranked => Results.OrderByDescending(result => result.TestAccuracy);

    /// <summary>Trains the same network by every strategy, seed after seed.</summary>
    /// <param name="dataOfSeed">The split of a seed.</param>
    /// <param name="settings">What to compare, and how.</param>
    /// <param name="progress">Told a few times per second, in trainings.</param>
    /// <param name="cancellation">Stops between two batches; finished runs are kept.</param>
    /// <exception cref="UserMistakeException">
    /// There is nothing to compare, a folder cannot be written to, or a training cannot be done.
    /// </exception>
    public static Task<Comparison> RunAsync(
        Func<int, Split> dataOfSeed, ComparisonSettings settings, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default) => Task.Run(() =>
    {
        string weightsHash = Check(settings);
        var run = new ComparisonRun(settings, weightsHash, progress, cancellation);
        List<Split> splits = [];
        foreach (int seed in settings.Seeds)
        {
            splits.Add(dataOfSeed(seed));
            run.Add(splits[^1], seed);
        }

        return new Comparison(
            settings.Title,
            splits[0].Classes,
            [.. settings.Strategies.Select(strategy => new StrategyResult(
                strategy, [.. settings.Seeds.Select(seed => run.Runs[(strategy, seed)])], settings.SeedsAreIndependent))],
            splits[0].Training.Count,
            splits[0].Validation.Count,
            splits[0].Test.Count,
            splits.Average(split => (double)split.Test.CountsByClass.Max() / split.Test.Count),
            FactsOf(settings, splits, weightsHash));
    }, cancellation);

    /// <summary>Before anything is trained, and not after an hour of it: can results be written, can the weights be read?</summary>
    /// <returns>The hash of the weights.</returns>
    private static string Check(ComparisonSettings settings)
    {
        UserMistakeException.ThrowIf(settings.Seeds.Count == 0 || settings.Strategies.Count == 0,
            "There is nothing to compare: give at least one seed and one strategy.");

        string path = "";
        try
        {
            foreach (string folder in new[] { settings.ResultsFolder, settings.ModelsFolder }.OfType<string>())
            {
                path = Path.GetFullPath(folder);
                Directory.CreateDirectory(path);
                File.Create(Path.Combine(path, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose).Dispose();
            }

            path = Path.GetFullPath(settings.Weights);
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            string what = path == Path.GetFullPath(settings.Weights) ? "be read" : "be written to: name another folder";
            throw new UserMistakeException($"{path} cannot {what} ({refused.Message.TrimEnd('.')}).", refused);
        }
    }

    internal static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static List<KeyValuePair<string, string>> FactsOf(ComparisonSettings settings, List<Split> splits, string weightsHash) =>
    [
        new("Images", "per seed " + string.Join(", ", splits[0].Parts.Select(part => $"{part.Count} for {part.Name}"))),
        new("Classes", string.Join(", ", splits[0].Classes)),
        new("Seeds", string.Join(", ", settings.Seeds)
            + (settings.SeedsAreIndependent ? ", each with images of its own" : ", each another split of the same images")),
        new("Network", Invariant(
            $"{settings.Backbone.Name}, width {settings.Backbone.Width}, {settings.Size}×{settings.Size} pixels")),
        new("Weights", $"{Path.GetFileName(settings.Weights)}, SHA-256 {weightsHash}"),
        .. settings.Strategies.Union(settings.Strategies.Contains(Strategy.FineTuned) ? [Strategy.Frozen] : []).Order()
            .Select(strategy => KeyValuePair.Create(
                $"Training, {ComparisonSettings.NameOf(strategy)}", Recipe(settings.OptionsFor(strategy, settings.Seeds[0])))),
        new("Weights tested", "those of the last epoch"),
        new("Fine-tuned", $"after the frozen stage, from {settings.Backbone.FineTuneFrom} upwards"),
        new("Data", string.Join(" ", splits.SelectMany(split => split.Parts).Select(part => part.Key(settings.Size)[..12]))),
        new("Computed on", Devices.Open(settings.Device).ToString()),
        new("Machine", Invariant(
            $"{torch.get_num_threads()} threads, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}")),
        new("Packages", string.Join(", ", RunStore.Program.Prepend(typeof(object)).Select(type => type.Assembly.GetName())
            .Select(assembly => $"{assembly.Name} {assembly.Version}"))),
    ];

    private static string Recipe(TrainingOptions options) => Invariant(
        $"{options.Epochs} epochs, batches of {options.BatchSize}, {options.Optimizer} at {options.LearningRate}, ")
        + Invariant($"{options.Schedule} schedule, warm-up of {options.WarmUpEpochs} epochs");
}
