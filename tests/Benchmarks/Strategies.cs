using System.Diagnostics;
using TorchSharp;
using TransferLearning;

namespace Benchmarks;

/// <summary>
/// The suite's own work, through its own API, on a scaled protocol: fewer pictures than the real experiment, all of its 10 epochs. pytorch_peer.py does the same
/// the way its users do: pixels in memory, the whole network in every epoch.
/// </summary>
internal static class Strategies
{
    private const int Epochs = 10;

    /// <summary>Training a head on frozen features, or from the fine-tuning boundary, with validation every epoch; decoded pixels are there. Pictures × epochs a second.</summary>
    public static void Train(string name, string folder, int rounds)
    {
        Split split = ImageFolder.Open(folder).Split(0.8, 0.1, 0.1, seed: 42);
        Measure(name, split.Training.Count * Epochs, rounds, () =>
        {
            torch.random.manual_seed(1);
            using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, split.Classes, Weights.None);
            if (name == "frozen")
            {
                model.FreezeBackbone();
            }
            else
            {
                model.UnfreezeFrom(Backbone.MobileNetV2.FineTuneFrom);
            }

            Trainer.FitAsync(model, split, new TrainingOptions { Epochs = Epochs, LearningRate = 1e-4 }).GetAwaiter().GetResult();
        });
    }

    /// <summary>From files to the report's numbers: decoding, all three strategies, validation every epoch and the test at the end. Pictures a second.</summary>
    public static void All(string folder, int rounds) => Measure("strategies", ImageFolder.Open(folder).Pictures.Count, rounds, () => WithFreshCache(() =>
        Experiment.CompareAsync(ImageFolder.Open(folder), new ComparisonSettings { PreTrained = Weights.None, Epochs = Epochs }).GetAwaiter().GetResult()));

    /// <summary>Decoding JPEG files and resizing to 160 × 160, all cores. Pictures a second.</summary>
    public static void Decode(string folder, int rounds)
    {
        ImageFolder pictures = ImageFolder.Open(folder);
        Measure("decode", pictures.Pictures.Count, rounds, () => WithFreshCache(() =>
        {
            using var cache = PixelCache.Open(pictures.Pictures, 160);
        }));
    }

    private static void WithFreshCache(Action run)
    {
        string cache = Directory.CreateTempSubdirectory("benchmark-pixels").FullName;
        string? before = Environment.GetEnvironmentVariable("TRANSFER_LEARNING_CACHE");
        Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", cache);
        try
        {
            run();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", before);
            Directory.Delete(cache, recursive: true);
        }
    }

    // The first round, which compiles and fills caches, does not count.
    private static void Measure(string name, double amount, int rounds, Action run)
    {
        for (int round = -1; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            if (round >= 0)
            {
                Console.WriteLine($"{name} {amount / Stopwatch.GetElapsedTime(start).TotalSeconds:F2}");
            }
        }
    }
}
