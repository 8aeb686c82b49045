using System.CommandLine;
using System.Diagnostics;
using Lab.Display;
using SketchPets;
using Spectre.Console;
using TorchSharp;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab pretrain</c>: makes the sample's pre-trained weights, on drawn things that are neither cats nor dogs.</summary>
internal static class PretrainCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--backbone") { Description = "Name of the network.", DefaultValueFactory = _ => SampleProfile.Backbone.Name, HelpName = "NAME" };
        var width = new Option<double?>("--width") { Description = "Multiplies the channels of its layers; by default the sample's." };
        var perKind = new Option<int>("--pictures") { Description = "Pictures of each kind.", DefaultValueFactory = _ => 400 };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training pictures.", DefaultValueFactory = _ => 20 };
        var learningRate = new Option<double>("--learning-rate") { Description = "Highest learning rate.", DefaultValueFactory = _ => 4e-3 };
        var batchSize = new Option<int>("--batch-size") { Description = "Pictures in a step.", DefaultValueFactory = _ => 64 };
        var seed = new Option<int>("--seed") { Description = "Seed of pictures, weights and order.", DefaultValueFactory = _ => 42 };
        var output = new Option<FileInfo>("--out") { Description = "The weights file to write; by default the one that ships.", HelpName = "FILE" };
        var command = new Command("pretrain", $"Train a backbone of the sample on {SketchWorld.Source.Kinds.Count} drawn kinds, none of them cat or dog; goes on where it was stopped.")
        {
            name, width, perKind, epochs, learningRate, batchSize, seed, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Backbone backbone = BackboneOf(parsed.GetValue(name)!, parsed.GetValue(width));
            string weights = parsed.GetValue(output)?.FullName ?? SampleProfile.WeightsPathOf(backbone);
            var options = new TrainingOptions
            {
                Name = "pre-training",
                Epochs = parsed.GetValue(epochs),
                LearningRate = parsed.GetValue(learningRate),
                BatchSize = parsed.GetValue(batchSize),
                Seed = parsed.GetValue(seed),
                ImageSize = SampleProfile.ImageSize,
                Optimizer = OptimizerKind.AdamW,
                WeightDecay = 0.01,
                Schedule = LearningRateSchedule.Cosine,
                WarmUpEpochs = 1,
                Augmentation = Augmentation.Standard,
                CheckpointDirectory = Path.Combine(Repository.Root, "results", "pretraining", Path.GetFileNameWithoutExtension(weights)),
            };
            return RunAsync(backbone, parsed.GetValue(perKind), options, weights, cancellation);
        });
        return command;
    }

    /// <summary>The sample's network of this name, or where it has none, the catalogue's.</summary>
    private static Backbone BackboneOf(string name, double? width)
    {
        Backbone named = Backbone.Named(name) with { ImageSize = SampleProfile.ImageSize };
        Backbone ofSample = SampleProfile.Backbones.FirstOrDefault(backbone => backbone.Name == named.Name) ?? named;
        return ofSample with { Width = width ?? ofSample.Width };
    }

    private static async Task<int> RunAsync(Backbone backbone, int perKind, TrainingOptions options, string output, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        string pictures = Path.Combine(Repository.Root, "data", "sketch-world");
        ImageFolder folder = await StepDisplay.ShowAsync(progress => Task.Run(
            () =>
            {
                DrawnFolder.Ensure(pictures, SketchWorld.Source, perKind, options.Seed, SampleProfile.ImageSize, progress, cancellation);
                return ImageFolder.Open(pictures);
            },
            cancellation));
        Split split = folder.Split(0.9, 0.05, 0.05, options.Seed);
        torch.random.manual_seed(options.Seed);
        using TransferModel model = TransferModel.Create(backbone, folder.Classes, Weights.None);
        History history = await TrainingDisplay.ShowAsync(progress => Trainer.FitAsync(model, split, options, progress, cancellation));
        Evaluation test = Trainer.Evaluate(model, split.Test, SampleProfile.ImageSize);
        AnsiConsole.WriteLine($"Held-out pictures of {folder.Classes.Count} kinds: {test}");

        Safetensors.Write(output, model.BackboneState, new Dictionary<string, string>
        {
            ["what"] = $"{backbone} features, pre-trained on {split.Training.Count} drawings of {folder.Classes.Count} kinds, none of them cat or dog",
            ["backbone"] = backbone.Name,
            ["width"] = backbone.Width.ToString("R"),
            ["image_size"] = SampleProfile.ImageSize.ToString(),
            ["seed"] = options.Seed.ToString(),
            ["recipe"] = $"{perKind} pictures a kind, {options.Epochs} epochs, batches of {options.BatchSize}, AdamW {options.LearningRate} with weight decay {options.WeightDecay}, cosine, standard augmentation",
            ["source_test_accuracy"] = $"{test.Accuracy:0.000} on {test.Scores.Count} held-out pictures",
            ["license"] = "MIT",
        });
        AnsiConsole.WriteLine($"{history.Epochs.Count} epochs, {clock.Elapsed.TotalMinutes:0.0} minutes. Written: {output} ({new FileInfo(output).Length:N0} bytes)");
        return 0;
    }
}
