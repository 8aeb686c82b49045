using System.Diagnostics;
using TorchSharp;
using TransferLearning;

namespace Benchmarks;

/// <summary>How the suite grows: with pictures and epochs, and how long it takes to begin. Ours alone, no peer.</summary>
internal static class Limits
{
    private const int Turns = 5;

    /// <summary>Decoding and the frozen strategy with 1,000, 2,000 and 4,000 pictures, each in a process of its own: seconds and the most memory.</summary>
    public static void Pictures()
    {
        Console.WriteLine($"{"pictures",8}{"seconds",10}{"µs/picture",12}{"peak MB",10}");
        foreach (int count in new[] { 1000, 2000, 4000 })
        {
            using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["frozen-once", Photographs.Folder(count)]) { RedirectStandardOutput = true })!;
            string[] parts = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            double seconds = double.Parse(parts[0]);
            Console.WriteLine($"{count,8}{seconds,10:F1}{seconds / count * 1e6,12:F0}{double.Parse(parts[1]),10:F0}");
        }
    }

    /// <summary>One run of <see cref="Pictures"/>: prints seconds and the peak of the working set in MB.</summary>
    public static void FrozenOnce(string folder)
    {
        Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", Directory.CreateTempSubdirectory("benchmark-pixels").FullName);
        try
        {
            long start = Stopwatch.GetTimestamp();
            Split split = ImageFolder.Open(folder).Split(0.8, 0.1, 0.1, seed: 42);
            using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, split.Classes, Weights.None);
            model.FreezeBackbone();
            Trainer.FitAsync(model, split).GetAwaiter().GetResult();
            Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F2} {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0}");
        }
        finally
        {
            Directory.Delete(PixelCache.DefaultDirectory, recursive: true);
        }
    }

    /// <summary>Memory after each epoch of a training from scratch: tensors in use, and the process.</summary>
    public static void Memory()
    {
        Split split = ImageFolder.Open(Photographs.Folder(160)).Split(0.8, 0.1, 0.1, seed: 42);
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, split.Classes, Weights.None);
        Console.WriteLine($"{"epoch",5}{"tensors MB",12}{"process MB",12}");
        int seen = 0;
        Trainer.FitAsync(model, split, new TrainingOptions { Epochs = 8 }, new Told(report =>
        {
            if (report.Finished.Count > seen)
            {
                seen = report.Finished.Count;
                using Process self = Process.GetCurrentProcess();
                Console.WriteLine($"{seen,5}{MemoryPool.LiveBytes / 1e6,12:F1}{self.WorkingSet64 / 1e6,12:F0}");
            }
        })).GetAwaiter().GetResult();
    }

    /// <summary>Seconds from the start of the process to the end of the first training batch, pixels decoded before; five processes.</summary>
    public static void Start()
    {
        string folder = Photographs.Folder(160);
        ImageFolder.Open(folder).Pictures[0].ToString();
        var seconds = new List<double>();
        for (int turn = -1; turn < Turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["first-batch", folder]) { RedirectStandardOutput = true })!;
            if (process.StandardOutput.ReadLine() != "done")
            {
                throw new InvalidOperationException("The first batch did not come.");
            }

            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            process.WaitForExit();
        }

        Console.WriteLine($"start to first batch: {Comparison.Median(seconds.Skip(1)):F2} s (median of {Turns})");
    }

    /// <summary>One run of <see cref="Start"/>: says when the first batch is done.</summary>
    public static void FirstBatch(string folder)
    {
        Split split = ImageFolder.Open(folder).Split(0.8, 0.1, 0.1, seed: 42);
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, split.Classes, Weights.None);
        using var stop = new CancellationTokenSource();
        try
        {
            Trainer.FitAsync(model, split, new TrainingOptions { Epochs = 1 }, new Told(report =>
            {
                if (!stop.IsCancellationRequested && double.IsFinite(report.Loss))
                {
                    Console.WriteLine("done");
                    stop.Cancel();
                }
            }), stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // As wanted: one batch was enough.
        }
    }

    private sealed class Told(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}
