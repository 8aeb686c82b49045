using static System.FormattableString;

namespace TransferLearning;

/// <content>What the figures say, and no more.</content>
public sealed partial record Comparison
{
    private const double Uneven = 0.05;   // so much above even classes the largest one is worth a word

    /// <summary>What the figures say, in sentences: the headline first.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            StrategyResult[] ranked = [.. Results.OrderByDescending(result => result.TestAccuracy)];
            Difference[] steps = [.. ranked.Zip(ranked.Skip(1), Difference.Between)];
            List<string> findings = [Headline(ranked), .. steps.Select(step => step.ToString())];
            if (ranked.Length > 2)
            {
                findings.Add(Difference.Between(ranked[0], ranked[^1]).ToString());
            }

            findings.AddRange(ranked.Where(result => result.TestAccuracyInterval.Low <= MajorityAccuracy).Select(result =>
                $"{Capital(result.Name)} cannot be told from always answering the largest class ({Percent(MajorityAccuracy)})."));
            if (ranked.Select(result => result.TrainableParameters).Distinct().Count() > 1)
            {
                StrategyResult small = ranked.MinBy(result => result.TrainableParameters)!,
                    large = ranked.MaxBy(result => result.TrainableParameters)!;
                findings.Add(Invariant($"{Capital(small.Name)} trains {small.TrainableParameters:N0} parameters in {small.Seconds:0.0} s, ")
                    + Invariant($"{large.Name} {large.TrainableParameters:N0} in {large.Seconds:0.0} s."));
            }

            if (Results.FirstOrDefault(result => result.Strategy == Strategy.FineTuned) is { } tuned && tuned.Runs[0].Stages.Count > 1)
            {
                string epochs = string.Join(" + ", tuned.Runs[0].Stages.Select(stage => stage.Epochs.Count));
                findings.Add($"Fine-tuned includes its frozen stage: {epochs} epochs, and the seconds of both.");
            }

            findings.Add(Capital(ranked[0].IntervalMeaning) + ".");
            findings.Add(Invariant($"One image is {100.0 / TestImages:0.00} points of a test part of {TestImages:N0} images."));
            return findings;
        }
    }

    private string Headline(StrategyResult[] ranked)
    {
        StrategyResult best = ranked[0];
        StrategyResult[] behind = [.. ranked.Skip(1).Where(result => Difference.Between(best, result).IsSignificant)],
            leaders = [.. ranked.Except(behind)];
        string accuracy = $"{Percent(best.TestAccuracy)} ({Percent(best.TestAccuracyInterval)})";
        string head = leaders.Length > 1
            ? $"{Capital(ChartParts.List(leaders.Select(result => result.Name)))} cannot be told apart by these test images "
                + $"(accuracy {ChartParts.List(leaders.Select(result => Percent(result.TestAccuracy)))})"
            : behind.Length > 0
                ? $"{Capital(best.Name)} is best, with a test accuracy of {accuracy}"
                : $"{Capital(best.Name)} has a test accuracy of {accuracy}";
        string rest = behind.Length == 0 ? "" : "; "
            + ChartParts.List(behind.Select((result, i) => $"{result.Name} {(i == 0 ? "reaches " : "")}{Percent(result.TestAccuracy)}"));
        string majority = MajorityAccuracy > 1.0 / Classes.Count + Uneven
            ? $"; always answering the largest class {Percent(MajorityAccuracy)}" : "";
        return head + rest + majority + ".";
    }

    internal static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Percent(double share) => Invariant($"{100 * share:0.0} %");

    private static string Percent(Interval interval) => Invariant($"{100 * interval.Low:0.0}–{100 * interval.High:0.0} %");
}
