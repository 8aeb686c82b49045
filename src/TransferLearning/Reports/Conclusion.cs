using TransferLearning.Charting;

namespace TransferLearning.Reporting;

/// <summary>What the figures of a comparison say, in sentences, and what they cannot say.</summary>
internal sealed record Conclusion(string Headline, IReadOnlyList<string> Findings)
{
    public static Conclusion Of(Comparison comparison)
    {
        StrategyResult[] ranked = [.. comparison.Results.OrderByDescending(r => r.TestAccuracy)];
        StrategyResult best = ranked[0];
        StrategyResult[] equals = [.. ranked.Skip(1).Where(r => !Difference.Between(best, r).IsTold)];
        StrategyResult[] behind = [.. ranked.Skip(1).Except(equals)];

        var findings = new List<string>();
        findings.AddRange(ranked.Zip(ranked.Skip(1), Difference.Between).Select(d => d.ToString()));
        if (ranked.Length > 2)
        {
            findings.Add(Difference.Between(best, ranked[^1]).ToString());
        }

        findings.AddRange(ranked.Where(r => Chance(comparison) is var chance && Spread.Of(r) is var s && s.Low <= chance).Select(r =>
            $"{Words.Capital(r.Name)} cannot be told from guessing, which gives {Words.Percent(Chance(comparison), 0)}."));
        if (ranked.Length > 1 && ranked.Select(r => r.TrainableParameters).Distinct().Count() > 1)
        {
            StrategyResult small = ranked.MinBy(r => r.TrainableParameters)!, large = ranked.MaxBy(r => r.TrainableParameters)!;
            findings.Add($"{Words.Capital(small.Name)} trains {small.TrainableParameters:#,0} parameters in {Words.Duration(small.Seconds)}, "
                + $"{large.Name} {large.TrainableParameters:#,0} in {Words.Duration(large.Seconds)}.");
        }

        if (comparison.TestPictures > 0)
        {
            findings.Add($"One picture is {100.0 / comparison.TestPictures:0.00} points of a test set of {Words.Count(comparison.TestPictures, "picture")}; "
                + "within one run no smaller difference means anything.");
        }

        return new Conclusion(Sentence(best, equals, behind), findings);
    }

    private static string Sentence(StrategyResult best, StrategyResult[] equals, StrategyResult[] behind)
    {
        string head;
        if (equals.Length == 0)
        {
            head = behind.Length == 0
                ? $"{Words.Capital(best.Name)} is right on {Words.Percent(best.TestAccuracy)} of the test pictures ({Spread.Of(best)})"
                : $"{Words.Capital(best.Name)} is best: right on {Words.Percent(best.TestAccuracy)} of the test pictures ({Spread.Of(best)})";
        }
        else
        {
            StrategyResult[] leaders = [best, .. equals];
            head = $"{Words.Capital(Words.List([.. leaders.Select(r => r.Name)]))} cannot be told apart by these test pictures "
                + $"({Words.List([.. leaders.Select(r => Words.Percent(r.TestAccuracy))])} right)";
        }

        return behind.Length == 0 ? head + "."
            : $"{head}; {Words.List([.. behind.Select((r, i) => $"{r.Name} {(i == 0 ? "reaches " : "")}{Words.Percent(r.TestAccuracy)}")])}.";
    }

    private static double Chance(Comparison comparison) => 1.0 / Math.Max(1, comparison.Classes.Count);
}
