namespace TransferLearning;

/// <summary>A 95 % confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    // Two-sided 97.5 % quantiles of Student's t, by degrees of freedom from 1; beyond the table the normal quantile is near enough.
    private static readonly double[] StudentQuantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    ];

    private const double NormalQuantile = 1.959964;

    /// <summary>Half of the interval's width.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether the two intervals share a value.</summary>
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;

    /// <summary>The Wilson score interval of a proportion: honest also near 0 and 1, where accuracy usually is.</summary>
    /// <param name="successes">How many were right.</param>
    /// <param name="trials">Out of how many.</param>
    public static Interval Wilson(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        const double z2 = NormalQuantile * NormalQuantile;
        double share = (double)successes / trials;
        double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = NormalQuantile / (1 + z2 / trials) * Math.Sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>Student's t interval of a mean, for a handful of seeds.</summary>
    /// <param name="values">One figure a seed; with a single one nothing is known about the spread and the ends are infinite.</param>
    public static Interval OfMean(IReadOnlyCollection<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        double mean = values.Average();
        if (values.Count == 1)
        {
            return new Interval(double.NegativeInfinity, double.PositiveInfinity);
        }

        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        double quantile = values.Count - 2 < StudentQuantiles.Length ? StudentQuantiles[values.Count - 2] : NormalQuantile;
        double half = quantile * deviation / Math.Sqrt(values.Count);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>As in "0.953–0.981".</summary>
    public override string ToString() => $"{Low:0.000}–{High:0.000}";
}
