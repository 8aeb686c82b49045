namespace TransferLearning.Tests.Comparing;

public sealed class StatisticsTests
{
    // scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    [Theory]
    [InlineData(452, 466, 0.950223, 0.982007)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(233, 466, 0.454784, 0.545216)]
    public void Wilson_agrees_with_scipy(int correct, int all, double low, double high) =>
        AssertInterval(low, high, Interval.Wilson(correct, all), 1e-4);

    // The next three: record_intervals.py
    [Fact]
    public void The_interval_of_a_mean_is_Students() =>
        AssertInterval(0.944110, 0.955890, Interval.OfMean([0.944, 0.950, 0.953, 0.947, 0.956]), 1e-6);

    [Fact]
    public void Beyond_twenty_degrees_of_freedom_it_is_Students_too() =>   // with 1.96 in its place 0.0912 to 0.1488
        AssertInterval(0.089620, 0.150380, Interval.OfMean([.. Enumerable.Range(0, 25).Select(i => 0.01 * i)]), 1e-6);

    [Fact]
    public void Re_splits_of_one_set_get_the_corrected_interval() =>
        AssertInterval(0.942492, 0.957508, Interval.OfResplits([0.944, 0.950, 0.953, 0.947, 0.956], 1.0 / 8), 1e-6);

    [Fact]
    public void One_value_tells_nothing_of_the_spread()
    {
        Assert.Equal(double.PositiveInfinity, Interval.OfMean([0.9]).High);
        Assert.Equal(new Interval(0, 1), Interval.Wilson(0, 0));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(9, 4, 0.26684570)]          // 2 (C(13,0) + … + C(13,4)) / 2^13
    [InlineData(10, 1, 0.01171875)]         // 2 (1 + 11) / 2^11
    [InlineData(216, 0, 1.8991135e-65)]     // 2 / 2^216
    public void The_exact_McNemar_test_is_a_binomial_test_of_the_disagreements(int first, int second, double expected)
    {
        Assert.Equal(1, Difference.McNemar(first, second) / expected, 5);
        Assert.Equal(Difference.McNemar(first, second), Difference.McNemar(second, first), 12);
    }

    [Fact]
    public void A_steady_lead_over_three_seeds_is_more_than_chance_and_one_that_comes_and_goes_is_not()
    {
        Difference steady = Difference.Between(
            MadeUpResults.Of(Strategy.Frozen, true, 0.968, 0.972, 0.974), MadeUpResults.Of(Strategy.FineTuned, true, 0.981, 0.985, 0.983));
        Difference changing = Difference.Between(
            MadeUpResults.Of(Strategy.Frozen, true, 0.968, 0.985, 0.960), MadeUpResults.Of(Strategy.FineTuned, true, 0.981, 0.975, 0.973));

        Assert.True(steady.IsSignificant);
        Assert.Equal(Strategy.FineTuned, steady.Better.Strategy);
        Assert.Contains("more than chance explains", steady.ToString(), StringComparison.Ordinal);
        Assert.False(changing.IsSignificant);
        Assert.Contains("which chance can explain", changing.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_significant_over_independent_runs_need_not_be_over_re_splits()
    {
        double[] frozen = [0.968, 0.972, 0.974], tuned = [0.979, 0.978, 0.982];

        Difference independent =
            Difference.Between(MadeUpResults.Of(Strategy.Frozen, true, frozen), MadeUpResults.Of(Strategy.FineTuned, true, tuned));
        Difference resplit =
            Difference.Between(MadeUpResults.Of(Strategy.Frozen, false, frozen), MadeUpResults.Of(Strategy.FineTuned, false, tuned));

        Assert.True(independent.IsSignificant);
        Assert.False(resplit.IsSignificant);   // 1000 test images for 2000 of training
        Assert.True(resplit.Interval!.Value.Low < independent.Interval!.Value.Low);
        Assert.Contains("splits of the same images", resplit.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_is_compared_image_by_image()
    {
        Difference two =
            Difference.Between(MadeUpResults.Of(Strategy.Frozen, false, 0.970), MadeUpResults.Of(Strategy.FineTuned, false, 0.972));
        Difference twenty =
            Difference.Between(MadeUpResults.Of(Strategy.Frozen, false, 0.960), MadeUpResults.Of(Strategy.FineTuned, false, 0.980));

        Assert.False(two.IsSignificant);
        Assert.Contains(
            "only fine-tuned gets 2 right and only frozen 0; exact McNemar test, p = 0.500", two.Evidence, StringComparison.Ordinal);
        Assert.True(twenty.IsSignificant);
        Assert.Null(twenty.Interval);
    }

    [Fact]
    public void Two_seeds_are_two_values_and_not_one_pool_of_images()
    {
        Difference difference = Difference.Between(
            MadeUpResults.Of(Strategy.Frozen, false, 0.960, 0.962), MadeUpResults.Of(Strategy.FineTuned, false, 0.970, 0.980));

        Assert.NotNull(difference.Interval);
        Assert.False(difference.IsSignificant);   // pooled, 28 images against 0 would have been
    }

    [Fact]
    public void Without_a_common_seed_nothing_is_compared()
    {
        StrategyResult other = MadeUpResults.Of(Strategy.FineTuned, false, 0.98);

        Assert.Throws<ArgumentException>(() =>
            Difference.Between(MadeUpResults.Of(Strategy.Frozen, false, 0.97), other with { Runs = [other.Runs[0] with { Seed = 99 }] }));
    }

    [Fact]
    public void The_meaning_of_an_interval_is_said_and_is_that_of_its_kind()
    {
        StrategyResult one = MadeUpResults.Of(Strategy.Frozen, false, 0.97), drawn = MadeUpResults.Of(Strategy.Frozen, true, 0.96, 0.97),
            split = MadeUpResults.Of(Strategy.Frozen, false, 0.96, 0.97);

        Assert.Contains("Wilson", one.IntervalMeaning, StringComparison.Ordinal);
        Assert.Contains("Student", drawn.IntervalMeaning, StringComparison.Ordinal);
        Assert.Contains("Nadeau", split.IntervalMeaning, StringComparison.Ordinal);
        Assert.True(split.TestAccuracyInterval.Low < drawn.TestAccuracyInterval.Low);
        Assert.Equal(1, drawn.TestAccuracyInterval.High);   // cut off where accuracies end
    }

    private static void AssertInterval(double low, double high, Interval interval, double tolerance)
    {
        Assert.Equal(low, interval.Low, tolerance);
        Assert.Equal(high, interval.High, tolerance);
    }
}
