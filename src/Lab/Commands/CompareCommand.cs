using System.CommandLine;
using TransferLearning;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab compare</c>: the three strategies on a folder of images, or on the sample.</summary>
internal static class CompareCommand
{
    private const int FirstSeed = Sample.FirstSeed;

    private static readonly Option<DirectoryInfo?> Data = Named<DirectoryInfo?>(
        "--data", "DIR",
        "Folder with one sub-folder of images per class, or with folders train, validation (and test) of such. Without it: drawings.");

    private static readonly Option<string?> BackboneName = Named<string?>(
        "--backbone", "NAME", "Which network (\"fetch weights --help\" lists them). By default the one that the weights are of.");

    private static readonly Option<FileInfo?> Weights = Named<FileInfo?>(
        "--weights", "FILE",
        "Pre-trained weights (.pth or .safetensors, with torchvision's names). By default those that \"fetch weights\" has brought.");

    private static readonly Option<int> Seeds = Named(
        "--seeds", "N", $"How many whole comparisons, from seed {FirstSeed} upwards; 3 or more give an interval over seeds.", 1);

    private static readonly Option<int?> Epochs = Named<int?>(
        "--epochs", "N", "Passes over the training images, for every strategy; as in the lessons by default 10, on drawings 20.");

    private static readonly Option<int?> BatchSize = Named<int?>("--batch-size", "N", "Images per step; by default 32, or fewer.");

    private static readonly Option<int?> ImageSize = Named<int?>(
        "--image-size", "PIXELS", "Width and height of the images; by default the network's own.");

    private static readonly Option<double> Fraction = Named(
        "--fraction", "SHARE", "Share of each class's images to use, such as 0.2.", 1.0);

    private static readonly Option<string> Strategies = Named(
        "--strategies", "LIST", "Which strategies, with commas between them.", "scratch,frozen,fine-tuned");

    private static readonly Option<bool> OnlyJfif = Named<bool>(
        "--only-jfif", null, "Leave out files without JFIF in their first ten bytes, as the TensorFlow data set cats_vs_dogs does.");

    private static readonly Option<bool> Fresh = Named<bool>(
        "--fresh", null, "Train again what was trained before with the same images and settings, instead of finding it.");

    private static readonly Option<string> Device = Options.Device("Where to train");

    private static readonly Option<DirectoryInfo> Output = new("--output", "--out")
    {
        Description = "Folder for report.html, results.json and the trained models.", HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo("results"),
    };

    public static Command Create()
    {
        Command command = new(
            "compare", "Train a network from scratch, on frozen features, and fine-tuned; report what each is worth on the test images.")
        {
            Data, Weights, BackboneName, Seeds, Epochs, BatchSize, ImageSize, Fraction, Strategies, OnlyJfif, Device, Fresh, Output,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => CompareAsync(parsed, cancellation), cancellation));
        return command;
    }

    private static async Task<int> CompareAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string output = parsed.GetValue(Output)!.FullName;
        ComparisonSettings settings = SettingsOf(parsed, output);
        ImageFolder? folder = parsed.GetValue(Data) is { } data ? Open(data, parsed) : null;
        LiveProgress progress = new("Comparing");
        Split SplitOf(int seed) => folder?.Split(seed: seed) ?? Sample.Draw(seed, progress, cancellation);
        Split first = SplitOf(FirstSeed);
        FolderCheck? check = folder is null ? null : FolderCheck.Of(folder, settings.ImageSize!.Value, first, progress, cancellation);
        foreach (FolderFinding finding in check?.Findings ?? [])
        {
            Console.WriteLine($"! {finding.What} {Formatters.Cure(finding)}");
        }

        settings = settings with { BatchSize = parsed.GetValue(BatchSize) ?? Math.Min(settings.BatchSize, first.Training.Count) };
        Comparison comparison = await Comparison.RunAsync(SplitOf, settings, progress, cancellation);
        string model = Finish(settings, first), results = Path.Combine(output, "results.json"), page = Path.Combine(output, "report.html");
        comparison.WriteJson(results, folder?.Root ?? Repository.Data);
        Report.Write(page, comparison, check);
        Console.WriteLine($"\n{Formatters.Table(comparison).ToText()}\n\n{string.Join('\n', comparison.Conclusions)}\n");
        string told = LastModel.Path == model ? "" : " --model FILE";
        Console.WriteLine($"The report: {page}\nEvery figure: {results}\nThe model, for \"predict IMAGE{told}\": {model}");
        return Program.Success;
    }

    private static ComparisonSettings SettingsOf(ParseResult parsed, string output)
    {
        bool isSample = parsed.GetValue(Data) is null;
        foreach ((string option, int? value) in new[] {
            (Seeds.Name, parsed.GetValue(Seeds)), (Epochs.Name, parsed.GetValue(Epochs)), (BatchSize.Name, parsed.GetValue(BatchSize)) })
        {
            UserMistakeException.ThrowIf(value < 1, $"{option} is {value}; give a number of at least 1.");
        }

        string device = Devices.Open(parsed.GetValue(Device)!).ToString();   // before anything touches a tensor
        (Backbone backbone, string weights) = Network(parsed.GetValue(BackboneName), parsed.GetValue(Weights)?.FullName, isSample);
        int imageSize = parsed.GetValue(ImageSize) ?? backbone.ImageSize;
        UserMistakeException.ThrowIf(imageSize < backbone.SmallestImageSize || imageSize > 1024,
            $"--image-size is {imageSize}; {backbone.Title} takes {backbone.SmallestImageSize} to 1024 pixels.");

        return new ComparisonSettings
        {
            Title = isSample ? "Drawn cats and dogs" : parsed.GetValue(Data)!.Name,
            Backbone = backbone,
            Weights = weights,
            Strategies = StrategiesOf(parsed.GetValue(Strategies)!),
            Seeds = [.. Enumerable.Range(FirstSeed, parsed.GetValue(Seeds))],
            SeedsAreIndependent = isSample,
            ImageSize = imageSize,
            Epochs = parsed.GetValue(Epochs) ?? LessonSettings.UsualEpochs(isSample),
            Device = device,
            ResultsFolder = parsed.GetValue(Fresh) ? null : Path.Combine(output, "runs"),
            ModelsFolder = output,
        };
    }

    private static (Backbone Backbone, string Weights) Network(string? name, string? weights, bool isSample)
    {
        Backbone? named = name is null ? null : Backbone.Named(name), network = named ?? Backbone.MobileNetV2;
        if (weights is not null)
        {
            UserMistakeException.ThrowIf(!File.Exists(weights), $"There is no weights file {weights}.");
            Backbone? told = Backbone.OfWeights(weights);
            network = named is null || named.Name == told?.Name ? told : named;   // with the width that the file tells
            UserMistakeException.ThrowIf(
                network is null, $"Nothing in {weights} or its name says which network it is of: add --backbone.");
            return (network, weights);
        }

        if (isSample)
        {
            network = Sample.Backbones.FirstOrDefault(one => named is null || one.Name == named.Name);
            string choice = string.Join(", ", Sample.Backbones.Select(one => one.Name).Distinct());
            UserMistakeException.ThrowIf(network is null, $"The sample has no weights of {named?.Title}; choose one of {choice}.");
            return (network, Sample.WeightsOf(network));
        }

        string path = LessonSettings.FetchedWeightsOf(network);
        UserMistakeException.ThrowIf(!File.Exists(path),
            $"The weights of {network.Title} are not here yet: run \"fetch weights {network.Name}\", or name a file with --weights.");
        return (network, path);
    }

    private static ImageFolder Open(DirectoryInfo data, ParseResult parsed)
    {
        ImageFolder folder = ImageFolder.Open(data.FullName, parsed.GetValue(OnlyJfif));
        folder = parsed.GetValue(Fraction).Equals(1) ? folder : folder.Take(parsed.GetValue(Fraction), FirstSeed);
        Console.WriteLine($"{folder.All.Count:N0} images of {string.Join(", ", folder.Classes)} in {folder.Root}");
        return folder;
    }

    /// <summary>Keeps beside the last strategy's model what its training images look like; it is the model that predict asks.</summary>
    private static string Finish(ComparisonSettings settings, Split split)
    {
        string path = settings.PathOfModel(settings.Strategies[^1], FirstSeed)!;
        using TransferModel model = TransferModel.Load(path, settings.Device);
        using OutOfDistribution known = OutOfDistribution.Learn(model, split.Training, split.Validation);
        known.Save(OutOfDistribution.PathBeside(path));
        LastModel.Remember(path);
        return path;
    }

    private static Strategy[] StrategiesOf(string names) =>
        [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name => name.ToLowerInvariant() switch
        {
            "scratch" => Strategy.Scratch,
            "frozen" => Strategy.Frozen,
            "fine-tuned" => Strategy.FineTuned,
            _ => throw new UserMistakeException($"There is no strategy \"{name}\"; choose among scratch, frozen, fine-tuned."),
        }).Distinct().Order()];
}
