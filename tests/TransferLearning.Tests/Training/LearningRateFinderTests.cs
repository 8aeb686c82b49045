using static TransferLearning.Tests.Training.SmallModel;

namespace TransferLearning.Tests.Training;

public sealed class LearningRateFinderTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { BatchSize = 8 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_loss_falls_at_the_rate_that_is_suggested_and_the_model_stays_as_it_was()
    {
        ImageSet training = Split(_folder, 20).Training;
        using TransferModel model = BrightOrDark();
        model.Freeze();
        model.eval();
        Dictionary<string, byte[]> before = Bytes(model);

        LearningRateSweep sweep = await LearningRateFinder.RunAsync(model, training, Options, 1e-5, 10, 60);

        Assert.Equal(before, Bytes(model));
        Assert.False(model.training);
        Assert.Equal(1e-5, sweep.LearningRates[0]);
        Assert.True(sweep.LearningRates.Zip(sweep.LearningRates.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.Equal(sweep.LearningRates.Count, sweep.Losses.Count);
        Assert.InRange(sweep.Suggestion, 1e-4, 1);
        Assert.True(sweep.Smoothed.Min() < sweep.Smoothed[0]);
    }

    [Fact]
    public async Task A_loss_that_explodes_ends_the_sweep_and_batch_norm_statistics_come_back_too()
    {
        ImageSet training = Split(_folder).Training;
        using TransferModel model = BrightOrDark();
        Dictionary<string, byte[]> before = Bytes(model);

        LearningRateSweep sweep =
            await LearningRateFinder.RunAsync(model, training, Options with { Optimizer = OptimizerKind.Sgd }, 1e-3, 1e6, 60);

        Assert.InRange(sweep.LearningRates.Count, 10, 59);
        Assert.Equal(before, Bytes(model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]   // and a last batch of one, which BatchNorm leaves out
    public async Task It_ends_at_any_batch_size(int batchSize)
    {
        ImageSet training = Split(_folder).Training;
        using TransferModel model = BrightOrDark(imageSize: 64);

        LearningRateSweep sweep = await LearningRateFinder.RunAsync(model, training, Options with { BatchSize = batchSize }, 1e-6, 1e-3, 30)
            .WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(30, sweep.LearningRates.Count);
    }

    [Fact]
    public async Task It_can_be_cancelled_at_batches_of_one_and_the_model_is_as_before()
    {
        ImageSet training = Split(_folder).Training;
        using TransferModel model = BrightOrDark(imageSize: 64);
        Dictionary<string, byte[]> before = Bytes(model);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LearningRateFinder
            .RunAsync(model, training, Options with { BatchSize = 1 }, steps: 10_000, progress: new StoppingLater(stop),
                cancellation: stop.Token).WaitAsync(TimeSpan.FromMinutes(2)));

        Assert.Equal(before, Bytes(model));
        Assert.True(model.training);
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(1, 1e-3, 100)]
    [InlineData(1e-6, 1, 3)]
    public async Task A_sweep_that_cannot_be_is_refused(double lowest, double highest, int steps)
    {
        using TransferModel model = BrightOrDark();

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(
            () => LearningRateFinder.RunAsync(model, Split(_folder).Training, Options, lowest, highest, steps));

        Assert.Contains("sweep", mistake.Message, StringComparison.Ordinal);
    }

    private sealed class StoppingLater(CancellationTokenSource stop) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            if (value is { Step: "looking for a learning rate", Done: 5 })
            {
                stop.Cancel();
            }
        }
    }
}
