using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class OutOfDistributionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Features_of_another_direction_or_length_are_unlike_and_nearly_all_of_the_usual_kind_are_not()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Tensor usual = rand(900, 16) + 1;
        using var known = OutOfDistribution.Learn(usual[TensorIndex.Slice(0, 500)], usual[TensorIndex.Slice(500, 700)]);

        bool[] unlike = known.IsUnlike(usual[TensorIndex.Slice(700, 900)]);

        Assert.InRange(unlike.Count(yes => yes), 1, 16);   // 3 in 100 by design: 6 of 200
        Tensor one = usual[TensorIndex.Slice(0, 1)];
        Assert.Equal([true], known.IsUnlike(one * 3));
        Assert.Equal([true], known.IsUnlike(one * tensor([.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 1f : -1f)])));
        Assert.Equal([true], known.IsUnlike(one * float.NaN));

        string path = OutOfDistribution.PathBeside(folder.File("what.safetensors"));
        known.Save(path);
        using var loaded = OutOfDistribution.Load(path);
        Assert.Equal(unlike, loaded.IsUnlike(usual[TensorIndex.Slice(700, 900)]));
    }

    [Fact]
    public void It_is_learned_from_images_and_asked_about_files()
    {
        Split split = MadeUpPictures.TwoClasses(folder, 40).Split(0.5, 0.25, 0.25, seed: 1);
        using TransferModel model = TransferModelTests.Small(["bright", "dark"]);
        model.train();
        using var known = OutOfDistribution.Learn(model, split.Training, split.Validation);
        long before = Tensor.TotalCount;

        int unlike = split.Test.Count(image => known.IsUnlike(model, image.Path));

        Assert.InRange(unlike, 0, split.Test.Count / 5);
        Assert.Equal((true, before), (model.training, Tensor.TotalCount));
    }

    [Fact]
    public void A_file_that_says_nothing_of_it_is_refused_with_a_sentence()
    {
        string path = folder.File("other.safetensors");
        using Tensor one = ones(1);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["x"] = one });

        Assert.Contains(
            "does not say", Assert.Throws<UserMistakeException>(() => OutOfDistribution.Load(path)).Message, StringComparison.Ordinal);
    }
}
