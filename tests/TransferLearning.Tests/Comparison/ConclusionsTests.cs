using static TransferLearning.Tests.Comparing.MadeUpResults;

namespace TransferLearning.Tests.Comparing;

/// <summary>The sentences say no more than the figures do.</summary>
public sealed class ConclusionsTests
{
    [Fact]
    public void Two_images_more_in_one_test_part_are_no_lead()
    {
        IReadOnlyList<string> conclusions = Comparison(
            0.5, Of(Strategy.Scratch, false, 0.51), Of(Strategy.Frozen, false, 0.97), Of(Strategy.FineTuned, false, 0.972)).Conclusions;

        Assert.StartsWith("Fine-tuned is 0.2 points of test accuracy ahead of frozen, which chance can explain", conclusions[0],
            StringComparison.Ordinal);
        Assert.StartsWith("Frozen is 46.0 points", conclusions[1], StringComparison.Ordinal);
        Assert.Contains("more than chance explains", conclusions[1], StringComparison.Ordinal);
        Assert.Contains(conclusions, finding =>
            finding.StartsWith("From scratch cannot be told from always answering the largest class", StringComparison.Ordinal));
    }

    [Fact]
    public void A_strategy_alone_is_told_with_its_figure() => Assert.StartsWith(
        "Frozen has a test accuracy of 0.970 (", Comparison(0.5, Of(Strategy.Frozen, false, 0.97)).Conclusions[0],
        StringComparison.Ordinal);
}
