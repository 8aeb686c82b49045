using System.CommandLine;
using SketchPets;
using TorchSharp;
using TransferLearning;
using static TorchSharp.torch;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab pretrain</c>, the author's: the sample's weights, trained on drawn things that are neither cats nor dogs.</summary>
internal static class PretrainCommand
{
    private const int Seed = 42, ImagesPerKind = 400;

    // Far from those of the sample, where the same seed would give a cat the pose and the place of an animal that was pre-trained on.
    private const long FirstDrawing = Seed * 1_000_000_007L;

    public static Command Create()
    {
        Option<string> name = Named("--backbone", "NAME", "Name of the network.", Sample.Backbones[0].Name);
        Option<double?> width = Named<double?>(
            "--width", "FACTOR", "Multiplies the channels of its layers; by default the sample's, or 1.");
        Option<bool> half = Named<bool>("--half", null, "Write the weights in half precision: a file half as large.");
        Command command = new(
            "pretrain",
            $"For authors: train the sample's network on {SketchWorld.Source.Kinds.Count} drawn things; goes on where it was stopped.")
        {
            name, width, half,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Backbone named = Backbone.Named(parsed.GetValue(name)!);
            double sampleWidth = Sample.Backbones.FirstOrDefault(backbone => backbone.Name == named.Name)?.Width ?? 1;
            Backbone backbone = named with { ImageSize = Sample.ImageSize, Width = parsed.GetValue(width) ?? sampleWidth };
            return Task.Run(() => RunAsync(backbone, parsed.GetValue(half), cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Backbone backbone, bool half, CancellationToken cancellation)
    {
        string folder = Path.Combine(Repository.Data, "sketch-world", $"{ImagesPerKind}"), output = Sample.WeightsOf(backbone);
        TrainingOptions options = new()
        {
            Name = "pre-training",
            Epochs = 20,
            LearningRate = 4e-3,
            BatchSize = 64,
            Seed = Seed,
            Optimizer = OptimizerKind.AdamW,
            WeightDecay = 0.01,
            Schedule = LearningRateSchedule.Cosine,
            WarmUpEpochs = 1,
            Augmentation = Augmentation.Standard,
            CheckpointFolder = Path.Combine(Repository.Root, "results", "pretraining", Path.GetFileNameWithoutExtension(output)),
        };
        LiveProgress progress = new("Pre-training");
        Sample.DrawFolder(folder, SketchWorld.Source, ImagesPerKind, FirstDrawing, progress, cancellation);
        Split split = ImageFolder.Open(folder).Split(0.9, 0.05, 0.05, Seed);
        using TransferModel model = TransferModel.Create(backbone, split.Classes, seed: Seed);
        await model.FitAsync(split, options, progress, cancellation);
        Evaluation test = model.Evaluate(split.Test, progress, cancellation);
        if (half)
        {
            double before = test.Accuracy;
            RoundToHalf(model);
            test = model.Evaluate(split.Test, progress, cancellation);   // of what is written
            Console.WriteLine($"Rounded to half precision: accuracy {before:0.000} became {test.Accuracy:0.000}.");
        }

        string recipe = $"{ImagesPerKind} images per kind, seed {Seed}, {options.Epochs} epochs, batches of {options.BatchSize}, "
            + $"AdamW {options.LearningRate} with weight decay {options.WeightDecay}, cosine, standard augmentation";
        Write(model, half ? float16 : float32, output, new Dictionary<string, string>
        {
            ["what"] = $"{backbone.Title} features, pre-trained on {split.Training.Count} drawings of {split.Classes.Count} kinds",
            ["backbone"] = backbone.Name,
            ["width"] = $"{backbone.Width}",
            ["image_size"] = $"{backbone.ImageSize}",
            ["recipe"] = recipe,
            ["source_test_accuracy"] = $"{test.Accuracy:0.000} on {split.Test.Count} held-out drawings",
            ["license"] = "MIT",
        });
        Console.WriteLine($"Held-out drawings of {split.Classes.Count} kinds: accuracy {test.Accuracy:0.000}. Written: {output}");
        return Program.Success;
    }

    // Statistics stay in full precision: they are few, and may be large.
    private static bool IsRounded(Tensor tensor) => tensor.dim() > 1;

    internal static void RoundToHalf(TransferModel model)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor tensor in model.state_dict().Values.Where(IsRounded))
        {
            tensor.copy_(tensor.to(float16));
        }
    }

    // The classifier stays behind: nobody asks for those kinds.
    private static void Write(TransferModel model, ScalarType precision, string path, Dictionary<string, string> notes)
    {
        using DisposeScope scope = NewDisposeScope();
        Safetensors.Write(path, model.BackboneState().ToDictionary(
            entry => entry.Key, entry => IsRounded(entry.Value) ? entry.Value.to(precision) : entry.Value), notes);
    }
}
