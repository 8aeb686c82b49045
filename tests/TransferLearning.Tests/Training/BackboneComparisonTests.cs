using TorchSharp;

namespace TransferLearning.Tests.Training;

public sealed class BackboneComparisonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_backbone_is_judged_as_the_frozen_strategy_alone_would_be_and_its_size_is_that_of_its_weights()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);
        ComparisonSettings[] candidates = [Candidate(Backbone.MobileNetV2 with { Width = 0.25 }), Candidate(Backbone.SqueezeNet with { Width = 0.25 })];

        BackboneComparison comparison = await BackboneComparison.RunAsync(pictures, candidates);

        Assert.Equal(candidates.Select(candidate => candidate.Backbone), comparison.Results.Select(result => result.Backbone));
        foreach ((ComparisonSettings candidate, BackboneResult result) in candidates.Zip(comparison.Results))
        {
            Comparison alone = await Experiment.CompareAsync(pictures, candidate with { Strategies = [Strategy.Frozen] });
            Assert.Equal(alone.Results[0].Runs.Select(run => run.Test.Loss), result.Frozen.Runs.Select(run => run.Test.Loss));
            Assert.Equal(alone.Results[0].Runs.Average(run => run.History.Kept.ValidationLoss), result.ValidationLoss);
            Assert.InRange(result.SecondsPerThousand, double.Epsilon, 1e6);

            double fileMegabytes = new FileInfo(candidate.PreTrained.Path!).Length / 1e6;
            Assert.InRange(result.Megabytes, 0.8 * fileMegabytes, fileMegabytes);   // the file has a header too
            Assert.Equal(result.Parameters, Numbers(candidate.PreTrained.Path!));
        }
    }

    [Fact]
    public async Task No_candidate_is_told_in_a_sentence() => Assert.Contains(
        "at least one backbone",
        (await Assert.ThrowsAsync<UserMistakeException>(() => BackboneComparison.RunAsync(MadeUpPictures.TwoClasses(folder, 20), []))).Message,
        StringComparison.Ordinal);

    private ComparisonSettings Candidate(Backbone backbone)
    {
        string weights = folder.File("weights", backbone.Name + ".safetensors");
        torch.random.manual_seed(5);
        using TransferModel model = TransferModel.Create(backbone, ["a", "b"], Weights.None);
        Safetensors.Write(weights, model.BackboneState.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)));
        return new ComparisonSettings
        {
            Backbone = backbone with { ImageSize = 32 }, PreTrained = Weights.FromFile(weights), Seeds = [1, 2], Epochs = 2, BatchSize = 8, Shares = (0.6, 0.2, 0.2),
        };
    }

    // Running means and variances are no weights.
    private static long Numbers(string path)
    {
        using var scope = torch.NewDisposeScope();
        return Safetensors.Read(path).Where(entry => !entry.Key.Contains("running_", StringComparison.Ordinal)).Sum(entry => entry.Value.NumberOfElements);
    }
}
