using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// What a lesson runs on: the drawn sample, which is small and needs no network, or the real photographs. The settings cell of every notebook reads it;
/// the environment overrides the cell, so that notebooks can be run headless with other settings.
/// </summary>
[TypeFormatterSource(typeof(LessonSettingsDisplay))]
public sealed record LessonSettings
{
    private const string SampleName = "sample", PhotosName = "photos";
    private const int WholeSet = 10_000;   // pictures: above this it is the whole set, of which the experiment takes a fifth
    private const double FractionOfWholeSet = 0.2;

    private LessonSettings()
    {
    }

    /// <summary>"sample" or "photos".</summary>
    public required string Profile { get; init; }

    /// <summary>Seed of the split, the initial weights and the order of the pictures.</summary>
    public required int Seed { get; init; }

    /// <summary>Passes over the training pictures.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many seeds the comparison of lesson 4 has, from <see cref="Seed"/> on.</summary>
    public required int SeedCount { get; init; }

    /// <summary>Where to train: "auto" takes the first CUDA GPU where there is one and the CPU otherwise; or "cpu", "cuda:0", ...</summary>
    public required string Device { get; init; }

    /// <summary>Whether the pictures are the drawn ones.</summary>
    public bool IsSample => Profile == SampleName;

    /// <summary>The network of the lessons: MobileNetV2, for the sample a narrow one.</summary>
    public Backbone Backbone => IsSample ? SampleProfile.Backbone : Backbone.MobileNetV2;

    /// <summary>Width and height of the pictures in pixels.</summary>
    public int ImageSize => Backbone.ImageSize;

    /// <summary>The pre-trained weights: ImageNet's for photographs, those of 46 other drawn things for the sample.</summary>
    /// <exception cref="UserMistakeException">They are not on this machine.</exception>
    public Weights PreTrained => IsSample ? Weights.FromFile(SampleProfile.WeightsPath) : PhotoFiles.OpenWeights();

    /// <summary>The three-way comparison with these settings.</summary>
    public ComparisonSettings Comparison => Here(IsSample ? SampleProfile.Settings : new ComparisonSettings { PreTrained = PreTrained });

    /// <summary>
    /// The same comparison with each backbone whose pre-trained weights are on this machine: those that ship on the sample, those that were fetched on
    /// photographs; the pictures are of one size for all of them.
    /// </summary>
    /// <exception cref="UserMistakeException">There are none on this machine.</exception>
    public IReadOnlyList<ComparisonSettings> Candidates
    {
        get
        {
            IReadOnlyList<ComparisonSettings> found = IsSample
                ? [.. SampleProfile.Backbones.Select(SampleProfile.SettingsOf)]
                : [.. PhotoFiles.AllWeights().Select(weights => new ComparisonSettings { Backbone = weights.Backbone, PreTrained = weights, ImageSize = Math.Max(ImageSize, weights.Backbone.SmallestSize) })];
            return found.Count > 0 ? [.. found.Select(Here)] : [Here(new ComparisonSettings { PreTrained = PreTrained })];   // which says what to fetch
        }
    }

    /// <summary>Where models and finished trainings are kept between lessons.</summary>
    public string ResultsFolder => Path.Combine(Repository.Root, "results", "lessons", Profile);

    /// <summary>Reads the settings; what the environment says wins.</summary>
    /// <param name="profile">"sample" or "photos"; LESSON_PROFILE overrides it.</param>
    /// <param name="seed">LESSON_SEED overrides it.</param>
    /// <param name="epochs">LESSON_EPOCHS overrides it; by default 20 on the sample and 10 on photographs.</param>
    /// <param name="seedCount">LESSON_SEEDS overrides it; by default 5 on the sample and 3 on photographs.</param>
    /// <param name="device">LESSON_DEVICE overrides it; by default a CUDA GPU where there is one, otherwise the CPU.</param>
    /// <exception cref="UserMistakeException">A value makes no sense; the sentence says which.</exception>
    public static LessonSettings Read(string profile = SampleName, int seed = 42, int? epochs = null, int? seedCount = null, string device = Devices.Automatic)
    {
        string chosen = (Environment.GetEnvironmentVariable("LESSON_PROFILE") ?? profile).ToLowerInvariant();
        if (chosen is not (SampleName or PhotosName))
        {
            throw new UserMistakeException($"There is no profile \"{chosen}\"; choose \"{SampleName}\" (drawings, a minute) or \"{PhotosName}\" (the real experiment).");
        }

        // In a notebook CUDA has to be asked for before anything else touches a tensor, and this is the first cell.
        string where = Environment.GetEnvironmentVariable("LESSON_DEVICE") is { Length: > 0 } wanted ? wanted : device;
        bool isSample = chosen == SampleName;
        return new LessonSettings
        {
            Profile = chosen,
            Seed = Number("LESSON_SEED", seed, least: 0),
            Epochs = Number("LESSON_EPOCHS", epochs ?? (isSample ? 20 : 10), least: 1),
            SeedCount = Number("LESSON_SEEDS", seedCount ?? (isSample ? SampleProfile.SeedCount : 3), least: 1),
            Device = Devices.Open(where).ToString(),
        };
    }

    /// <summary>Opens the pictures; the sample is drawn on first use.</summary>
    /// <param name="progress">Told while the sample is being drawn.</param>
    /// <exception cref="UserMistakeException">The photographs are not on this machine.</exception>
    public ImageFolder OpenPictures(IProgress<StepProgress>? progress = null)
    {
        if (IsSample)
        {
            return SampleProfile.Open(progress);
        }

        ImageFolder photographs = PhotoFiles.OpenPictures();
        return photographs.Pictures.Count > WholeSet ? photographs.Take(FractionOfWholeSet, Seed) : photographs;
    }

    /// <summary>Splits the pictures into training, validation and test part.</summary>
    public Split Split(ImageFolder pictures) => Comparison.Split(pictures, Seed);

    /// <summary>How a strategy is trained in the comparison: rate, schedule, epochs, seed.</summary>
    public TrainingOptions OptionsFor(Strategy strategy) => Comparison.OptionsFor(strategy, Seed);

    /// <summary>Runs the three-way comparison; trainings that are finished from an earlier run are found and not repeated.</summary>
    /// <param name="pictures">From <see cref="OpenPictures"/>.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancellation">Stops the work; finished trainings stay.</param>
    public Task<Comparison> CompareAsync(ImageFolder pictures, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellation = default) =>
        LessonComparison.RunAsync(this, pictures, progress, cancellation);

    /// <summary>Where the comparison keeps the model of a strategy, that of the first seed.</summary>
    public string ModelPath(Strategy strategy) => Path.Combine(ResultsFolder, $"{strategy.ToString().ToLowerInvariant()}-{Seed}.safetensors");

    private ComparisonSettings Here(ComparisonSettings settings) => settings with
    {
        Seeds = [.. Enumerable.Range(Seed, SeedCount)],
        Epochs = Epochs,
        Device = Device,
    };

    private static int Number(string variable, int otherwise, int least)
    {
        string? text = Environment.GetEnvironmentVariable(variable);
        int value = otherwise;
        if (!string.IsNullOrEmpty(text) && !int.TryParse(text, out value))
        {
            throw new UserMistakeException($"{variable} is \"{text}\"; give a whole number.");
        }

        return value >= least ? value : throw new UserMistakeException($"{variable} is {value}; give at least {least}.");
    }
}
