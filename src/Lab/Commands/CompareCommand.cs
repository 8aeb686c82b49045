using System.CommandLine;
using System.Diagnostics;
using Lab.Display;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab compare</c>: the three strategies on a folder of pictures.</summary>
internal static class CompareCommand
{
    private const int FirstSeed = 42;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with one sub-folder of pictures (JPEG, PNG) per class, or with train/validation[/test] folders of such.", HelpName = "DIR" };
        var backbone = new Option<string?>("--backbone") { Description = $"The network: {string.Join(", ", Backbone.Catalogue.Select(entry => entry.Name))}. By default the one that the weights file is of, by its header or its name.", HelpName = "NAME" };
        var weights = new Option<FileInfo?>("--weights") { Description = "Pre-trained weights of the backbone with torchvision's (or timm's) names: safetensors, or PyTorch's .pth. By default the official file, where \"fetch weights\" puts it.", HelpName = "FILE" };
        var fraction = new Option<double>("--fraction") { Description = "Share of the pictures to use, drawn from every class alike.", DefaultValueFactory = _ => 1.0 };
        var imageSize = new Option<int?>("--image-size") { Description = "Width and height of the pictures in pixels; by default the backbone's own (160 for MobileNetV2, 299 for InceptionV3, otherwise 224)." };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training pictures, for every strategy.", DefaultValueFactory = _ => 10 };
        var batchSize = new Option<int>("--batch-size") { Description = "Pictures in a step.", DefaultValueFactory = _ => 32 };
        var seeds = new Option<int>("--seeds") { Description = $"How many whole comparisons to run, from seed {FirstSeed} upwards; 3 or more give an interval over seeds.", DefaultValueFactory = _ => 1 };
        var strategies = new Option<string>("--strategies") { Description = "Which to run, with commas: scratch, frozen, fine-tuned.", DefaultValueFactory = _ => "scratch,frozen,fine-tuned" };
        var scratchRate = new Option<double?>("--scratch-rate") { Description = "Learning rate from scratch; by default the backbone's own." };
        var frozenRate = new Option<double?>("--frozen-rate") { Description = "Learning rate of the classifier on frozen features; by default the backbone's own." };
        var fineTuneRate = new Option<double?>("--fine-tune-rate") { Description = "Learning rate of fine-tuning; by default the backbone's own." };
        var fineTuneFrom = new Option<string?>("--fine-tune-from") { Description = "The layer from which fine-tuning learns; by default the backbone's own.", HelpName = "LAYER" };
        var balance = new Option<bool>("--balance") { Description = "Count each class alike in training, however many pictures it has." };
        var listBackbones = new Option<bool>("--list-backbones") { Description = "List the networks, what they expect and what they learn with by default, and stop." };
        var augment = new Option<bool>("--augment") { Description = "Flip, crop, turn and brighten the training pictures at random (features cannot be kept then, so it takes longer)." };
        var onlyJfif = new Option<bool>("--only-jfif") { Description = "Leave out files without JFIF in their first ten bytes, as the TensorFlow data set cats_vs_dogs does." };
        var device = new Option<string>("--device") { Description = "Where to train: auto (a CUDA GPU where there is one, otherwise the CPU), cpu, cuda:0.", DefaultValueFactory = _ => Devices.Automatic };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for report.html, results.json and the trained models.", DefaultValueFactory = _ => new DirectoryInfo("results"), HelpName = "DIR" };

        var fresh = new Option<bool>("--fresh") { Description = "Train anew, also what an earlier run with the same pictures, settings and program has left in the output folder." };

        var command = new Command("compare", "Train from scratch, on frozen features and fine-tuned, and say what each is worth.")
        {
            data, backbone, weights, listBackbones, fraction, imageSize, epochs, batchSize, seeds, strategies, scratchRate, frozenRate, fineTuneRate, fineTuneFrom, balance, augment, onlyJfif, device, fresh, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            T Value<T>(Option<T> option) => parsed.GetValue(option)!;
            if (Value(listBackbones))
            {
                BackboneTable.Print();
                return 0;
            }

            string folderPath = Value(data)?.FullName ?? throw new UserMistakeException("Option '--data' is required. See --help.");
            AtLeastOne(Value(epochs), "--epochs");
            AtLeastOne(Value(batchSize), "--batch-size");
            AtLeastOne(Value(seeds), "--seeds");
            if (parsed.GetValue(imageSize) is < 32 or > 1024)
            {
                throw new UserMistakeException($"--image-size is {parsed.GetValue(imageSize)}; give 32 to 1024 pixels.");
            }

            string where = Devices.Open(Value(device)).ToString();   // before anything touches a tensor
            Weights preTrained = WeightsOf(Value(weights), Value(backbone));
            Backbone network = Value(backbone) is { } name ? Backbone.Named(name) : preTrained.Backbone;
            network = network.Name == preTrained.Backbone.Name ? preTrained.Backbone : network;   // with the width that the file tells
            if (parsed.GetValue(imageSize) < network.SmallestSize)
            {
                throw new UserMistakeException($"--image-size is {parsed.GetValue(imageSize)}; {network} needs at least {network.SmallestSize} pixels.");
            }

            var settings = new ComparisonSettings
            {
                Backbone = network,
                PreTrained = preTrained,
                ImageSize = parsed.GetValue(imageSize),
                Epochs = Value(epochs),
                BatchSize = Value(batchSize),
                Seeds = [.. Enumerable.Range(FirstSeed, Value(seeds))],
                Strategies = StrategiesOf(Value(strategies)),
                ScratchRate = Value(scratchRate) ?? network.ScratchRate,
                FrozenRate = Value(frozenRate) ?? network.FrozenRate,
                FineTuneRate = Value(fineTuneRate) ?? network.FineTuneRate,
                FineTuneFrom = Value(fineTuneFrom) ?? network.FineTuneFrom,
                BalanceClasses = Value(balance),
                Device = where,
                Store = Value(fresh) ? null : ComparisonRun.StoreOf(Value(output).FullName),
                Augmentation = Value(augment) ? Augmentation.Standard : Augmentation.None,
            };
            ImageFolder folder = OpenFolder(folderPath, Value(onlyJfif));
            folder = Value(fraction).Equals(1.0) ? folder : folder.Take(Value(fraction), FirstSeed);
            await ComparisonRun.RunAsync(folder, settings, Value(output).FullName, cancellation);
            return 0;
        });
        return command;
    }

    private static Weights WeightsOf(FileInfo? file, string? backbone)
    {
        if (file is not null)
        {
            return Weights.FromFile(file.FullName);
        }

        Backbone network = Backbone.Named(backbone ?? throw new UserMistakeException("Option '--weights' is required, or '--backbone' where its official weights have been fetched. See --help."));
        string path = Path.Combine(Repository.Root, "data", "weights", network.WeightsFile);
        return File.Exists(path)
            ? Weights.FromFile(path)
            : throw new UserMistakeException($"The weights of {network} are not here yet: run \"fetch weights {network.Name}\" once, or name a file with --weights.");
    }

    private static ImageFolder OpenFolder(string path, bool onlyJfif)
    {
        var clock = Stopwatch.StartNew();
        ImageFolder folder = ImageFolder.Open(path, onlyJfif);
        AnsiConsole.WriteLine($"{folder.Pictures.Count:N0} pictures of {string.Join(", ", folder.Classes)} in {path} ({clock.Elapsed.TotalSeconds:0.0} s)");
        LeftOutList.Print(folder.LeftOut);
        return folder;
    }

    private static void AtLeastOne(int value, string option)
    {
        if (value < 1)
        {
            throw new UserMistakeException($"{option} is {value}; give a number of at least 1.");
        }
    }

    private static Strategy[] StrategiesOf(string names)
    {
        return [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).Distinct().Order()];

        static Strategy Parse(string name) => name.ToLowerInvariant() switch
        {
            "scratch" => Strategy.Scratch,
            "frozen" => Strategy.Frozen,
            "fine-tuned" or "finetuned" => Strategy.FineTuned,
            _ => throw new UserMistakeException($"There is no strategy \"{name}\"; choose among scratch, frozen, fine-tuned."),
        };
    }
}
