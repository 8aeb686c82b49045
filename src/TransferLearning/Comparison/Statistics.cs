namespace TransferLearning;

/// <summary>A 95 % interval.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Of a share (Wilson 1927).</summary>
    public static Interval Wilson(int successes, int trials) => throw new NotImplementedException();
    /// <summary>Of the mean of independent values (Student's t).</summary>
    public static Interval OfMean(IReadOnlyList<double> values) => throw new NotImplementedException();
    /// <summary>Of the mean over re-splits of one set: variance × (1/n + test/training) (Nadeau and Bengio 2003).</summary>
    public static Interval OfResplits(IReadOnlyList<double> values, double testToTraining) => throw new NotImplementedException();
}

/// <summary>How much better one strategy did than another, and whether chance explains it.</summary>
public sealed record Difference(StrategyResult Better, StrategyResult Worse, double Gain, Interval? Interval, bool IsSignificant, string Evidence)
{
    /// <summary>Paired: over common seeds Student or the corrected interval; with one seed the exact McNemar test on that seed's images.</summary>
    public static Difference Between(StrategyResult a, StrategyResult b) => throw new NotImplementedException();
    /// <summary>Exact two-sided McNemar test (1947).</summary>
    public static double McNemar(int onlyFirst, int onlySecond) => throw new NotImplementedException();
}
