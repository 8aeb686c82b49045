using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

public sealed class FamiliarityTests : IDisposable
{
    private const int ImageSize = 32;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pictures_like_those_seen_are_familiar_and_others_are_not()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Split split = MadeUpPictures.TwoClasses(folder, 60).Split(0.5, 0.25, 0.25, seed: 1);
        using TransferModel model = Models.TransferModelTests.Small(["bright", "dark"]);
        await Trainer.FitAsync(model, split, new TrainingOptions { Epochs = 6, BatchSize = 16, ImageSize = ImageSize, LearningRate = 3e-3, Seed = 1 });
        using Familiarity familiarity = Familiarity.Learn(model, split.Training, split.Validation, ImageSize);

        PictureBatch test = split.Test.Batches(ImageSize, batchSize: split.Test.Count).Single();
        int familiar = familiarity.AreFamiliar(model.Features(test.Pictures)).Count(yes => yes);
        Assert.True(familiar >= 0.8 * split.Test.Count, $"{familiar} of {split.Test.Count}");

        // Features that no training picture has: of another direction, and of another size.
        Tensor like = model.Features(test.Pictures)[TensorIndex.Slice(0, 1)];
        Assert.False(familiarity.AreFamiliar(like.flip(1))[0]);
        Assert.False(familiarity.AreFamiliar(like * 100)[0]);

        string path = folder.File("what.familiar.safetensors");
        familiarity.Save(path);
        using Familiarity loaded = Familiarity.Load(path);
        Assert.Equal(familiarity.AreFamiliar(model.Features(test.Pictures)), loaded.AreFamiliar(model.Features(test.Pictures)));
        Assert.False(loaded.AreFamiliar(like * 100)[0]);
    }

    [Fact]
    public void A_file_that_says_nothing_of_it_is_refused_with_a_sentence()
    {
        string path = folder.File("other.safetensors");
        using Tensor one = ones(1);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = one });

        Assert.Contains("familiar", Assert.Throws<UserMistakeException>(() => Familiarity.Load(path)).Message, StringComparison.Ordinal);
    }
}
