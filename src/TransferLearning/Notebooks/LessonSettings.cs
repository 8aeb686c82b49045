namespace TransferLearning;

/// <summary>What a lesson runs on. The environment (LESSON_PROFILE, LESSON_SEED, LESSON_EPOCHS, LESSON_SEEDS, LESSON_DEVICE, LESSON_PHOTOS, LESSON_WEIGHTS) overrides the cell.</summary>
public sealed record LessonSettings
{
    /// <summary>"sample", "photos-small" or "photos".</summary>
    public required string Profile { get; init; }
    public required int Seed { get; init; }
    public required int Epochs { get; init; }
    public required int SeedCount { get; init; }
    public required string Device { get; init; }
    public bool IsSample => Profile == "sample";
    public Backbone Backbone => throw new NotImplementedException();
    public int ImageSize => throw new NotImplementedException();
    /// <summary>Path of the pre-trained weights.</summary>
    public string Weights => throw new NotImplementedException();
    public string ResultsFolder => throw new NotImplementedException();

    public static LessonSettings Read(string profile = "sample", int seed = 42, int? epochs = null, int? seedCount = null, string device = "auto") => throw new NotImplementedException();

    /// <summary>The three parts of a seed: drawn anew on the sample, split anew on photographs.</summary>
    public Split OpenImages(int? seed = null, IProgress<StepProgress>? progress = null) => throw new NotImplementedException();

    /// <summary>The three-way comparison with these settings.</summary>
    public ComparisonSettings Comparison => throw new NotImplementedException();
    public TrainingOptions OptionsFor(Strategy strategy) => Comparison.OptionsFor(strategy, Seed);
    public Task<Comparison> CompareAsync(IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// <summary>The same comparison with each backbone whose weights are at hand (lesson on backbones).</summary>
    public IReadOnlyList<ComparisonSettings> Candidates => throw new NotImplementedException();
    /// <summary>Where CompareAsync keeps the model of a strategy, first seed.</summary>
    public string ModelPath(Strategy strategy) => throw new NotImplementedException();
}
