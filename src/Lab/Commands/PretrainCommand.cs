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
        var perKind = new Option<int>("--pictures") { Description = "Pictures of each kind.", DefaultValueFactory = _ => 400 };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training pictures.", DefaultValueFactory = _ => 20 };
        var learningRate = new Option<double>("--learning-rate") { Description = "Highest learning rate.", DefaultValueFactory = _ => 4e-3 };
        var batchSize = new Option<int>("--batch-size") { Description = "Pictures in a step.", DefaultValueFactory = _ => 64 };
        var seed = new Option<int>("--seed") { Description = "Seed of pictures, weights and order.", DefaultValueFactory = _ => 42 };
        var output = new Option<FileInfo>("--out") { Description = "The weights file to write.", DefaultValueFactory = _ => new FileInfo(SampleProfile.WeightsPath), HelpName = "FILE" };
        var command = new Command("pretrain", $"Train the sample's backbone on {SketchWorld.Source.Kinds.Count} drawn kinds, none of them cat or dog; goes on where it was stopped.")
        {
            perKind, epochs, learningRate, batchSize, seed, output,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(perKind),
            new TrainingOptions
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
                CheckpointDirectory = Path.Combine(Repository.Root, "results", "pretraining"),
            },
            parsed.GetValue(output)!.FullName,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int perKind, TrainingOptions options, string output, CancellationToken cancellation)
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
        using TransferModel model = TransferModel.Create(SampleProfile.Backbone, folder.Classes, Weights.None);
        History history = await TrainingDisplay.ShowAsync(progress => Trainer.FitAsync(model, split, options, progress, cancellation));
        Evaluation test = Trainer.Evaluate(model, split.Test, SampleProfile.ImageSize);
        AnsiConsole.WriteLine($"Held-out pictures of {folder.Classes.Count} kinds: {test}");

        var features = model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal));
        Safetensors.Write(output, features, new Dictionary<string, string>
        {
            ["what"] = $"{SampleProfile.Backbone} features, pre-trained on {split.Training.Count} drawings of {folder.Classes.Count} kinds, none of them cat or dog",
            ["backbone"] = SampleProfile.Backbone.Name,
            ["width"] = SampleProfile.Backbone.Width.ToString("R"),
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
