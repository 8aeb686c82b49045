using TorchSharp;

namespace TransferLearning.Tests.Training;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_strategy_is_run_for_every_seed_on_the_same_pictures()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);

        Comparison comparison = await Experiment.CompareAsync(pictures, Settings());

        Assert.Equal([Strategy.Scratch, Strategy.Frozen, Strategy.FineTuned], comparison.Results.Select(result => result.Strategy));
        Assert.All(comparison.Results, result => Assert.Equal([1, 2], result.Runs.Select(run => run.Seed)));
        for (int seed = 0; seed < 2; seed++)
        {
            Assert.Single(comparison.Results.Select(result => string.Join(';', result.Runs[seed].Test.Scores.Select(score => score.Picture.Path))).Distinct());
        }

        Assert.True(comparison.Results[0].TrainableParameters > comparison.Results[2].TrainableParameters);
        Assert.True(comparison.Results[2].TrainableParameters > comparison.Results[1].TrainableParameters);
    }

    [Fact]
    public async Task A_second_comparison_finds_the_trainings_of_the_first_with_the_same_figures()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);
        ComparisonSettings settings = Settings() with { Store = new RunStore(folder.File("runs")) };
        int trained = 0;

        Comparison first = await Experiment.CompareAsync(pictures, settings, trained: (_, _, _) => trained++);
        Comparison second = await Experiment.CompareAsync(pictures, settings, trained: (_, _, _) => trained++);

        Assert.Equal(6, trained);
        Assert.Equal(first.Results.Select(result => result.TestLoss), second.Results.Select(result => result.TestLoss));
        Assert.Equal(first.Results.Select(result => result.TestAccuracyInterval), second.Results.Select(result => result.TestAccuracyInterval));
        Assert.Equal(first.Results.SelectMany(result => result.Runs[1].History.Epochs), second.Results.SelectMany(result => result.Runs[1].History.Epochs));

        // Another rate is another training, and only that one is run (fine-tuning alone hangs on it).
        await Experiment.CompareAsync(pictures, settings with { FineTuneRate = 2e-4 }, trained: (_, strategy, _) => Assert.Equal(Strategy.FineTuned, Only(strategy, Strategy.Frozen)));
    }

    [Fact]
    public async Task Nothing_to_compare_is_told_in_a_sentence()
    {
        ImageFolder pictures = MadeUpPictures.TwoClasses(folder, 20);

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => Experiment.CompareAsync(pictures, Settings() with { Seeds = [] }));

        Assert.Contains("at least one seed", mistake.Message, StringComparison.Ordinal);
    }

    // The frozen model is trained again as the ground of fine-tuning.
    private static Strategy Only(Strategy strategy, Strategy ground) => strategy == ground ? Strategy.FineTuned : strategy;

    private ComparisonSettings Settings()
    {
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25, ImageSize = 32 };
        string weights = folder.File("weights", "small.safetensors");
        torch.random.manual_seed(5);
        using TransferModel model = TransferModel.Create(backbone, ["a", "b"], Weights.None);
        Safetensors.Write(weights, model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal)));
        return new ComparisonSettings { Backbone = backbone, PreTrained = Weights.FromFile(weights), Seeds = [1, 2], Epochs = 2, BatchSize = 8, Shares = (0.6, 0.2, 0.2) };
    }
}
