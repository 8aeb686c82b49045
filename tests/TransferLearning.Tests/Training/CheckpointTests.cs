using static TransferLearning.Tests.Training.SmallModel;

namespace TransferLearning.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private static readonly string[] BrightDark = ["bright", "dark"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Kept => _folder.File("kept");

    private string FileOfCheckpoint => Directory.GetFiles(Kept).Single();

    [Theory]
    [InlineData(OptimizerKind.Adam, false)]
    [InlineData(OptimizerKind.Sgd, false)]
    [InlineData(OptimizerKind.AdamW, true)]
    public async Task A_training_that_was_stopped_ends_with_the_bits_of_an_unbroken_one(OptimizerKind optimizer, bool withTheSameModel)
    {
        Split split = Split(_folder);
        TrainingOptions options = Short with { Epochs = 4, RestoreBestWeights = true, Optimizer = optimizer };
        using TransferModel unbroken = BrightOrDark();
        History whole = await unbroken.FitAsync(split, options);

        options = options with { CheckpointFolder = Kept };
        using TransferModel stopped = BrightOrDark(), fresh = BrightOrDark();
        await StopInEpoch(3, stopped, split, options);
        TransferModel resumed = withTheSameModel ? stopped : fresh;
        var first = new FirstEpoch();
        History rest = await resumed.FitAsync(split, options, first);

        Assert.Equal(3, first.Epoch);
        Assert.Equal(whole.Epochs.Select(epoch => epoch.ValidationLoss), rest.Epochs.Select(epoch => epoch.ValidationLoss));
        Assert.Equal(whole.BestEpoch, rest.BestEpoch);
        Assert.Equal(Bytes(unbroken), Bytes(resumed));
        Assert.Empty(Directory.GetFileSystemEntries(Kept));
    }

    [Fact]
    public async Task A_checkpoint_of_other_options_images_labels_classes_start_or_freezing_is_refused()
    {
        Split split = Split(_folder);
        TrainingOptions options = Short with { Epochs = 3, CheckpointFolder = Kept };
        using TransferModel model = BrightOrDark();
        await StopInEpoch(2, model, split, options);

        using TransferModel otherStart = Of(BrightDark, seed: 4), otherBoundary = BrightOrDark(), otherSize = BrightOrDark(imageSize: 64),
            otherClasses = Of(["x", "y"]);
        otherBoundary.UnfreezeFrom("features.12");
        using var otherFolder = new TemporaryFolder();
        MadeUpPictures.Write(otherFolder, "x", 12, 190);
        MadeUpPictures.Write(otherFolder, "y", 12, 60);
        int[] swapped = [.. split.Training.Select(image => image.Label)];
        (swapped[0], swapped[^1]) = (swapped[^1], swapped[0]);

        await Refused(BrightOrDark(), split, options with { LearningRate = 0.1 });
        await Refused(BrightOrDark(), split with { Training = split.Training.WithLabels(swapped) }, options);
        await Refused(BrightOrDark(), split with { Validation = split.Test }, options);
        await Refused(otherStart, split, options);
        await Refused(otherBoundary, split, options);
        await Refused(otherSize, split, options);
        await Refused(otherClasses, ImageFolder.Open(otherFolder.Path).Split(0.6, 0.2, 0.2, seed: 1), options);

        static async Task Refused(TransferModel model, Split split, TrainingOptions options)
        {
            using (model)
            {
                UserMistakeException refused = await Assert.ThrowsAsync<UserMistakeException>(() => model.FitAsync(split, options));
                Assert.Contains("another training", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("half")]
    [InlineData("empty")]
    [InlineData("one bit")]
    public async Task A_damaged_checkpoint_is_not_read_and_the_training_starts_over(string damage)
    {
        Split split = Split(_folder);
        TrainingOptions options = Short with { Epochs = 3 };
        using TransferModel unbroken = BrightOrDark(), stopped = BrightOrDark(), again = BrightOrDark();
        await unbroken.FitAsync(split, options);
        options = options with { CheckpointFolder = Kept };
        await StopInEpoch(3, stopped, split, options);

        byte[] bytes = File.ReadAllBytes(FileOfCheckpoint);
        switch (damage)
        {
            case "zeros": Array.Clear(bytes); break;
            case "half": bytes = bytes[..(bytes.Length / 2)]; break;
            case "empty": bytes = []; break;
            default: bytes[^1000] ^= 1; break;
        }

        File.WriteAllBytes(FileOfCheckpoint, bytes);
        var first = new FirstEpoch();
        await again.FitAsync(split, options, first);

        Assert.Equal(1, first.Epoch);
        Assert.Equal(Bytes(unbroken), Bytes(again));
    }

    [Fact]
    public async Task While_it_is_written_the_one_before_keeps_its_name()
    {
        Split split = Split(_folder);
        TrainingOptions options = Short with { Epochs = 3, CheckpointFolder = Kept };
        using TransferModel model = BrightOrDark(), resumed = BrightOrDark();
        await StopInEpoch(3, model, split, options);

        // What a process that was killed while writing leaves behind.
        File.WriteAllBytes(FileOfCheckpoint + ".0123456789abcdef", [1, 2, 3]);
        var first = new FirstEpoch();
        await resumed.FitAsync(split, options, first);

        Assert.Equal(3, first.Epoch);
    }

    private static async Task StopInEpoch(int epoch, TransferModel model, Split split, TrainingOptions options)
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => model.FitAsync(split, options, new Stopping(stop, epoch), stop.Token));
    }

    /// <summary>The epoch in which a training begins.</summary>
    private sealed class FirstEpoch : IProgress<StepProgress>
    {
        public int Epoch { get; private set; }

        public void Report(StepProgress value) => Epoch = Epoch == 0 && value.Whole is null ? (int)Math.Ceiling(value.Done) : Epoch;
    }
}
