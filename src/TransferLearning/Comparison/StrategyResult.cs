using static System.FormattableString;

namespace TransferLearning;

/// <summary>Loss and accuracy of a part.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share of images predicted correctly, 0 to 1.</param>
/// <param name="Images">Number of images.</param>
public sealed record PartFigures(double Loss, double Accuracy, int Images)
{
    internal static PartFigures Of(Evaluation evaluation) => new(evaluation.Loss, evaluation.Accuracy, evaluation.Predictions.Count);
}

/// <summary>One strategy trained once. All three parts are measured in eval mode at the end.</summary>
/// <param name="Seed">Seed of the split, the initial weights and the order of the images.</param>
/// <param name="TrainableParameters">How many parameters it trained; of <see cref="Strategy.FineTuned"/> those of the last stage.</param>
/// <param name="Stages">The course of the training; of <see cref="Strategy.FineTuned"/> the frozen stage first.</param>
/// <param name="Training">What the finished model makes of the training part.</param>
/// <param name="Validation">What it makes of the validation part.</param>
/// <param name="Test">What it makes of the test part.</param>
public sealed record StrategyRun(
    int Seed, long TrainableParameters, IReadOnlyList<History> Stages, PartFigures Training, PartFigures Validation, Evaluation Test)
{
    /// <summary>Preparation and training of all stages, in seconds; images are decoded before the clock starts.</summary>
    public double Seconds => Stages.Sum(stage => stage.Seconds);

    /// <summary>Training images × epochs of all stages / seconds.</summary>
    public double ImagesPerSecond => Training.Images * Stages.Sum(stage => stage.Epochs.Count) / Seconds;
}

/// <summary>One strategy over several seeds.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Runs">One per seed, at least one.</param>
/// <param name="RunsAreIndependent">Whether each seed had images of its own; otherwise seeds split one set of images anew.</param>
public sealed record StrategyResult(Strategy Strategy, IReadOnlyList<StrategyRun> Runs, bool RunsAreIndependent)
{
    /// <summary>Its name in a sentence: "from scratch", "frozen", "fine-tuned".</summary>
    public string Name => ComparisonSettings.NameOf(Strategy);

    /// <summary>How many parameters it trains.</summary>
    public long TrainableParameters => Runs[0].TrainableParameters;

    /// <summary>Mean over the runs, 0 to 1.</summary>
    public double TestAccuracy => Runs.Average(run => run.Test.Accuracy);

    /// <summary>
    /// 95 %: of one run Wilson's; of several independent ones Student's; of re-splits of one set Nadeau and Bengio's corrected interval.
    /// </summary>
    public Interval TestAccuracyInterval => Runs.Count == 1 ? Runs[0].Test.AccuracyInterval
        : IntervalOf([.. Runs.Select(run => run.Test.Accuracy)]).OfShares;

    /// <summary>Mean over the runs.</summary>
    public double TestLoss => Runs.Average(run => run.Test.Loss);

    /// <summary>Mean over the runs: preparation and training, in seconds.</summary>
    public double Seconds => Runs.Average(run => run.Seconds);

    /// <summary>Mean over the runs: training images times epochs, per second of both.</summary>
    public double ImagesPerSecond => Runs.Average(run => run.ImagesPerSecond);

    /// <summary>In words: what the interval covers.</summary>
    public string IntervalMeaning => Runs.Count == 1
        ? Invariant($"95 % interval of one run: chance in which {Runs[0].Test.Predictions.Count:#,0} images were tested (Wilson); ")
            + "not in training"
        : RunsAreIndependent
            ? $"95 % interval over {Runs.Count} independent runs: chance in images, weights and order (Student)"
            : $"95 % interval over {Runs.Count} splits of the same images: chance in split, weights and order (Nadeau and Bengio)";

    /// <summary>95 %, of the mean of something that every run has a value of.</summary>
    internal Interval IntervalOf(IReadOnlyList<double> values)
    {
        double testToTraining = (double)Runs[0].Test.Predictions.Count / Math.Max(1, Runs[0].Training.Images);
        return RunsAreIndependent ? Interval.OfMean(values) : Interval.OfResplits(values, testToTraining);
    }
}
