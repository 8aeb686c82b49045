using MathNet.Numerics.Distributions;
using static System.FormattableString;

namespace TransferLearning;

/// <summary>A 95 % confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    private const double UpperTail = 0.975;

    /// <summary>Of a share: Wilson's score interval (1927), honest also near 0 and 1, where accuracy usually is.</summary>
    /// <param name="successes">How many were correct.</param>
    /// <param name="trials">Out of how many; with none nothing is known, 0 to 1.</param>
    public static Interval Wilson(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double z = Normal.InvCDF(0, 1, UpperTail), n = trials, share = successes / n;
        double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>Of the mean of independent values: Student's t.</summary>
    /// <param name="values">With a single one nothing is known about their spread, and the ends are infinite.</param>
    public static Interval OfMean(IReadOnlyList<double> values) => OfResplits(values, 0);

    /// <summary>
    /// Of the mean over re-splits of one set of images. They share most of their training images, so that Student's t is too narrow; here
    /// the variance of the mean is variance × (1/n + test/training) (Nadeau and Bengio 2003).
    /// </summary>
    /// <param name="values">One per re-split; with a single one the ends are infinite.</param>
    /// <param name="testToTraining">Number of test images divided by that of training images.</param>
    public static Interval OfResplits(IReadOnlyList<double> values, double testToTraining)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(testToTraining);
        if (values.Count == 1)
        {
            return new Interval(double.NegativeInfinity, double.PositiveInfinity);
        }

        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        double half = StudentT.InvCDF(0, 1, values.Count - 1, UpperTail) * Math.Sqrt(variance * (1.0 / values.Count + testToTraining));
        return new Interval(mean - half, mean + half);
    }

    /// <summary>As far as shares go, from 0 to 1.</summary>
    internal Interval OfShares => new(Math.Max(0, Low), Math.Min(1, High));

    /// <summary>As in "0.953–0.981".</summary>
    public override string ToString() => Invariant($"{Low:0.000}–{High:0.000}");
}

/// <summary>How much better one strategy did than another, and whether chance explains it.</summary>
/// <param name="Better">The one with the higher mean test accuracy.</param>
/// <param name="Worse">The other.</param>
/// <param name="Gain">Difference of their mean test accuracies, 0 to 1.</param>
/// <param name="Interval">95 % interval of the difference; null where a single seed allows none.</param>
/// <param name="IsSignificant">Whether chance alone would make such a difference in fewer than 5 % of cases.</param>
/// <param name="Evidence">What that rests on, in words.</param>
public sealed record Difference(
    StrategyResult Better, StrategyResult Worse, double Gain, Interval? Interval, bool IsSignificant, string Evidence)
{
    private const double Level = 0.05;

    /// <summary>
    /// Paired: over the seeds that both have, Student's interval of the differences (of re-splits the corrected one); with one such seed
    /// the exact McNemar test on that seed's test images.
    /// </summary>
    /// <exception cref="ArgumentException">They have no seed in common.</exception>
    public static Difference Between(StrategyResult a, StrategyResult b)
    {
        (StrategyRun Of, StrategyRun Other)[] pairs = [.. a.Runs.Join(b.Runs, run => run.Seed, run => run.Seed, (x, y) => (x, y))];
        if (pairs.Length == 0)
        {
            throw new ArgumentException($"{a.Name} and {b.Name} have no seed in common.", nameof(b));
        }

        double[] gains = [.. pairs.Select(pair => pair.Of.Test.Accuracy - pair.Other.Test.Accuracy)];
        double gain = gains.Average();
        if (gain < 0)
        {
            return Between(b, a);
        }

        if (pairs.Length == 1)
        {
            return OnImages(a, b, gain, pairs[0].Of.Test, pairs[0].Other.Test);
        }

        Interval interval = a.IntervalOf(gains);
        string over = a.RunsAreIndependent ? $"{pairs.Length} seeds, each with images of its own"
            : $"{pairs.Length} splits of the same images";
        return new Difference(a, b, gain, interval, interval.Low > 0,
            Invariant($"95 % interval over {over}: {100 * interval.Low:+0.0;−0.0;0.0} to {100 * interval.High:+0.0;−0.0;0.0} points"));
    }

    /// <summary>Exact two-sided McNemar test (1947).</summary>
    /// <param name="onlyFirst">Images that only the first gets right.</param>
    /// <param name="onlySecond">Images that only the second gets right.</param>
    /// <returns>Probability of a split at least as uneven if both were equally good.</returns>
    public static double McNemar(int onlyFirst, int onlySecond) =>
        Math.Min(1, 2 * Binomial.CDF(0.5, onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond)));

    /// <summary>As a sentence.</summary>
    public override string ToString() => Comparison.Capital(Better.Name) + (Gain == 0
        ? $" and {Worse.Name} have the same test accuracy ({Evidence})."
        : Invariant($" is {100 * Gain:0.0} points of test accuracy ahead of {Worse.Name}, ")
            + (IsSignificant ? "more than chance explains" : "which chance can explain") + $" ({Evidence}).");

    private static Difference OnImages(StrategyResult better, StrategyResult worse, double gain, Evaluation of, Evaluation other)
    {
        (bool Of, bool Other)[] both = [.. of.Predictions.Zip(other.Predictions, (one, two) => (one.IsCorrect, two.IsCorrect))];
        int onlyBetter = both.Count(pair => pair.Of && !pair.Other), onlyWorse = both.Count(pair => !pair.Of && pair.Other);
        double p = McNemar(onlyBetter, onlyWorse);
        return new Difference(better, worse, gain, null, p < Level && onlyBetter > onlyWorse,
            Invariant($"of {both.Length:#,0} test images only {better.Name} gets {onlyBetter:#,0} right ")
                + Invariant($"and only {worse.Name} {onlyWorse:#,0}; exact McNemar test, p ")
                + (p < 0.001 ? "< 0.001" : Invariant($"= {p:0.000}")));
    }
}
