using TransferLearning.Reporting;
using TransferLearning.Tests.Charting;

namespace TransferLearning.Tests.Reporting;

/// <summary>The sentences say no more than the figures do.</summary>
public class ConclusionTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(9, 4, 0.26684570)] // 2 (C(13,0) + … + C(13,4)) / 2^13
    [InlineData(10, 1, 0.01171875)] // 2 (1 + 11) / 2^11
    [InlineData(216, 0, 1.8991135e-65)] // 2 / 2^216
    public void The_exact_mcnemar_test_is_a_binomial_test_of_the_disagreements(int first, int second, double expected)
    {
        Assert.Equal(1, Difference.McNemar(first, second) / expected, 5);
        Assert.Equal(Difference.McNemar(first, second), Difference.McNemar(second, first), 12);
    }

    [Fact]
    public void A_steady_lead_over_three_seeds_is_called_more_than_chance()
    {
        Difference difference = Difference.Between(
            MadeUp.Result(Strategy.Frozen, 0.968, 0.972, 0.974), MadeUp.Result(Strategy.FineTuned, 0.981, 0.985, 0.983));
        Assert.True(difference.IsTold);
        Assert.Equal(Strategy.FineTuned, difference.Better.Strategy);
        Assert.Contains("more than chance explains", difference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lead_that_comes_and_goes_with_the_seed_is_not()
    {
        Difference difference = Difference.Between(
            MadeUp.Result(Strategy.Frozen, 0.968, 0.985, 0.960), MadeUp.Result(Strategy.FineTuned, 0.981, 0.975, 0.973));
        Assert.False(difference.IsTold);
        Assert.Contains("too little to tell from chance", difference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pictures_more_in_one_test_set_are_called_equal_in_the_headline()
    {
        Report report = Reports.Comparison(MadeUp.Comparison(MadeUp.Result(Strategy.Scratch, 0.51), MadeUp.Result(Strategy.Frozen, 0.97), MadeUp.Result(Strategy.FineTuned, 0.975)));
        Assert.StartsWith("Fine-tuned and frozen cannot be told apart", report.Headline, StringComparison.Ordinal);
        Assert.Contains(report.Findings, f => f.StartsWith("From scratch cannot be told from guessing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clear_winner_is_named_with_its_figures()
    {
        Report report = Reports.Comparison(MadeUp.Comparison(MadeUp.ThreeStrategies()));
        Assert.StartsWith("Fine-tuned is best: right on 98.3\u00A0% of the test pictures", report.Headline, StringComparison.Ordinal);
        Assert.Contains("frozen reaches 97.1\u00A0% and from scratch 71.3\u00A0%", report.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Strategies_on_different_pictures_are_compared_by_their_intervals()
    {
        StrategyResult other = MadeUp.Result(Strategy.FineTuned, 0.981);
        StrategyRun run = other.Runs[0] with { Seed = 99 };
        Assert.StartsWith(
            "intervals",
            Difference.Between(MadeUp.Result(Strategy.Frozen, 0.968), other with { Runs = [run] }).Evidence,
            StringComparison.Ordinal);
    }
}
