namespace TransferLearning.Tests.Training;

public sealed class IntervalTests
{
    // scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    [Theory]
    [InlineData(452, 466, 0.950223, 0.982007)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(233, 466, 0.454784, 0.545216)]
    public void Wilson_agrees_with_the_formula(int right, int all, double low, double high)
    {
        Interval interval = Interval.Wilson(right, all);

        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    [Fact]
    public void The_interval_of_a_mean_is_Students()
    {
        // mean 2, deviation 1, three values: 2 ± 4.303 / √3
        Interval interval = Interval.OfMean([1.0, 2, 3]);

        Assert.Equal(2 - 2.4843, interval.Low, 1e-3);
        Assert.Equal(2 + 2.4843, interval.High, 1e-3);
    }

    [Fact]
    public void One_value_tells_nothing_of_the_spread()
    {
        Assert.Equal(double.PositiveInfinity, Interval.OfMean([0.9]).High);
        Assert.Equal(new Interval(0, 1), Interval.Wilson(0, 0));
    }

    [Fact]
    public void Overlap_is_sharing_a_value()
    {
        Assert.True(new Interval(0, 2).Overlaps(new Interval(2, 3)));
        Assert.False(new Interval(0, 2).Overlaps(new Interval(2.1, 3)));
    }
}
