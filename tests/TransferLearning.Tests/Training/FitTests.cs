using TorchSharp.Modules;
using static TorchSharp.torch;
using static TransferLearning.Tests.Training.SmallModel;

namespace TransferLearning.Tests.Training;

public sealed class FitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_network_from_scratch_learns_bright_from_dark()
    {
        Split split = Split(_folder, 20);
        using TransferModel model = BrightOrDark(imageSize: 64);

        History history = await model.FitAsync(split, Short with { Epochs = 10 });
        Evaluation test = model.Evaluate(split.Test);

        Assert.Equal(10, history.Epochs.Count);
        Assert.True(history.Epochs.TakeLast(5).Average(epoch => epoch.TrainingLoss) < history.Epochs[0].TrainingLoss);

        // Not the last epoch alone: with 24 images at this rate single epochs fall back, and rounding decides which.
        double accuracy = history.Epochs.TakeLast(5).Average(epoch => epoch.TrainingAccuracy);
        Assert.True(accuracy > 0.85, $"training accuracy {accuracy}");
        Assert.Equal(split.Test, test.Predictions.Select(prediction => prediction.Image));
        Assert.All(test.Predictions, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-5));
        Assert.False(model.training);
    }

    [Fact]
    public async Task More_than_two_classes_are_trained_with_softmax()
    {
        MadeUpPictures.Write(_folder, "middle", 12, 125);
        Split split = Split(_folder);
        using TransferModel model = Of(split.Classes, imageSize: 64);

        History history = await model.FitAsync(split, Short with { Epochs = 10 });
        Evaluation test = model.Evaluate(split.Test);

        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);
        Assert.All(test.Predictions, prediction => Assert.Equal(3, prediction.Probabilities.Count));
    }

    [Fact]
    public async Task Augmented_images_reach_the_network_as_others_do()
    {
        Split split = Split(_folder);
        List<float[]> seen = [];
        foreach (Augmentation augmentation in new[] { Augmentation.None, new Augmentation { Brightness = 1e-9 } })   // changes nothing
        {
            using TransferModel model = BrightOrDark();
            await model.FitAsync(split, Short with { Epochs = 1, LearningRate = 0, Augmentation = augmentation });
            seen.Add(Numbers(model.state_dict()["features.0.1.running_mean"]));   // of what the first convolution makes of them
        }

        Assert.All(seen[0].Zip(seen[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public async Task Two_runs_are_equal_to_the_bit()
    {
        Split split = Split(_folder);
        var results = new List<(Dictionary<string, byte[]> Weights, double Loss)>();
        for (int run = 0; run < 2; run++)
        {
            using TransferModel model = BrightOrDark();
            History history = await model.FitAsync(split, Short with { Augmentation = Augmentation.Standard });
            results.Add((Bytes(model), history.Epochs[^1].TrainingLoss));
        }

        Assert.Equal(results[0], results[1], (one, other) => one.Loss.Equals(other.Loss)
            && one.Weights.All(entry => entry.Value.SequenceEqual(other.Weights[entry.Key])));
    }

    [Fact]
    public async Task Early_stopping_gives_the_best_weights_back()
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();

        History history =
            await model.FitAsync(split, Short with { Epochs = 12, Patience = 2, RestoreBestWeights = true, LearningRate = 0.01 });
        Evaluation validation = model.Evaluate(split.Validation);

        Assert.Equal(history.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, history.BestEpoch);
        Assert.True(history.Epochs.Count == 12 || history.Epochs.Count == history.BestEpoch + 2);
        Assert.Equal(history.Final.ValidationLoss, validation.Loss, 1e-5);
    }

    [Fact]
    public async Task Batches_of_one_image_train()
    {
        Split split = Split(_folder, 6);
        using TransferModel model = BrightOrDark();
        model.Freeze();
        Dictionary<string, byte[]> before = Bytes(model);

        History history = await model.FitAsync(split, Short with { BatchSize = 1 });

        Assert.All(history.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainingLoss)));
        Assert.NotEqual(before["classifier.1.weight"], Bytes(model)["classifier.1.weight"]);
    }

    [Fact]
    public async Task A_lonely_last_image_is_left_out_only_where_batch_norm_trains_its_statistics()
    {
        Split split = Split(_folder, 12);
        int lonely = split.Training.Count - 1;   // so that the last batch has one image
        foreach (bool trainsStatistics in new[] { true, false })
        {
            using TransferModel model = BrightOrDark(imageSize: 64);
            model.TrainsStatistics = trainsStatistics;

            History history = await model.FitAsync(split, Short with { Epochs = 1, BatchSize = lonely, LearningRate = 0 });

            double images = history.Epochs[0].TrainingAccuracy * lonely;
            bool isShareOfAllButOne = Math.Abs(images - Math.Round(images)) < 1e-6;
            Assert.Equal(trainsStatistics, isShareOfAllButOne);
        }
    }

    [Fact]
    public async Task Progress_tells_batches_losses_and_time_left_also_while_the_frozen_part_runs()
    {
        using TransferModel model = BrightOrDark();
        model.Freeze();
        var reports = new Listing();

        await model.FitAsync(Split(_folder), Short, reports);

        StepProgress last = reports.All[^1];
        Assert.Equal(("short", 2.0, 2, "epoch"), (last.Step, last.Done, last.Total, last.Unit));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        StepProgress[] batches = [.. reports.All.SkipLast(1).Where(report => report.Whole is null)];
        Assert.All(batches, report => Assert.InRange(report.Done, 0.01, 1.99));
        Assert.All(batches, report => Assert.Matches(@"^loss \d\.\d{3} · accuracy [01]\.\d{3}$", report.Details));
        Assert.Contains(reports.All, report => report is
        {
            Step: "running the frozen part on the training images", Remaining: not null, Whole: { Step: "short", Done: 0 },
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_training_leaves_the_mode_and_no_tensors(bool wasTraining)
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        await model.FitAsync(split, Short with { Epochs = 1 });
        model.train(wasTraining);
        long before = CountTensors();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => model.FitAsync(split, Short with { Epochs = 1000 }, new Stopping(stop, epoch: 2), stop.Token));

        Assert.Equal(wasTraining, model.training);
        Assert.Equal(before, Tensor.TotalCount);   // without the help of finalisers
    }

    [Fact]
    public async Task Tensors_do_not_pile_up_over_epochs_nor_over_trainings()
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        var counts = new CountingTensors();
        foreach ((string? from, Augmentation augmentation) in new[] { ((string?)null, Augmentation.None),
            ("features.12", Augmentation.None), (null, Augmentation.Standard) })
        {
            model.Freeze();
            if (from is not null)
            {
                model.UnfreezeFrom(from);
            }

            await model.FitAsync(split, Short with { Augmentation = augmentation });
            long before = CountTensors();
            counts.ByEpoch.Clear();
            await model.FitAsync(split, Short with { Epochs = 6, Augmentation = augmentation }, counts);

            // from the second epoch on: the first step makes gradients and the optimizer's state
            Assert.Single(counts.ByEpoch.Values.Skip(1).Distinct());
            Assert.Equal(before, Tensor.TotalCount);   // without the help of finalisers
        }

        long beforeUse = CountTensors();
        model.Evaluate(split.Test);
        model.Features(split.Test).Dispose();
        model.Predict(split.Test[0].Path);
        Assert.Equal(beforeUse, Tensor.TotalCount);
    }

    [Fact]
    public async Task Every_optimizer_lowers_the_loss()
    {
        Split split = Split(_folder);
        foreach (OptimizerKind optimizer in Enum.GetValues<OptimizerKind>())
        {
            using TransferModel model = BrightOrDark();
            model.Freeze();
            History history = await model.FitAsync(split, Short with { Optimizer = optimizer, Epochs = 4, LearningRate = 0.01 });
            Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss,
                $"{optimizer}: {history.Epochs[0].TrainingLoss} → {history.Epochs[^1].TrainingLoss}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Judging_gives_the_mode_back_and_judges_in_eval_mode(bool wasTraining)
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        model.train(wasTraining);

        Evaluation once = model.Evaluate(split.Test), again = model.Evaluate(split.Test);
        using Examples features = model.Features(split.Test);
        Prediction one = model.Predict(split.Test[0].Path);

        Assert.Equal(wasTraining, model.training);
        Assert.Equal(once.Loss, again.Loss);   // dropout would tell
        Assert.Equal([split.Test.Count, 1280], features.Inputs.shape);
        Assert.Equal(once.Predictions[0].Logits[0], one.Logits[0], 1e-5f);
        Assert.Equal(-1, one.Image.Label);
    }
    /// <summary>Tensors alive at the last report of each epoch.</summary>
    private sealed class CountingTensors : IProgress<StepProgress>
    {
        public Dictionary<int, long> ByEpoch { get; } = [];

        public void Report(StepProgress value)
        {
            if (value.Whole is null && value.Done < value.Total)
            {
                ByEpoch[(int)Math.Ceiling(value.Done)] = Tensor.TotalCount;
            }
        }
    }
}
