using System.Text.Json.Nodes;

namespace TransferLearning.Tests.Comparing;

public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _other = new();   // the images, and everything else

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Every_strategy_is_run_for_every_seed_on_the_same_images_and_all_parts_are_measured()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(_folder, 15);

        Comparison comparison = await Comparison.RunAsync(seed => Split(images, seed), Settings() with { Seeds = [1, 2] });

        Assert.Equal([Strategy.Scratch, Strategy.Frozen, Strategy.FineTuned], comparison.Results.Select(result => result.Strategy));
        Assert.All(comparison.Results, result => Assert.Equal([1, 2], result.Runs.Select(run => run.Seed)));
        for (int seed = 0; seed < 2; seed++)
        {
            Assert.Single(comparison.Results.Select(
                result => string.Join(';', result.Runs[seed].Test.Predictions.Select(test => test.Image.Path))).Distinct());
        }

        Assert.All(comparison.Results.SelectMany(result => result.Runs), run =>
            Assert.Equal((18, 6, 6), (run.Training.Images, run.Validation.Images, run.Test.Predictions.Count)));
        // fine-tuning says that it had a frozen stage
        Assert.Equal([1, 1, 2], comparison.Results.Select(result => result.Runs[0].Stages.Count));
        StrategyRun tuned = comparison[Strategy.FineTuned].Runs[0];
        Assert.Equal(tuned.Stages.Sum(stage => stage.Seconds), tuned.Seconds, 1e-9);
        Assert.Equal(comparison[Strategy.Frozen].Runs[0].Stages[0].Final.ValidationLoss, tuned.Stages[0].Final.ValidationLoss);
        Assert.True(comparison[Strategy.Scratch].TrainableParameters > comparison[Strategy.FineTuned].TrainableParameters);
        Assert.Equal(1281, comparison[Strategy.Frozen].TrainableParameters);
        Assert.Equal(0.5, comparison.MajorityAccuracy);
    }

    [Fact]
    public async Task A_run_is_found_again_only_if_nothing_that_decides_it_changed()
    {
        ImageFolder images = MadeUpPictures.TwoClasses(_folder, 15);
        Split split = Split(images, 1);
        ComparisonSettings settings = Settings() with { Strategies = [Strategy.Frozen], ResultsFolder = _other.File("results") };
        var first = new Trained();
        Comparison one = await Comparison.RunAsync(_ => split, settings, first);
        Assert.Equal(1, first.Count);

        var second = new Trained();
        Comparison again = await Comparison.RunAsync(_ => split, settings, second);
        Assert.Equal(0, second.Count);
        Assert.Equal(one.Results[0].TestLoss, again.Results[0].TestLoss);
        Assert.Equal(one.Results[0].Runs[0].Stages[0].Epochs, again.Results[0].Runs[0].Stages[0].Epochs);
        Assert.Equal(one.Results[0].Runs[0].Test.Predictions.SelectMany(test => test.Logits), again.Results[0].Runs[0]
            .Test.Predictions.SelectMany(test => test.Logits));

        int[] labels = [.. split.Training.Select(image => image.Label)];
        (labels[0], labels[^1]) = (labels[^1], labels[0]);
        await IsTrainedAnew(split with { Training = split.Training.WithLabels(labels) }, settings);               // relabelled
        await IsTrainedAnew(split with { Validation = split.Test, Test = split.Validation }, settings);           // moved between parts
        await IsTrainedAnew(split, settings with { Backbone = settings.Backbone with { FrozenRate = 2e-3 } });
        await IsTrainedAnew(split, settings with { Seeds = [2] });
        await IsTrainedAnew(split, settings with { Backbone = settings.Backbone with { Mean = [0.5f, 0.5f, 0.5f] } });

        string changed = settings.Weights + ".changed.safetensors";
        WriteWeights(settings.Backbone, changed, seed: 6);
        await IsTrainedAnew(split, settings with { Weights = changed });

        // a class renamed, order and pixels the same
        Directory.Move(Path.Combine(_folder.Path, "bright"), Path.Combine(_folder.Path, "blight"));
        await IsTrainedAnew(Split(ImageFolder.Open(_folder.Path), 1), settings);
    }

    [Fact]
    public async Task The_last_image_of_a_class_moved_to_the_next_class_is_another_data_set()
    {
        // Order and pixels stay the same, only the border between the classes moves: this was once "found from an earlier run".
        ImageFolder before = MadeUpPictures.TwoClasses(_folder, 15);
        ComparisonSettings settings = Settings() with { Strategies = [Strategy.Frozen], ResultsFolder = _other.File("results") };
        await Comparison.RunAsync(_ => All(before), settings);

        File.Move(Path.Combine(_folder.Path, "bright", "014.png"), Path.Combine(_folder.Path, "dark", "000-.png"));
        ImageFolder after = ImageFolder.Open(_folder.Path);
        await IsTrainedAnew(All(after), settings);

        static Split All(ImageFolder images) => new(images.All, images.All, images.All);
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("half")]
    [InlineData("{}")]
    public async Task A_damaged_file_of_a_run_is_made_again(string damage)
    {
        Split split = Split(MadeUpPictures.TwoClasses(_folder, 15), 1);
        ComparisonSettings settings = Settings() with { Strategies = [Strategy.Frozen], ResultsFolder = _other.File("results") };
        await Comparison.RunAsync(_ => split, settings);
        string file = Directory.GetFiles(settings.ResultsFolder!).Single();
        byte[] bytes = File.ReadAllBytes(file);

        File.WriteAllBytes(
            file, damage switch { "zeros" => new byte[bytes.Length], "half" => bytes[..(bytes.Length / 2)], _ => "{}"u8.ToArray() });
        await IsTrainedAnew(split, settings);

        var trained = new Trained();
        await Comparison.RunAsync(_ => split, settings, trained);
        Assert.Equal(0, trained.Count);
        Assert.Equal([file], Directory.GetFiles(settings.ResultsFolder!));   // no temporary names are left
    }

    [Fact]
    public async Task Models_of_the_first_seed_are_kept_and_a_run_without_its_model_is_trained_again()
    {
        Split split = Split(MadeUpPictures.TwoClasses(_folder, 15), 1);
        ComparisonSettings settings = Settings() with { Strategies = [Strategy.Frozen], ResultsFolder = _other.File("results"),
            ModelsFolder = _other.File("models") };
        Comparison comparison = await Comparison.RunAsync(_ => split, settings);

        string path = Path.Combine(settings.ModelsFolder!, "frozen-1.safetensors");
        using (TransferModel model = TransferModel.Load(path, "cpu"))
        {
            Assert.Equal(comparison.Results[0].TestLoss, model.Evaluate(split.Test).Loss, 1e-6);
        }

        File.Delete(path);
        await IsTrainedAnew(split, settings);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Results_json_has_the_same_bytes_twice_apart_from_the_times()
    {
        Split split = Split(MadeUpPictures.TwoClasses(_folder, 15), 1);
        string[] texts = new string[2];
        for (int i = 0; i < 2; i++)
        {
            string path = _other.File("out", $"{i}", "results.json");
            (await Comparison.RunAsync(_ => split, Settings())).WriteJson(path, _folder.Path);
            JsonObject document = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            Assert.Equal(3, document["times"]!.AsArray().Count);
            document.Remove("times");
            texts[i] = document.ToJsonString();
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.Contains("\"image\":\"bright/", texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("econds\":", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_told_in_a_sentence_before_anything_is_trained()
    {
        Split split = Split(MadeUpPictures.TwoClasses(_folder, 15), 1);
        File.WriteAllText(_other.File("a-file"), "");

        await Fails(Settings() with { Seeds = [] }, "at least one seed");
        await Fails(Settings() with { Weights = _other.File("none.safetensors") }, "cannot be read");
        await Fails(Settings() with { ResultsFolder = Path.Combine(_other.File("a-file"), "results") }, "cannot be written to");

        async Task Fails(ComparisonSettings settings, string words)
        {
            UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => Comparison.RunAsync(_ => split, settings));
            Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
        }
    }

    private static async Task IsTrainedAnew(Split split, ComparisonSettings settings)
    {
        var trained = new Trained();
        await Comparison.RunAsync(_ => split, settings, trained);
        Assert.Equal(1, trained.Count);
    }

    private static Split Split(ImageFolder images, int seed) => images.Split(0.6, 0.2, 0.2, seed);

    private static void WriteWeights(Backbone backbone, string path, int seed)
    {
        using TransferModel model = TransferModel.Create(backbone, ["a", "b"], imageSize: 32, seed: seed, device: "cpu");
        Safetensors.Write(path, model.BackboneState());
    }

    private ComparisonSettings Settings()
    {
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25 };
        string weights = _other.File("weights.safetensors");
        if (!File.Exists(weights))
        {
            WriteWeights(backbone, weights, seed: 5);
        }

        return new ComparisonSettings { Backbone = backbone, Weights = weights, Seeds = [1], Epochs = 1, BatchSize = 6, ImageSize = 32,
            Device = "cpu" };
    }

    /// <summary>Counts the trainings that came to their end.</summary>
    private sealed class Trained : IProgress<StepProgress>
    {
        public int Count { get; private set; }

        public void Report(StepProgress value) => Count += value.Unit == "epoch" && value.Done >= value.Total ? 1 : 0;
    }
}
