namespace TransferLearning;

public enum Strategy
{
    /// <summary>Random weights; everything trainable.</summary>
    Scratch,
    /// <summary>Pre-trained, frozen; only the head is trained.</summary>
    Frozen,
    /// <summary>After Frozen: the upper blocks are trained too, at a small rate.</summary>
    FineTuned,
}

/// <summary>What to compare, and how. The defaults are the article's experiment.</summary>
public sealed record ComparisonSettings
{
    public string Title { get; init; } = "comparison";
    public Backbone Backbone { get; init; } = Backbone.MobileNetV2;
    /// <summary>Path of the pre-trained weights.</summary>
    public required string Weights { get; init; }
    public IReadOnlyList<Strategy> Strategies { get; init; } = [Strategy.Scratch, Strategy.Frozen, Strategy.FineTuned];
    public IReadOnlyList<int> Seeds { get; init; } = [42];
    /// <summary>Whether each seed has images of its own (drawn anew), so that runs are independent; re-splits of one set are not.</summary>
    public bool SeedsAreIndependent { get; init; }
    public int? ImageSize { get; init; }
    public int Epochs { get; init; } = 10;
    public int BatchSize { get; init; } = 32;
    public string? FineTuneFrom { get; init; }
    public double? ScratchRate { get; init; }
    public double? FrozenRate { get; init; }
    public double? FineTuneRate { get; init; }
    public Head Head { get; init; } = new();
    public bool BalanceClasses { get; init; }
    public Augmentation Augmentation { get; init; } = Augmentation.None;
    public string Device { get; init; } = "auto";
    /// <summary>Folder where finished runs are kept and found again; null trains everything anew.</summary>
    public string? ResultsFolder { get; init; }
    /// <summary>Folder where the models of the first seed are kept: "{strategy}-{seed}.safetensors"; null keeps none.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>How one strategy is trained: rate, schedule (cosine), warm-up, epochs, seed.</summary>
    public TrainingOptions OptionsFor(Strategy strategy, int seed) => throw new NotImplementedException();
    /// <summary>The model of a strategy, made and frozen as the strategy says (FineTuned: frozen first, UnfreezeFrom later).</summary>
    public TransferModel Create(Strategy strategy, IReadOnlyList<string> classes, int seed) => throw new NotImplementedException();
}

/// <summary>Loss and accuracy of a part.</summary>
public sealed record PartFigures(double Loss, double Accuracy, int Images);

/// <summary>One strategy trained once. All three parts measured in eval mode at the end.</summary>
/// <param name="PreparationSeconds">Running the frozen part (decoding happens before the clock).</param>
/// <param name="TrainingSeconds">The epochs; of FineTuned also those of its frozen stage.</param>
/// <param name="ImagesPerSecond">Training images × epochs / seconds.</param>
public sealed record StrategyRun(int Seed, IReadOnlyList<History> Stages, PartFigures Training, PartFigures Validation, Evaluation Test, double PreparationSeconds, double TrainingSeconds, double ImagesPerSecond)
{
    public double Seconds => PreparationSeconds + TrainingSeconds;
}

/// <summary>One strategy over several seeds.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Name">Its name in a sentence: "from scratch", "frozen", "fine-tuned".</param>
/// <param name="TrainableParameters">How many parameters it trains.</param>
/// <param name="Runs">One per seed, at least one.</param>
/// <param name="RunsAreIndependent">Whether each seed had images of its own; otherwise seeds split one set of images anew.</param>
public sealed record StrategyResult(Strategy Strategy, string Name, long TrainableParameters, IReadOnlyList<StrategyRun> Runs, bool RunsAreIndependent)
{
    /// <summary>Mean over the runs, 0 to 1.</summary>
    public double TestAccuracy => Runs.Average(run => run.Test.Accuracy);

    /// <summary>95 %: of one run Wilson's; of several independent ones Student's; of re-splits of one set Nadeau and Bengio's corrected interval.</summary>
    public Interval TestAccuracyInterval
    {
        get
        {
            if (Runs.Count == 1)
            {
                return Runs[0].Test.AccuracyInterval;
            }

            Interval interval = Interval.OfResplits([.. Runs.Select(run => run.Test.Accuracy)], RunsAreIndependent ? 0 : TestToTraining);
            return new Interval(Math.Max(0, interval.Low), Math.Min(1, interval.High));
        }
    }

    /// <summary>Mean over the runs.</summary>
    public double TestLoss => Runs.Average(run => run.Test.Loss);

    /// <summary>Mean over the runs: preparation and training, in seconds.</summary>
    public double Seconds => Runs.Average(run => run.Seconds);

    /// <summary>Mean over the runs: training images times epochs, per second of both.</summary>
    public double ImagesPerSecond => Runs.Average(run => run.ImagesPerSecond);

    /// <summary>In words: what the interval covers.</summary>
    public string IntervalMeaning => Runs.Count == 1
        ? $"95 % interval of one run: chance in which {Runs[0].Test.Predictions.Count:#,0} images were tested (Wilson); not in training"
        : RunsAreIndependent
            ? $"95 % interval over {Runs.Count} independent runs: chance in images (training, validation and test drawn anew), weights and order (Student)"
            : $"95 % interval over {Runs.Count} splits of the same images: chance in the split, weights and order, widened because splits share images (Nadeau and Bengio)";

    /// <summary>Number of test images divided by that of training images.</summary>
    internal double TestToTraining => (double)Runs[0].Test.Predictions.Count / Math.Max(1, Runs[0].Training.Images);
}

/// <summary>The strategies side by side.</summary>
public sealed record Comparison(string Title, IReadOnlyList<string> Classes, IReadOnlyList<StrategyResult> Results, int TrainingImages, int ValidationImages, int TestImages, double MajorityAccuracy, IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    public StrategyResult this[Strategy strategy] => Results.First(result => result.Strategy == strategy);

    /// <summary>Trains the same network by every strategy, seed after seed.</summary>
    /// <param name="dataOfSeed">The split of a seed.</param>
    public static Task<Comparison> RunAsync(Func<int, Split> dataOfSeed, ComparisonSettings settings, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>results.json: every figure and every image's prediction; times stand in one object.</summary>
    public void WriteJson(string path, string root) => throw new NotImplementedException();

    /// <summary>What the figures say, in sentences: headline first.</summary>
    public IReadOnlyList<string> Findings => throw new NotImplementedException();
}

/// <summary>Where a comparison stands.</summary>
public sealed record ComparisonProgress(int Seed, Strategy Strategy, TrainingProgress Training, int RunsDone, int Runs)
{
    /// <summary>Whether the run was found from an earlier time.</summary>
    public bool IsFound { get; init; }
}

/// <summary>One backbone, frozen, over several seeds.</summary>
public sealed record BackboneResult(Backbone Backbone, StrategyResult Result, double Megabytes, double SecondsPerThousandImages);

public static class BackboneComparison
{
    /// <summary>Trains one strategy on each candidate.</summary>
    public static Task<IReadOnlyList<BackboneResult>> RunAsync(Func<int, Split> dataOfSeed, IReadOnlyList<ComparisonSettings> candidates, Strategy strategy = Strategy.Frozen, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}
