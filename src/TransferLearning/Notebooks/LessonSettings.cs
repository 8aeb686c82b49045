using System.Globalization;

namespace TransferLearning;

/// <summary>
/// What a lesson runs on: drawings, which need no network, or photographs. The first cell of every notebook reads it. LESSON_PROFILE,
/// LESSON_EPOCHS and LESSON_SEEDS in the environment override the cell; LESSON_PHOTOS and LESSON_WEIGHTS name photographs and weights of
/// the reader's own, LESSON_RESULTS another folder for results.
/// </summary>
/// <param name="Profile">"sample", "photos-small" or "photos".</param>
/// <param name="Seed">Seed of the images drawn or split, of the initial weights and of the order in training.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="SeedCount">How many seeds the comparison has, from <paramref name="Seed"/> on.</param>
/// <param name="Device">Where to compute: "cpu", "cuda:0".</param>
public sealed record LessonSettings(string Profile, int Seed, int Epochs, int SeedCount, string Device)
{
    private const string SampleProfile = "sample", SmallProfile = "photos-small", LargeProfile = "photos";
    private const string Fetch = "dotnet run -c Release --project src/Lab -- fetch";

    // Which half of TensorFlow's validation part is the test part must not depend on the reader's seed.
    private const int SeedOfTheSmallTestPart = 42;

    // The article takes a fifth of the whole set; a folder with fewer images than this is such a fifth already.
    private const double ShareOfTheWholeSet = 0.2;
    private const int WholeSet = 10_000;

    /// <summary>Whether the images are drawings.</summary>
    public bool IsSample => Profile == SampleProfile;

    /// <summary>The network of the lessons: MobileNetV2, on the sample a narrow one.</summary>
    public Backbone Backbone => IsSample ? Sample.Backbones[0] : Backbone.MobileNetV2;

    /// <summary>Width and height of the images in pixels; of photographs 160, as in the article.</summary>
    public int ImageSize => IsSample ? Sample.ImageSize : 160;

    /// <summary>Path of the pre-trained weights: ImageNet's for photographs, those of 46 other drawn things for the sample.</summary>
    /// <exception cref="UserMistakeException">They are not on this machine; the sentence says how to fetch them.</exception>
    public string Weights => IsSample ? Existing(Sample.WeightsOf(Backbone), "is part of the repository: get it back with git checkout")
        : Variable("LESSON_WEIGHTS") is { } chosen
            ? Existing(chosen, "is what LESSON_WEIGHTS names: set it to a .pth or .safetensors file, or unset it")
        : Existing(
            FetchedWeightsOf(Backbone),
            $"has not been fetched yet: run \"{Fetch} weights {Backbone.Name}\" once, or set LESSON_WEIGHTS to a file of your own");

    /// <summary>Where models and finished trainings are kept between lessons.</summary>
    public string ResultsFolder => Path.Combine(Variable("LESSON_RESULTS") ?? Path.Combine(Repository.Root, "results", "lessons"), Profile);

    /// <summary>The three-way comparison with these settings.</summary>
    public ComparisonSettings Comparison => ComparisonOf(Backbone, Weights);

    /// <summary>
    /// The same comparison with each backbone whose weights are at hand, the lesson's own first: on the sample those that ship, on
    /// photographs those that were fetched.
    /// </summary>
    /// <exception cref="UserMistakeException">Those of the lesson's own are not.</exception>
    public IReadOnlyList<ComparisonSettings> Candidates =>
    [
        Comparison,
        .. (IsSample ? Sample.Backbones : Backbone.All).Where(other => other != Backbone)
            .Select(other => ComparisonOf(other, IsSample ? Sample.WeightsOf(other) : FetchedWeightsOf(other)))
            .Where(other => File.Exists(other.Weights)),
    ];

    /// <summary>Reads the settings; what the environment says wins.</summary>
    /// <param name="profile">"sample", "photos-small" or "photos".</param>
    /// <param name="seed">0 or more.</param>
    /// <param name="epochs">By default 20 on the sample and 10 on photographs.</param>
    /// <param name="seedCount">How many seeds a comparison has.</param>
    /// <param name="device">"auto" is the first CUDA GPU where there is one, otherwise the CPU.</param>
    /// <exception cref="UserMistakeException">A value makes no sense; the sentence says which.</exception>
    public static LessonSettings Read(
        string profile = SampleProfile, int seed = Sample.FirstSeed, int? epochs = null, int seedCount = 3, string device = "auto")
    {
        string chosen = (Variable("LESSON_PROFILE") ?? profile).ToLowerInvariant();
        UserMistakeException.ThrowIf(chosen is not (SampleProfile or SmallProfile or LargeProfile),
            $"There is no profile \"{chosen}\"; choose \"{SampleProfile}\" (drawings, offline), \"{SmallProfile}\" (3,000 photographs) "
                + $"or \"{LargeProfile}\" (the article's experiment).");

        // In a notebook CUDA has to be asked for before anything else touches a tensor, and this is the first cell.
        return new LessonSettings(
            chosen,
            AtLeast(0, seed, nameof(seed)),
            Number("LESSON_EPOCHS") ?? AtLeast(1, epochs ?? UsualEpochs(chosen == SampleProfile), nameof(epochs)),
            Number("LESSON_SEEDS") ?? AtLeast(1, seedCount, nameof(seedCount)),
            Devices.Open(device).ToString());
    }

    /// <summary>
    /// The three parts of a seed. On the sample drawn for that seed alone; on "photos" one fifth of the whole set, split anew by each seed
    /// 80 : 10 : 10; on "photos-small" TensorFlow's parts, half of its validation part being the test part, the same for every seed.
    /// </summary>
    /// <param name="seed">By default <see cref="Seed"/>.</param>
    /// <param name="progress">Told while drawings are made.</param>
    /// <exception cref="UserMistakeException">The photographs are not on this machine; the sentence says how to fetch them.</exception>
    public Split OpenImages(int? seed = null, IProgress<StepProgress>? progress = null)
    {
        if (IsSample)
        {
            return Sample.Draw(seed ?? Seed, progress);
        }

        ImageFolder folder = OpenPhotographs();
        return folder.IsSplit ? folder.Split(seed: SeedOfTheSmallTestPart)
            : (folder.All.Count > WholeSet ? folder.Take(ShareOfTheWholeSet, Seed) : folder).Split(seed: seed ?? Seed);
    }

    /// <summary>How a strategy is trained in the comparison: rate, schedule, epochs, seed.</summary>
    public TrainingOptions OptionsFor(Strategy strategy) => Comparison.OptionsFor(strategy, Seed);

    /// <summary>Runs the three-way comparison; trainings that were finished earlier are found and not repeated.</summary>
    /// <param name="progress">Told while images are drawn and while a strategy is trained.</param>
    /// <param name="cancellation">Stops the work; finished trainings stay.</param>
    public Task<Comparison> CompareAsync(IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) =>
        TransferLearning.Comparison.RunAsync(seed => OpenImages(seed, progress), Comparison, progress, cancellation);

    /// <summary>Where <see cref="CompareAsync"/> keeps the model of a strategy, that of the first seed.</summary>
    public string ModelPath(Strategy strategy) => Path.Combine(ResultsFolder, $"{strategy}-{Seed}.safetensors".ToLowerInvariant());

    internal static int UsualEpochs(bool isSample) => isSample ? 20 : 10;   // notebooks/three-ways.cs has them, too

    private ComparisonSettings ComparisonOf(Backbone backbone, string weights) => new()
    {
        Title = (IsSample ? "Drawn cats and dogs" : "Photographs of cats and dogs")
            + (Profile == SmallProfile ? " (2,000 to train on)" : ""),
        Backbone = backbone,
        Weights = weights,
        Seeds = [.. Enumerable.Range(Seed, SeedCount)],
        SeedsAreIndependent = IsSample,
        ImageSize = Math.Max(ImageSize, backbone.SmallestImageSize),
        Epochs = Epochs,
        Device = Device,
        ResultsFolder = ResultsFolder,
        ModelsFolder = ResultsFolder,
    };

    /// <summary>LESSON_PHOTOS, otherwise where <c>Lab fetch</c> puts the set of this profile.</summary>
    private ImageFolder OpenPhotographs()
    {
        if (Variable("LESSON_PHOTOS") is { } chosen)
        {
            return ImageFolder.Open(chosen);
        }

        string name = Profile == SmallProfile ? "cats-vs-dogs-small" : "cats-vs-dogs", folder = Path.Combine(Repository.Data, name);
        return Directory.Exists(folder)
            ? ImageFolder.Open(folder, onlyJfif: Profile == LargeProfile)   // as the TensorFlow data set of the article does
            : throw new UserMistakeException(
                $"The photographs are not on this machine yet: run \"{Fetch} {name}\" once, "
                + "or set LESSON_PHOTOS to a folder with one sub-folder per class.");
    }

    internal static string FetchedWeightsOf(Backbone backbone) => Path.Combine(Repository.Data, "weights", backbone.Weights.FileName);

    private static string Existing(string path, string what) =>
        File.Exists(path) ? path : throw new UserMistakeException($"There is no weights file {path}; it {what}.");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static int? Number(string name) =>
        Variable(name) is not { } value ? null
        : int.TryParse(value, CultureInfo.InvariantCulture, out int number) ? AtLeast(1, number, name)
        : throw new UserMistakeException($"{name} is \"{value}\"; give a whole number.");

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new UserMistakeException($"{name} is {value}; give at least {least}.");
}
