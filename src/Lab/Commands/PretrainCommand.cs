using System.CommandLine;
using SketchPets;
using TorchSharp;
using TransferLearning;
using static TorchSharp.torch;

namespace Lab.Commands;

/// <summary><c>Lab pretrain</c>, the author's: the sample's weights, trained on drawn things that are neither cats nor dogs.</summary>
internal static class PretrainCommand
{
    private const int Seed = 42;

    // Far from those of the sample, where the same seed would give a cat the pose and the place of an animal that was pre-trained on.
    private const long FirstDrawing = Seed * 1_000_000_007L;

    public static Command Create()
    {
        Option<string> name = new("--backbone")
        {
            Description = "Name of the network.", HelpName = "NAME", DefaultValueFactory = _ => Sample.Backbones[0].Name,
        };
        Option<double?> width = new("--width") { Description = "Multiplies the channels of its layers; by default the sample's, or 1." };
        Option<int> perKind = new("--images") { Description = "Images per kind.", DefaultValueFactory = _ => 400 };
        Option<int> epochs = new("--epochs") { Description = "Passes over the training images.", DefaultValueFactory = _ => 20 };
        Option<double> rate = new("--learning-rate") { Description = "Highest learning rate.", DefaultValueFactory = _ => 4e-3 };
        Option<bool> half = new("--half") { Description = "Write the weights in half precision: half as long a file." };
        Option<FileInfo?> output = new("--output") { Description = "The file to write; by default the one that ships.", HelpName = "FILE" };
        LabCommand command = new(
            "pretrain",
            $"Train a network of the sample on {SketchWorld.Source.Kinds.Count} drawn kinds, no cat or dog; goes on where it was stopped.",
            "--backbone mobilenet_v3_small --half")
        {
            name, width, perKind, epochs, rate, half, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Backbone named = Backbone.Named(parsed.GetValue(name)!);
            double sampleWidth = Sample.Backbones.FirstOrDefault(backbone => backbone.Name == named.Name)?.Width ?? 1;
            Backbone backbone = named with { ImageSize = Sample.ImageSize, Width = parsed.GetValue(width) ?? sampleWidth };
            string path = parsed.GetValue(output)?.FullName ?? Sample.WeightsOf(backbone);
            TrainingOptions options = new()
            {
                Name = "pre-training",
                Epochs = parsed.GetValue(epochs),
                LearningRate = parsed.GetValue(rate),
                BatchSize = 64,
                Seed = Seed,
                Optimizer = OptimizerKind.AdamW,
                WeightDecay = 0.01,
                Schedule = LearningRateSchedule.Cosine,
                WarmUpEpochs = 1,
                Augmentation = Augmentation.Standard,
                CheckpointFolder = Path.Combine(Repository.Root, "results", "pretraining", Path.GetFileNameWithoutExtension(path)),
            };
            return RunAsync(backbone, parsed.GetValue(perKind), options, path, parsed.GetValue(half), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Backbone backbone, int perKind, TrainingOptions options, string output, bool half, CancellationToken cancellation)
    {
        string folder = Path.Combine(Repository.Data, "sketch-world", $"{perKind}");
        (Evaluation test, int images, int kinds) = await Display.ShowAsync(async display =>
        {
            await Task.Run(() => Sample.DrawFolder(folder, SketchWorld.Source, perKind, FirstDrawing, display, cancellation), cancellation);
            Split split = ImageFolder.Open(folder).Split(0.9, 0.05, 0.05, Seed);
            using TransferModel model = TransferModel.Create(backbone, split.Classes, seed: Seed);
            await model.FitAsync(split, options, display, cancellation);
            Evaluation evaluation = model.Evaluate(split.Test, display, cancellation);
            string recipe = $"{perKind} images per kind, seed {Seed}, {options.Epochs} epochs, batches of {options.BatchSize}, "
                + $"AdamW {options.LearningRate} with weight decay {options.WeightDecay}, cosine, standard augmentation";
            Write(model, half, output, new Dictionary<string, string>
            {
                ["what"] = $"{backbone.Title} features, pre-trained on {split.Training.Count} drawings of {split.Classes.Count} kinds",
                ["backbone"] = backbone.Name,
                ["width"] = $"{backbone.Width}",
                ["image_size"] = $"{backbone.ImageSize}",
                ["recipe"] = recipe,
                ["source_test_accuracy"] = $"{evaluation.Accuracy:0.000} on {split.Test.Count} held-out drawings",
                ["license"] = "MIT",
            });
            return (evaluation, split.Training.Count, split.Classes.Count);
        });
        Console.WriteLine($"Held-out drawings of {kinds} kinds: accuracy {test.Accuracy:0.000} after training on {images:N0}.");
        Console.WriteLine($"Written: {output} ({new FileInfo(output).Length:N0} bytes)");
        return Program.Success;
    }

    // The classifier stays behind: nobody asks for those kinds. Statistics stay in full precision: they are few, and may be large.
    private static void Write(TransferModel model, bool half, string path, Dictionary<string, string> notes)
    {
        using DisposeScope scope = NewDisposeScope();
        string[] blocks = [.. model.Blocks.Select(block => block + ".")];
        Dictionary<string, Tensor> backbone = model.state_dict()
            .Where(entry => blocks.Any(block => entry.Key.StartsWith(block, StringComparison.Ordinal)))
            .ToDictionary(entry => entry.Key, entry => half && entry.Value.dim() > 1 ? entry.Value.to(float16) : entry.Value);
        Safetensors.Write(path, backbone, notes);
    }
}
