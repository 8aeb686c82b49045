using TorchSharp.Modules;
using TransferLearning.Tests.Models;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

public sealed class LearningRateFinderTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { BatchSize = 8, ImageSize = 32 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_loss_of_frozen_features_falls_at_the_rate_that_is_suggested_and_the_model_stays_as_it_was()
    {
        Split split = Split();
        using TransferModel model = TransferModelTests.Small(["bright", "dark"]);
        model.FreezeBackbone();
        model.eval();
        Dictionary<string, byte[]> before = Bytes(model);

        LearningRateSweep sweep = await LearningRateFinder.RunAsync(model, split, Options, 1e-5, 10, 60);

        Assert.Equal(before, Bytes(model));
        Assert.False(model.training);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad is null || parameter.grad.abs().sum().item<float>() == 0));
        Assert.Equal(1e-5, sweep.Rates[0]);
        Assert.True(sweep.Rates.Zip(sweep.Rates.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.Equal(sweep.Rates.Count, sweep.Losses.Count);
        Assert.InRange(sweep.Suggested, 1e-4, 1);
        Assert.True(sweep.SmoothedLosses.Min() < sweep.SmoothedLosses[0]);
    }

    [Fact]
    public async Task A_loss_that_explodes_ends_the_sweep_and_batch_norm_statistics_come_back_too()
    {
        Split split = Split();
        using TransferModel model = TransferModelTests.Small(["bright", "dark"]);
        Dictionary<string, byte[]> before = Bytes(model);

        LearningRateSweep sweep = await LearningRateFinder.RunAsync(model, split, Options with { Optimizer = OptimizerKind.Sgd }, 1e-3, 1e6, 60);

        Assert.InRange(sweep.Rates.Count, 10, 59);
        Assert.Equal(before, Bytes(model));
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(1, 1e-3, 100)]
    [InlineData(1e-6, 1, 3)]
    public async Task A_sweep_that_cannot_be_is_refused(double lowest, double highest, int steps)
    {
        Split split = Split();
        using TransferModel model = TransferModelTests.Small(["bright", "dark"]);

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => LearningRateFinder.RunAsync(model, split, Options, lowest, highest, steps));

        Assert.Contains("sweep", mistake.Message, StringComparison.Ordinal);
    }

    private Split Split() => MadeUpPictures.TwoClasses(folder, 20).Split(0.6, 0.2, 0.2, seed: 1);

    private static Dictionary<string, byte[]> Bytes(TransferModel model) =>
        model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
}
