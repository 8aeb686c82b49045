namespace TransferLearning.Tests.Lessons;

public class LessonSettingsTests
{
    [Fact]
    public void The_sample_is_the_default_with_twenty_epochs_and_five_seeds()
    {
        using var environment = new LessonEnvironment();

        LessonSettings settings = LessonSettings.Read();

        Assert.Equal(("sample", 42, 20, 5), (settings.Profile, settings.Seed, settings.Epochs, settings.SeedCount));
        Assert.Equal([42, 43, 44, 45, 46], settings.Comparison.Seeds);
    }

    [Fact]
    public void Photographs_mean_the_experiment_of_the_article()
    {
        using var environment = new LessonEnvironment();

        LessonSettings settings = LessonSettings.Read(profile: "photos");

        Assert.Equal((Backbone.MobileNetV2, 160, 10, 3), (settings.Backbone, settings.ImageSize, settings.Epochs, settings.SeedCount));
    }

    [Fact]
    public void The_environment_wins_over_the_cell()
    {
        using var environment = new LessonEnvironment(("LESSON_PROFILE", "photos"), ("LESSON_SEED", "7"), ("LESSON_EPOCHS", "2"), ("LESSON_SEEDS", "1"));

        LessonSettings settings = LessonSettings.Read(profile: "sample", seed: 42, epochs: 20);

        Assert.Equal(("photos", 7, 2, 1), (settings.Profile, settings.Seed, settings.Epochs, settings.SeedCount));
    }

    [Fact]
    public void One_setting_says_where_everything_is_computed()
    {
        using var environment = new LessonEnvironment(("LESSON_DEVICE", "cpu"));

        LessonSettings settings = LessonSettings.Read(device: "cuda:7");

        Assert.Equal("cpu", settings.Device);
        Assert.All(Enum.GetValues<Strategy>(), strategy => Assert.Equal("cpu", settings.OptionsFor(strategy).Device));
    }

    [Theory]
    [InlineData("LESSON_DEVICE", "tpu", "no device \"tpu\"")]
    [InlineData("LESSON_PROFILE", "movies", "movies")]
    [InlineData("LESSON_EPOCHS", "ten", "LESSON_EPOCHS is \"ten\"")]
    [InlineData("LESSON_SEEDS", "0", "LESSON_SEEDS is 0")]
    public void A_value_that_makes_no_sense_is_named(string variable, string value, string expected)
    {
        using var environment = new LessonEnvironment((variable, value));

        Assert.Contains(expected, Assert.Throws<UserMistakeException>(() => LessonSettings.Read()).Message);
    }

    [Fact]
    public void Weights_that_are_not_there_are_told_with_what_to_do()
    {
        using var environment = new LessonEnvironment(("LESSON_WEIGHTS", "no-such.safetensors"));

        Assert.Contains("no-such.safetensors", Assert.Throws<UserMistakeException>(() => LessonSettings.Read("photos").PreTrained).Message);
    }

    [Fact]
    public void The_candidates_of_the_sample_are_the_networks_that_ship_the_lessons_own_first()
    {
        using var environment = new LessonEnvironment(("LESSON_SEEDS", "2"));
        LessonSettings settings = LessonSettings.Read();

        IReadOnlyList<ComparisonSettings> candidates = settings.Candidates;

        Assert.Equal(settings.Backbone, candidates[0].Backbone);
        Assert.True(candidates.Count >= 3, $"{candidates.Count} candidates");
        Assert.Equal(candidates.Count, candidates.Select(candidate => candidate.Backbone.Name).Distinct().Count());
        Assert.All(candidates, candidate =>
        {
            Assert.Equal([42, 43], candidate.Seeds);
            Assert.Equal((candidate.Backbone.Name, candidate.Backbone.Width, SampleProfile.ImageSize), (candidate.PreTrained.Backbone.Name, candidate.PreTrained.Backbone.Width, candidate.PreTrained.Backbone.ImageSize));
            TransferModel.Create(candidate.Backbone, ["cat", "dog"], candidate.PreTrained).Dispose();   // the weights fit
        });
    }

    [Fact]
    public void The_candidates_of_photographs_are_the_weights_that_are_at_hand()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("squeezenet1_1-mine.safetensors");
        Safetensors.Write(path, []);
        using var environment = new LessonEnvironment(("LESSON_WEIGHTS", path));

        ComparisonSettings candidate = LessonSettings.Read("photos").Candidates.First(candidate => candidate.PreTrained.Path == path);

        Assert.Equal((Backbone.SqueezeNet, 160, 10), (candidate.Backbone, candidate.ImageSize, candidate.Epochs));
    }

    /// <summary>The lesson variables as given and no others; as they were afterwards.</summary>
    private sealed class LessonEnvironment : IDisposable
    {
        private static readonly string[] Names = ["LESSON_PROFILE", "LESSON_SEED", "LESSON_EPOCHS", "LESSON_SEEDS", "LESSON_PHOTOS", "LESSON_WEIGHTS", "LESSON_DEVICE"];
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
