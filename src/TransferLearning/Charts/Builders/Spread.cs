namespace TransferLearning.Charting;

/// <summary>How far the test accuracy of a strategy can be trusted, and in which words that is said.</summary>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
/// <param name="Meaning">What the interval is.</param>
internal readonly record struct Spread(double Low, double High, string Meaning)
{
    /// <summary>
    /// Of one run, what its test set can tell; of two, their range (Student's interval of two says next to nothing);
    /// of more, the 95 % interval of their mean.
    /// </summary>
    public static Spread Of(StrategyResult result)
    {
        double[] accuracies = [.. result.Runs.Select(r => r.Test.Accuracy)];
        if (accuracies.Length == 2)
        {
            return new Spread(accuracies.Min(), accuracies.Max(), "range of 2 seeds");
        }

        Interval interval = result.TestAccuracyInterval;
        string meaning = accuracies.Length == 1
            ? $"95 % Wilson interval of one test set of {Words.Count(result.Runs[0].Test.Scores.Count, "picture")}"
            : $"95 % interval of the mean over {accuracies.Length} seeds (Student's t)";
        return new Spread(interval.Low, interval.High, meaning);
    }

    public override string ToString() => Words.PercentRange(Low, High);
}
