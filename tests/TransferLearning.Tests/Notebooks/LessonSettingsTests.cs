namespace TransferLearning.Tests.Notebooks;

public class LessonSettingsTests
{
    [Fact]
    public void The_sample_is_the_default_with_twenty_epochs_and_three_independent_seeds()
    {
        using var environment = new LessonEnvironment();

        LessonSettings settings = LessonSettings.Read();

        Assert.Equal(("sample", 42, 20, 3), (settings.Profile, settings.Seed, settings.Epochs, settings.SeedCount));
        Assert.Equal([42, 43, 44], settings.Comparison.Seeds);
        Assert.True(settings.Comparison.SeedsAreIndependent);
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("photos-small")]
    public void Photographs_mean_the_network_and_size_of_the_article(string profile)
    {
        using var folder = new TemporaryFolder();
        using var environment = new LessonEnvironment(("LESSON_WEIGHTS", WeightsFile(folder)));

        LessonSettings settings = LessonSettings.Read(profile);

        Assert.Equal(("mobilenet_v2", 160, 10, 3), (settings.Backbone.Name, settings.ImageSize, settings.Epochs, settings.SeedCount));
        Assert.Equal(
            (160, 10, false), (settings.Comparison.ImageSize, settings.Comparison.Epochs, settings.Comparison.SeedsAreIndependent));
    }

    [Fact]
    public void The_environment_wins_over_the_cell()
    {
        using var environment = new LessonEnvironment(
            ("LESSON_PROFILE", "photos"), ("LESSON_EPOCHS", "2"), ("LESSON_SEEDS", "1"), ("LESSON_RESULTS", "/elsewhere"));

        LessonSettings settings = LessonSettings.Read(profile: "sample", epochs: 7, seedCount: 5, device: "cpu");

        Assert.Equal(("photos", 2, 1, "cpu"), (settings.Profile, settings.Epochs, settings.SeedCount, settings.Device));
        Assert.Equal(Path.Combine("/elsewhere", "photos"), settings.ResultsFolder);
    }

    [Theory]
    [InlineData("LESSON_PROFILE", "movies", "no profile \"movies\"")]
    [InlineData("LESSON_SEEDS", "ten", "LESSON_SEEDS is \"ten\"")]
    [InlineData("LESSON_SEEDS", "0", "LESSON_SEEDS is 0")]
    [InlineData("LESSON_EPOCHS", "1.5", "LESSON_EPOCHS is \"1.5\"")]
    public void A_value_that_makes_no_sense_is_named(string variable, string value, string expected)
    {
        using var environment = new LessonEnvironment((variable, value));

        Assert.Contains(expected, Assert.Throws<UserMistakeException>(() => LessonSettings.Read()).Message);
    }

    [Fact]
    public void A_value_of_the_cell_that_makes_no_sense_is_named_without_a_variable()
    {
        using var environment = new LessonEnvironment();

        Assert.StartsWith("epochs is 0", Assert.Throws<UserMistakeException>(() => LessonSettings.Read(epochs: 0)).Message);
        Assert.Contains("tpu", Assert.Throws<UserMistakeException>(() => LessonSettings.Read(device: "tpu")).Message);
    }

    [Fact]
    public void Weights_that_are_not_there_are_told_with_what_to_do()
    {
        using var environment = new LessonEnvironment(("LESSON_WEIGHTS", "no-such.safetensors"));

        string message = Assert.Throws<UserMistakeException>(() => LessonSettings.Read("photos").Weights).Message;

        Assert.Contains("no-such.safetensors", message);
        Assert.Contains("LESSON_WEIGHTS", message);
    }

    [Fact]
    public void The_candidates_of_the_sample_are_the_networks_that_ship_the_lessons_own_first()
    {
        using var environment = new LessonEnvironment(("LESSON_SEEDS", "2"));
        LessonSettings settings = LessonSettings.Read();

        IReadOnlyList<ComparisonSettings> candidates = settings.Candidates;

        Assert.Equal(settings.Backbone, candidates[0].Backbone);
        Assert.Equal(candidates.Count, candidates.Select(candidate => candidate.Weights).Distinct().Count());
        Assert.All(candidates, candidate =>
        {
            Assert.Equal([42, 43], candidate.Seeds);
            Assert.Equal(Sample.ImageSize, candidate.ImageSize);
            TransferModel.Create(candidate.Backbone, ["cat", "dog"], candidate.Weights).Dispose();   // the weights fit
        });
    }

    [Fact]
    public void The_candidates_of_photographs_are_the_weights_that_are_at_hand()
    {
        using var folder = new TemporaryFolder();
        string path = WeightsFile(folder);
        using var environment = new LessonEnvironment(("LESSON_WEIGHTS", path));

        ComparisonSettings candidate = LessonSettings.Read("photos").Candidates.Single(candidate => candidate.Weights == path);

        Assert.Equal(("mobilenet_v2", 160, 10), (candidate.Backbone.Name, candidate.ImageSize, candidate.Epochs));
    }

    [Fact]
    public void Each_seed_splits_photographs_anew()
    {
        using var folder = new TemporaryFolder();
        MadeUpPictures.TwoClasses(folder, perClass: 20);
        using var environment = new LessonEnvironment(("LESSON_PHOTOS", folder.Path));
        LessonSettings settings = LessonSettings.Read("photos");

        Split one = settings.OpenImages(), two = settings.OpenImages(seed: 43);

        Assert.Equal((32, 4, 4), (one.Training.Count, one.Validation.Count, one.Test.Count));
        Assert.Equal(Paths(one.Test), Paths(settings.OpenImages(seed: 42).Test));
        Assert.NotEqual(Paths(one.Test), Paths(two.Test));
    }

    [Fact]
    public void Half_of_the_small_sets_validation_part_is_the_test_part_of_every_seed()
    {
        using var folder = new TemporaryFolder();
        foreach ((string part, int count) in new[] { ("train", 6), ("validation", 4) })
        {
            MadeUpPictures.Write(folder, "cat", count, 190, prefix: part);
            MadeUpPictures.Write(folder, "dog", count, 60, prefix: part);
        }

        using var environment = new LessonEnvironment(("LESSON_PHOTOS", folder.Path));

        Split split = LessonSettings.Read("photos-small").OpenImages();

        Assert.Equal([12, 4, 4], split.Parts.Select(part => part.Count));
        Assert.All(split.Parts, part => Assert.Equal(part.Count / 2, part.CountsByClass[0]));
        Assert.Equal(8, Paths(split.Validation).Union(Paths(split.Test)).Count(path => path.Contains("validation")));
        Assert.Equal(Paths(split.Test), Paths(LessonSettings.Read("photos-small", seed: 7).OpenImages(seed: 8).Test));
    }

    [Fact]
    public void A_model_of_a_comparison_has_a_place_of_its_own_per_strategy_seed_and_profile()
    {
        using var environment = new LessonEnvironment();

        IEnumerable<string> places =
            from seed in new[] { 42, 43 }
            from profile in new[] { "sample", "photos" }
            from strategy in Enum.GetValues<Strategy>()
            select LessonSettings.Read(profile, seed).ModelPath(strategy);

        Assert.Equal(12, places.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static IEnumerable<string> Paths(ImageSet images) => images.Select(image => image.Path);

    /// <summary>A weights file whose name says of which backbone it is.</summary>
    private static string WeightsFile(TemporaryFolder folder)
    {
        string path = folder.File("mobilenet_v2-mine.safetensors");
        Safetensors.Write(path, new Dictionary<string, TorchSharp.torch.Tensor>());
        return path;
    }

    /// <summary>The lesson variables as given and no others; as they were afterwards.</summary>
    private sealed class LessonEnvironment : IDisposable
    {
        private static readonly string[] Names =
        [
            "LESSON_PROFILE", "LESSON_EPOCHS", "LESSON_SEEDS", "LESSON_PHOTOS", "LESSON_WEIGHTS", "LESSON_RESULTS",
        ];

        private readonly string?[] before = [.. Names.Select(Environment.GetEnvironmentVariable)];

        public LessonEnvironment(params (string Name, string Value)[] values)
        {
            foreach (string name in Names)
            {
                Environment.SetEnvironmentVariable(name, values.FirstOrDefault(value => value.Name == name).Value);
            }
        }

        public void Dispose()
        {
            for (int i = 0; i < Names.Length; i++)
            {
                Environment.SetEnvironmentVariable(Names[i], before[i]);
            }
        }
    }
}
