using static TransferLearning.Tests.Comparing.MadeUpResults;

namespace TransferLearning.Tests.Comparing;

/// <summary>The sentences say no more than the figures do.</summary>
public sealed class FindingsTests
{
    [Fact]
    public void Two_images_more_in_one_test_part_are_no_lead()
    {
        IReadOnlyList<string> findings = Comparison(
            0.5, Of(Strategy.Scratch, false, 0.51), Of(Strategy.Frozen, false, 0.97), Of(Strategy.FineTuned, false, 0.972)).Findings;

        Assert.StartsWith("Fine-tuned and frozen cannot be told apart", findings[0], StringComparison.Ordinal);
        Assert.Contains(findings, finding =>
            finding.StartsWith("From scratch cannot be told from always answering the largest class", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clear_winner_is_named_with_its_figures()
    {
        string headline = Comparison(0.5, Of(Strategy.Scratch, true, 0.71, 0.72, 0.71), Of(Strategy.Frozen, true, 0.97, 0.971, 0.972),
            Of(Strategy.FineTuned, true, 0.982, 0.983, 0.984)).Findings[0];

        Assert.StartsWith("Fine-tuned is best, with a test accuracy of 98.3 %", headline, StringComparison.Ordinal);
        Assert.Contains("frozen reaches 97.1 % and from scratch 71.3 %", headline, StringComparison.Ordinal);
        Assert.DoesNotContain("largest class", headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_classes_are_uneven_the_largest_one_stands_beside_the_headline()
    {
        string headline = Comparison(0.9, Of(Strategy.Frozen, false, 0.92), Of(Strategy.Scratch, false, 0.5)).Findings[0];

        Assert.EndsWith("always answering the largest class 90.0 %.", headline, StringComparison.Ordinal);
    }
}
