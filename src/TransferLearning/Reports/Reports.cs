using TransferLearning.Reporting;

namespace TransferLearning;

/// <summary>Reports of finished experiments.</summary>
public static class Reports
{
    /// <summary>The strategies side by side: conclusion, table, charts, pictures, and how it was made.</summary>
    /// <exception cref="ArgumentException">There is no result, or a strategy without a run.</exception>
    public static Report Comparison(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Results.Count == 0 || comparison.Results.Any(result => result.Runs.Count == 0))
        {
            throw new ArgumentException("A comparison is reported when every strategy has been run at least once.", nameof(comparison));
        }

        return ComparisonReport.Build(comparison);
    }
}
