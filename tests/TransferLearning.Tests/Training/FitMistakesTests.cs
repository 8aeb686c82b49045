using TorchSharp.Modules;
using static TorchSharp.torch;
using static TransferLearning.Tests.Training.SmallModel;

namespace TransferLearning.Tests.Training;

public sealed class FitMistakesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mistakes_are_told_in_a_sentence()
    {
        Split split = Split(_folder);
        using TransferModel model = BrightOrDark();
        await Fails(Short with { Epochs = 0 }, "Epochs");
        await Fails(Short with { LearningRate = -1 }, "LearningRate");
        await Fails(Short with { BatchSize = 0 }, "BatchSize");
        await Fails(Short with { BatchSize = 1000 }, "more than the training part has");
        await Fails(Short with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e30 }, "learning rate");

        using TransferModel other = Of(["cat", "dog"]);
        UserMistakeException classes = await Assert.ThrowsAsync<UserMistakeException>(() => other.FitAsync(split, Short));
        Assert.Contains("cat, dog", classes.Message, StringComparison.Ordinal);

        using TransferModel frozen = BrightOrDark();
        foreach (Parameter parameter in frozen.parameters())
        {
            parameter.requires_grad = false;
        }

        UserMistakeException nothing = await Assert.ThrowsAsync<UserMistakeException>(() => frozen.FitAsync(split, Short));
        Assert.Contains("No parameter", nothing.Message, StringComparison.Ordinal);

        async Task Fails(TrainingOptions options, string word)
        {
            using TransferModel fresh = BrightOrDark();
            UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => fresh.FitAsync(split, options));
            Assert.Contains(word, mistake.Message, StringComparison.Ordinal);
            Assert.True(fresh.training);
        }
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_named_before_anything_is_trained()
    {
        using TransferModel model = BrightOrDark();
        using (no_grad())
        {
            model.state_dict()["features.3.conv.0.0.weight"].fill_(float.NaN);
        }

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => model.FitAsync(Split(_folder), Short));

        Assert.Contains("\"features.3.conv.0.0.weight\"", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_value_per_channel_in_a_batch_norm_that_trains_is_told_in_a_sentence()
    {
        using TransferModel model = BrightOrDark();

        UserMistakeException mistake =
            await Assert.ThrowsAsync<UserMistakeException>(() => model.FitAsync(Split(_folder), Short with { BatchSize = 1 }));

        Assert.Contains("batches of two or more", mistake.Message, StringComparison.Ordinal);
    }
}
