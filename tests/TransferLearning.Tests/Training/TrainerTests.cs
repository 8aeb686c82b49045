using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private const int ImageSize = 32;

    private static readonly TrainingOptions Short = new() { Name = "short", Epochs = 2, BatchSize = 8, ImageSize = ImageSize, LearningRate = 3e-3, Seed = 1 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_network_from_scratch_learns_bright_from_dark()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 20).Split(0.6, 0.2, 0.2, seed: 1);
        using TransferModel model = Model();

        History history = await Trainer.FitAsync(model, split, Short with { Epochs = 10, ImageSize = 64 });
        Evaluation test = Trainer.Evaluate(model, split.Test, imageSize: 64);

        Assert.Equal(10, history.Epochs.Count);
        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);

        // Not the last epoch alone: with 24 pictures at this rate single epochs fall back, and rounding decides which.
        double accuracy = history.Epochs.TakeLast(5).Average(epoch => epoch.TrainingAccuracy);
        Assert.True(accuracy > 0.85, $"training accuracy {accuracy}");
        Assert.Equal(8, test.Scores.Count);
        Assert.Equal(split.Test, test.Scores.Select(score => score.Picture));
        Assert.All(test.Scores, score => Assert.Equal(1, score.Probabilities.Sum(), 1e-5));
    }

    [Fact]
    public async Task Frozen_weights_and_statistics_do_not_move_by_one_bit()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        foreach ((string? from, bool cached) in new[] { ((string?)null, true), (null, false), ("features.12.conv.0.1", true), ("features.12.conv.0.1", false) })
        {
            using TransferModel model = Model();
            model.FreezeBackbone();
            if (from is not null)
            {
                model.UnfreezeFrom(from);
            }

            Dictionary<string, byte[]> before = Bytes(model);
            await Trainer.FitAsync(model, split, Short with { CacheFrozenFeatures = cached });
            Dictionary<string, byte[]> after = Bytes(model);

            string[] moved = [.. before.Keys.Where(name => !before[name].SequenceEqual(after[name]))];
            Assert.Contains("classifier.1.weight", moved);
            Assert.Equal(from is not null, moved.Contains("features.18.0.weight"));
            Assert.Equal(from is not null, moved.Contains("features.12.conv.0.1.running_mean"));
            Assert.DoesNotContain(moved, name => IsBelowBoundary(name, from));
        }
    }

    [Fact]
    public async Task Two_runs_are_equal_to_the_bit()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        var results = new List<(Dictionary<string, byte[]> Weights, double Loss)>();
        for (int run = 0; run < 2; run++)
        {
            using TransferModel model = Model();
            History history = await Trainer.FitAsync(model, split, Short with { Augmentation = Augmentation.Standard });
            results.Add((Bytes(model), history.Epochs[^1].TrainingLoss));
        }

        Assert.Equal(results[0].Loss, results[1].Loss);
        Assert.All(results[0].Weights, entry => Assert.Equal(entry.Value, results[1].Weights[entry.Key]));
    }

    [Fact]
    public async Task A_training_that_was_stopped_ends_with_the_bits_of_an_unbroken_one()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        var options = Short with { Epochs = 4, RestoreBestWeights = true };
        using TransferModel unbroken = Model();
        History whole = await Trainer.FitAsync(unbroken, split, options);

        options = options with { CheckpointDirectory = folder.File("kept") };
        using TransferModel stopped = Model();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Trainer.FitAsync(stopped, split, options, new StoppingInEpoch(3, stop), stop.Token));
        using TransferModel resumed = Model();
        History rest = await Trainer.FitAsync(resumed, split, options);

        Assert.Equal(whole.Epochs.Select(epoch => epoch.ValidationLoss), rest.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.Equal(whole.KeptEpoch, rest.KeptEpoch);
        Dictionary<string, byte[]> expected = Bytes(unbroken);
        Assert.All(Bytes(resumed), entry => Assert.Equal(expected[entry.Key], entry.Value));
        Assert.Empty(Directory.GetDirectories(options.CheckpointDirectory));
    }

    [Fact]
    public async Task A_checkpoint_of_another_training_is_refused()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        var options = Short with { Epochs = 3, CheckpointDirectory = folder.File("kept") };
        using TransferModel model = Model();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Trainer.FitAsync(model, split, options, new StoppingInEpoch(2, stop), stop.Token));

        UserMistakeException refused = await Assert.ThrowsAsync<UserMistakeException>(() => Trainer.FitAsync(model, split, options with { LearningRate = 0.1 }));

        Assert.Contains("other options", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_features_train_to_the_same_weights_as_running_the_frozen_part_every_epoch()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        var losses = new List<double[]>();
        foreach (bool cached in new[] { true, false })
        {
            // A network whose statistics have seen pictures: in a fresh one activations fade to 1e-5, where rounding decides. Likewise
            // SGD and 64 pixels: Adam makes whole steps of gradients that are noise, and normalising over the six numbers that a channel
            // has at 32 pixels magnifies the last bit (in which libtorch's results depend on the batch) to percents of the loss.
            using TransferModel model = Model();
            await Trainer.FitAsync(model, split, Short with { Epochs = 4, ImageSize = 64 });
            model.UnfreezeFrom("features.16");
            TrainingOptions options = Short with { ImageSize = 64, Optimizer = OptimizerKind.Sgd, LearningRate = 0.01, CacheFrozenFeatures = cached };
            History history = await Trainer.FitAsync(model, split, options);
            losses.Add([.. history.Epochs.Select(epoch => epoch.TrainingLoss)]);
        }

        for (int epoch = 0; epoch < losses[0].Length; epoch++)
        {
            Assert.Equal(losses[1][epoch], losses[0][epoch], 1e-4);
        }
    }

    [Fact]
    public async Task Early_stopping_gives_the_best_weights_back()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        using TransferModel model = Model();
        var options = Short with { Epochs = 12, Patience = 2, RestoreBestWeights = true, LearningRate = 0.01 };

        History history = await Trainer.FitAsync(model, split, options);
        Evaluation validation = Trainer.Evaluate(model, split.Validation, ImageSize);

        Assert.Equal(history.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, history.KeptEpoch);
        Assert.True(history.Epochs.Count == 12 || history.Epochs.Count == history.KeptEpoch + 2);
        Assert.Equal(history.Kept.ValidationLoss, validation.Loss, 1e-5);
    }

    [Fact]
    public async Task Progress_tells_batches_losses_and_time_left()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        using TransferModel model = Model();
        var reports = new Listing();

        await Trainer.FitAsync(model, split, Short, reports);

        TrainingProgress last = reports.All[^1];
        Assert.True(last.IsFinished);
        Assert.Equal((2, 2, 1.0), (last.Epoch, last.Finished.Count, last.Done));
        Assert.DoesNotContain(reports.All.SkipLast(1), report => report.IsFinished);
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.All(reports.All.Where(report => report.Preparation is null), report => Assert.True(double.IsFinite(report.Loss)));
    }

    [Fact]
    public async Task Cancelling_stops_between_batches()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        using TransferModel model = Model();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Trainer.FitAsync(model, split, Short with { Epochs = 1000 }, new Stopping(stop), stop.Token));
    }

    [Fact]
    public async Task More_than_two_classes_are_trained_with_softmax()
    {
        MadeUpPictures.Write(folder, "middle", 12, 125);
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        random.manual_seed(3);
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, split.Classes, Weights.None);

        History history = await Trainer.FitAsync(model, split, Short with { Epochs = 10, ImageSize = 64 });
        Evaluation test = Trainer.Evaluate(model, split.Test, 64);

        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss, string.Join(", ", history.Epochs.Select(epoch => epoch.TrainingLoss)));
        Assert.All(test.Scores, score => Assert.Equal(3, score.Probabilities.Count));
    }

    [Fact]
    public async Task Every_optimizer_lowers_the_loss()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        foreach (OptimizerKind optimizer in Enum.GetValues<OptimizerKind>())
        {
            using TransferModel model = Model();
            model.FreezeBackbone();
            History history = await Trainer.FitAsync(model, split, Short with { Optimizer = optimizer, Epochs = 4, LearningRate = 0.01 });
            Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss, $"{optimizer}: {history.Epochs[0].TrainingLoss} → {history.Epochs[^1].TrainingLoss}");
        }
    }

    [Fact]
    public async Task Mistakes_are_told_in_a_sentence()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 12).Split(0.6, 0.2, 0.2, seed: 1);
        using TransferModel model = Model();
        Assert.Contains("at least 1", (await Assert.ThrowsAsync<UserMistakeException>(() => Trainer.FitAsync(model, split, Short with { Epochs = 0 }))).Message, StringComparison.Ordinal);

        UserMistakeException diverged = await Assert.ThrowsAsync<UserMistakeException>(() =>
            Trainer.FitAsync(model, split, Short with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e30 }));
        Assert.Contains("learning rate", diverged.Message, StringComparison.Ordinal);

        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            parameter.requires_grad = false;
        }

        Assert.Contains("Nothing", (await Assert.ThrowsAsync<UserMistakeException>(() => Trainer.FitAsync(model, split, Short))).Message, StringComparison.Ordinal);
    }

    private static TransferModel Model() => Models.TransferModelTests.Small(["bright", "dark"]);

    private static Dictionary<string, byte[]> Bytes(TransferModel model) =>
        model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());

    private static bool IsBelowBoundary(string name, string? from)
    {
        if (!name.StartsWith("features.", StringComparison.Ordinal))
        {
            return false;
        }

        int block = int.Parse(name.Split('.')[1]);
        return from is null || block < 12 || name == "features.12.conv.0.0.weight";
    }

    private sealed class Listing : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }

    private sealed class StoppingInEpoch(int epoch, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch)
            {
                stop.Cancel();
            }
        }
    }
}
