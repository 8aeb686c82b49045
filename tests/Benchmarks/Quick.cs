using System.Diagnostics;
using TorchSharp.Kernels;

namespace Benchmarks;

/// <summary>Each kernel at the model's own shapes, a few milliseconds each: GFLOP/s and GB/s of what must be read and written at least once.</summary>
internal static unsafe class Quick
{
    public static void Run(string filter, int batch, int pixels)
    {
        Console.WriteLine($"{Workers.Count} workers, {(Lanes512.IsSupported ? 512 : Lanes256.IsSupported ? 256 : 128)} bits, {pixels} px, batch {batch}");
        Console.WriteLine($"{"kernel",-28}{"pixels",8}{"in",6}{"out",6}{"ms",9}{"GFLOP/s",9}{"GB/s",7}");
        var totals = new SortedDictionary<string, double>();
        using var memory = new Buffers();
        foreach ((string name, ConvolutionShape s) in MobileNetV2Shapes.Layers(batch, pixels))
        {
            long inputs = (long)s.InputPixels * s.InputChannels, outputs = (long)s.OutputPixels * s.OutputChannels, weights = (long)s.OutputChannels * s.PatchLength;
            double operations = 2.0 * s.OutputPixels * s.OutputChannels * s.PatchLength, bytes = 4.0 * (inputs + outputs + weights);
            float* input = memory.Get(0, inputs), output = memory.Get(1, outputs), weight = memory.Get(2, weights), extra = memory.Get(3, Math.Max(inputs, outputs)), small = memory.Get(4, 8 * 1280);
            string kind = name.Split(' ')[1];
            Report("forward", () => Convolution.Forward(s, input, weight, small, output, Activation.ReLU6), operations, bytes);
            Report("backward input", () => Convolution.BackwardInput(s, output, weight, extra), operations, bytes);
            Report("backward weight", () => Convolution.BackwardWeight(s, input, output, weight, null), operations, bytes);
            int rows = s.OutputPixels, channels = s.OutputChannels;
            Report("norm forward", () => BatchNormalization.ForwardTraining(rows, channels, output, small, small + 1280, extra, small + 2560, small + 3840, small + 5120, small + 6400, 0.1f, 1e-5f, Activation.ReLU6), 0, 12.0 * outputs);
            Report("norm backward", () => BatchNormalization.BackwardTraining(rows, channels, output, extra, output, small, small + 2560, small + 3840, extra, small + 5120, small + 6400, Activation.ReLU6), 0, 24.0 * outputs);

            void Report(string pass, Action run, double flops, double traffic)
            {
                string full = $"{name} {pass}";
                if (!full.Contains(filter, StringComparison.Ordinal))
                {
                    return;
                }

                double seconds = Best(run);
                string group = $"{pass} {kind}";
                totals[group] = totals.GetValueOrDefault(group) + seconds * 1e3;
                Console.WriteLine($"{full,-28}{s.OutputPixels,8}{s.InputChannels,6}{s.OutputChannels,6}{seconds * 1e3,9:F3}{flops / seconds / 1e9,9:F1}{traffic / seconds / 1e9,7:F1}");
            }
        }

        foreach ((string group, double milliseconds) in totals)
        {
            Console.WriteLine($"{group,-28}{milliseconds,9:F2} ms");
        }
    }

    /// <summary>Best of several runs: these machines are shared, and what disturbs only ever adds.</summary>
    private static double Best(Action run)
    {
        run();
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20 && (i < 3 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 40); i++)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }
}
