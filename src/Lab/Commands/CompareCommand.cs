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
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder with one sub-folder of pictures (JPEG, PNG) per class, or with train/validation[/test] folders of such.", Required = true, HelpName = "DIR" };
        var weights = new Option<FileInfo>("--weights") { Description = "Pre-trained weights of the backbone with torchvision's names: safetensors, or PyTorch's .pth.", Required = true, HelpName = "FILE" };
        var fraction = new Option<double>("--fraction") { Description = "Share of the pictures to use, drawn from every class alike.", DefaultValueFactory = _ => 1.0 };
        var imageSize = new Option<int?>("--image-size") { Description = "Width and height of the pictures in pixels; by default what the weights were made for (160 for MobileNetV2)." };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training pictures, for every strategy.", DefaultValueFactory = _ => 10 };
        var batchSize = new Option<int>("--batch-size") { Description = "Pictures in a step.", DefaultValueFactory = _ => 32 };
        var seeds = new Option<int>("--seeds") { Description = $"How many whole comparisons to run, from seed {FirstSeed} upwards; 3 or more give an interval over seeds.", DefaultValueFactory = _ => 1 };
        var strategies = new Option<string>("--strategies") { Description = "Which to run, with commas: scratch, frozen, fine-tuned.", DefaultValueFactory = _ => "scratch,frozen,fine-tuned" };
        var scratchRate = new Option<double>("--scratch-rate") { Description = "Learning rate from scratch.", DefaultValueFactory = _ => 1e-3 };
        var frozenRate = new Option<double>("--frozen-rate") { Description = "Learning rate of the classifier on frozen features.", DefaultValueFactory = _ => 1e-3 };
        var fineTuneRate = new Option<double>("--fine-tune-rate") { Description = "Learning rate of fine-tuning.", DefaultValueFactory = _ => 1e-4 };
        var fineTuneFrom = new Option<string>("--fine-tune-from") { Description = "The layer from which fine-tuning learns.", DefaultValueFactory = _ => Backbone.MobileNetV2.FineTuneFrom };
        var augment = new Option<bool>("--augment") { Description = "Flip, crop, turn and brighten the training pictures at random (features cannot be kept then, so it takes longer)." };
        var onlyJfif = new Option<bool>("--only-jfif") { Description = "Leave out files without JFIF in their first ten bytes, as the TensorFlow data set cats_vs_dogs does." };
        var device = new Option<string>("--device") { Description = "Where to train: auto (a CUDA GPU where there is one, otherwise the CPU), cpu, cuda:0.", DefaultValueFactory = _ => Devices.Automatic };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for report.html, results.json and the trained models.", DefaultValueFactory = _ => new DirectoryInfo("results"), HelpName = "DIR" };

        var fresh = new Option<bool>("--fresh") { Description = "Train anew, also what an earlier run with the same pictures, settings and program has left in the output folder." };

        var command = new Command("compare", "Train from scratch, on frozen features and fine-tuned, and say what each is worth.")
        {
            data, weights, fraction, imageSize, epochs, batchSize, seeds, strategies, scratchRate, frozenRate, fineTuneRate, fineTuneFrom, augment, onlyJfif, device, fresh, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            T Value<T>(Option<T> option) => parsed.GetValue(option)!;
            AtLeastOne(Value(epochs), "--epochs");
            AtLeastOne(Value(batchSize), "--batch-size");
            AtLeastOne(Value(seeds), "--seeds");
            if (parsed.GetValue(imageSize) is < 32 or > 1024)
            {
                throw new UserMistakeException($"--image-size is {parsed.GetValue(imageSize)}; give 32 to 1024 pixels.");
            }

            string where = Devices.Open(Value(device)).ToString();   // before anything touches a tensor
            Weights preTrained = Weights.FromFile(Value(weights).FullName);
            var settings = new ComparisonSettings
            {
                Backbone = preTrained.Backbone,
                PreTrained = preTrained,
                ImageSize = parsed.GetValue(imageSize),
                Epochs = Value(epochs),
                BatchSize = Value(batchSize),
                Seeds = [.. Enumerable.Range(FirstSeed, Value(seeds))],
                Strategies = StrategiesOf(Value(strategies)),
                ScratchRate = Value(scratchRate),
                FrozenRate = Value(frozenRate),
                FineTuneRate = Value(fineTuneRate),
                FineTuneFrom = Value(fineTuneFrom),
                Device = where,
                Store = Value(fresh) ? null : ComparisonRun.StoreOf(Value(output).FullName),
                Augmentation = Value(augment) ? Augmentation.Standard : Augmentation.None,
            };
            ImageFolder folder = OpenFolder(Value(data).FullName, Value(onlyJfif));
            folder = Value(fraction).Equals(1.0) ? folder : folder.Take(Value(fraction), FirstSeed);
            await ComparisonRun.RunAsync(folder, settings, Value(output).FullName, cancellation);
            return 0;
        });
        return command;
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
