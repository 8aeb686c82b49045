using TorchSharp.Modules;
using static TorchSharp.torch;
using static TransferLearning.Tests.Training.SmallModel;

namespace TransferLearning.Tests.Training;

/// <summary>What is frozen does not move by one bit, and is run once where that gives the same.</summary>
public sealed class FrozenPartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("features.12.conv.0.1", true)]
    [InlineData("features.12.conv.0.1", false)]
    public async Task Frozen_weights_and_statistics_do_not_move_by_one_bit(string? from, bool cached)
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        model.Freeze();
        if (from is not null)
        {
            model.UnfreezeFrom(from);
        }

        Dictionary<string, byte[]> before = Bytes(model);
        await model.FitAsync(split, Short with { FeatureCacheBytes = cached ? 1L << 30 : 0 });
        Dictionary<string, byte[]> after = Bytes(model);

        string[] moved = [.. before.Keys.Where(name => !before[name].SequenceEqual(after[name]))];
        Assert.Equal(before.Keys, after.Keys);
        Assert.Contains("classifier.1.weight", moved);
        Assert.Equal(from is not null, moved.Contains("features.18.0.weight"));
        // made from scratch, so statistics are trained
        Assert.Equal(from is not null, moved.Contains("features.12.conv.0.1.running_mean"));
        Assert.DoesNotContain(moved, name => IsBelowBoundary(name, from));
    }

    [Fact]
    public async Task At_rate_0_a_pretrained_network_keeps_parameters_statistics_and_predictions_to_the_bit()
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        await model.FitAsync(split, Short);
        model.TrainsStatistics = false;
        model.UnfreezeFrom("features.12");
        Dictionary<string, byte[]> before = Bytes(model);
        float[] logits = [.. model.Evaluate(split.Test).Predictions.SelectMany(prediction => prediction.Logits)];

        await model.FitAsync(split, Short with { LearningRate = 0 });

        Assert.Equal(before, Bytes(model));
        Assert.Equal(logits, model.Evaluate(split.Test).Predictions.SelectMany(prediction => prediction.Logits));
    }

    [Fact]
    public async Task With_trained_statistics_the_statistics_move_even_at_rate_0_and_nothing_else_does()
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        model.UnfreezeFrom("features.12");
        model.TrainsStatistics = true;
        Dictionary<string, byte[]> before = Bytes(model);

        await model.FitAsync(split, Short with { LearningRate = 0 });

        Dictionary<string, byte[]> after = Bytes(model);
        string[] moved = [.. before.Keys.Where(name => !before[name].SequenceEqual(after[name]))];
        Assert.Contains("features.18.1.running_mean", moved);
        Assert.All(moved, name => Assert.Contains(name.Split('.')[^1], new[] { "running_mean", "running_var", "num_batches_tracked" }));
    }

    [Fact]
    public async Task Kept_features_train_to_the_same_losses_as_running_the_frozen_part_every_epoch()
    {
        Split split = Split(_folder);
        var losses = new List<double[]>();
        foreach (long bytes in new[] { 1L << 30, 0, 1000 })
        {
            // A network whose statistics have seen images and then stay: in a fresh one activations fade to 1e-5, where rounding decides,
            // and normalising over the few numbers that a channel has here magnifies the last bit to percents of the loss. Likewise SGD:
            // Adam makes whole steps of gradients that are noise.
            using TransferModel model = BrightOrDark(imageSize: 64);
            await model.FitAsync(split, Short with { Epochs = 4 });
            model.TrainsStatistics = false;
            model.UnfreezeFrom("features.16");
            TrainingOptions options = Short with { Optimizer = OptimizerKind.Sgd, LearningRate = 0.01, FeatureCacheBytes = bytes };
            History history = await model.FitAsync(split, options);
            losses.Add([.. history.Epochs.Select(epoch => epoch.TrainingLoss)]);
        }

        Assert.Equal(losses[1], losses[0], (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal(losses[1], losses[2]);   // what does not fit is not kept: the same path
    }

    [Theory]
    [InlineData(false, 0, "training validation")]
    [InlineData(true, 0, "validation")]    // augmented images are new in every epoch, validation images never are
    [InlineData(false, -1, "")]            // the limit holds for both parts together
    public async Task What_is_frozen_runs_once_where_images_stay_the_same_and_both_parts_fit(bool augments, int bytesMore, string kept)
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        model.Freeze();
        var reports = new Listing();
        long bytes = (split.Training.Count + split.Validation.Count) * 1280 * sizeof(float) + bytesMore;

        await model.FitAsync(
            split, Short with { Augmentation = augments ? Augmentation.Standard : Augmentation.None, FeatureCacheBytes = bytes }, reports);

        string[] steps = [.. reports.All.Where(report => report.Whole is not null).Select(report => report.Step).Distinct()];
        Assert.Equal(kept, string.Join(
            ' ', steps.Where(step => step.StartsWith("running", StringComparison.Ordinal)).Select(step => step.Split(' ')[^2])));
    }

    private static bool IsBelowBoundary(string name, string? from)
    {
        if (!name.StartsWith("features.", StringComparison.Ordinal))
        {
            return false;
        }

        int block = int.Parse(name.Split('.')[1]);
        return from is null || block < 12 || name == "features.12.conv.0.0.weight";
    }
}
