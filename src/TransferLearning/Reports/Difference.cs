using TransferLearning.Charting;

namespace TransferLearning.Reporting;

/// <summary>How much better one strategy did than another, and whether that can be told from chance.</summary>
/// <param name="Better">The one with the higher mean accuracy.</param>
/// <param name="Worse">The other.</param>
/// <param name="Gain">Difference of their mean accuracies, 0 to 1.</param>
/// <param name="IsTold">Whether chance alone would seldom (in fewer than 5 % of cases) make such a difference.</param>
/// <param name="Evidence">What that rests on, in words.</param>
internal sealed record Difference(StrategyResult Better, StrategyResult Worse, double Gain, bool IsTold, string Evidence)
{
    private const double Level = 0.05;

    /// <summary>
    /// From three common seeds on, Student's interval of the paired differences. Below that, the exact McNemar test on the pictures that
    /// only one of the two gets right; without common pictures, whether the intervals overlap.
    /// </summary>
    public static Difference Between(StrategyResult a, StrategyResult b)
    {
        (StrategyResult better, StrategyResult worse) = a.TestAccuracy >= b.TestAccuracy ? (a, b) : (b, a);
        double gain = better.TestAccuracy - worse.TestAccuracy;
        var pairs = better.Runs.Join(worse.Runs, run => run.Seed, run => run.Seed, (x, y) => (Better: x, Worse: y)).ToArray();
        if (pairs.Length >= 3 && pairs.Length == better.Runs.Count && pairs.Length == worse.Runs.Count)
        {
            Interval interval = Interval.OfMean([.. pairs.Select(p => p.Better.Test.Accuracy - p.Worse.Test.Accuracy)]);
            return new Difference(
                better, worse, gain, interval.Low > 0,
                $"95 % interval over {pairs.Length} seeds: {Words.Points(interval.Low)} to {Words.Points(interval.High)} points");
        }

        int onlyBetter = 0, onlyWorse = 0, common = 0;
        foreach (var pair in pairs)
        {
            Dictionary<string, PictureScore> other = [];
            foreach (PictureScore score in pair.Worse.Test.Scores)
            {
                other[score.Picture.Path] = score;
            }

            foreach (PictureScore score in pair.Better.Test.Scores)
            {
                if (other.TryGetValue(score.Picture.Path, out PictureScore? match))
                {
                    common++;
                    onlyBetter += score.IsRight && !match.IsRight ? 1 : 0;
                    onlyWorse += match.IsRight && !score.IsRight ? 1 : 0;
                }
            }
        }

        if (common > 0)
        {
            double p = McNemar(onlyBetter, onlyWorse);
            return new Difference(
                better, worse, gain, p < Level && onlyBetter > onlyWorse,
                $"of {Words.Count(common, "test picture")} {onlyBetter:#,0} only {better.Name} gets right and {onlyWorse:#,0} only {worse.Name}; exact McNemar test, p {(p < 0.001 ? "< 0.001" : $"= {p:0.000}")}");
        }

        Spread high = Spread.Of(better), low = Spread.Of(worse);
        return new Difference(better, worse, gain, high.Low > low.High, $"intervals {high} and {low}");
    }

    /// <summary>The finding as a sentence.</summary>
    public override string ToString() => double.IsNaN(Gain)
        ? $"There is no test picture to compare {Better.Name} and {Worse.Name} on."
        : Gain == 0
        ? $"{Words.Capital(Better.Name)} and {Worse.Name} are right equally often ({Evidence})."
        : $"{Words.Capital(Better.Name)} is {Words.Points(Gain)[1..]} points ahead of {Worse.Name}, "
            + (IsTold ? "more than chance explains" : "which is too little to tell from chance") + $" ({Evidence}).";

    /// <summary>
    /// Two-sided exact probability, if both were equally good, of a split at least as uneven as this of the pictures that only one gets right.
    /// (McNemar 1947, in its binomial form.)
    /// </summary>
    internal static double McNemar(int onlyFirst, int onlySecond)
    {
        int n = onlyFirst + onlySecond, fewer = Math.Min(onlyFirst, onlySecond);
        double logTerm = -n * Math.Log(2), sum = 0;
        for (int k = 0; k <= fewer; k++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log(n - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * sum);
    }
}
