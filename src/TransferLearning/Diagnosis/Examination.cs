using TransferLearning.Display;

namespace TransferLearning;

/// <summary>What <see cref="Doctor"/> found: what is in use here, whether it computes rightly, and what could be mended.</summary>
/// <param name="Facts">Names and values, for people.</param>
/// <param name="SelfTest">Null when no tensor could be made at all; a finding then says why.</param>
/// <param name="Findings">What is not as it might be; empty when there is nothing to say.</param>
[TypeFormatterSource(typeof(ExaminationDisplay))]
public sealed record Examination(IReadOnlyList<KeyValuePair<string, string>> Facts, SelfTest? SelfTest, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether this machine and this build can be worked with.</summary>
    public bool IsWell => SelfTest is { IsRight: true };

    /// <summary>One fact or finding a line.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            .. Facts.Select(fact => $"{fact.Key,-18} {fact.Value}"),
            $"{"self-test",-18} {SelfTest?.ToString() ?? "FAILED: no tensor can be made"}",
            .. Findings.SelectMany(finding => new[] { "", $"! {finding.Problem}", $"  {finding.Mend}" }),
        ]);
}
