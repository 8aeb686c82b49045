using System.Diagnostics;
using System.Runtime.Intrinsics;
using TorchSharp.Kernels;

namespace Benchmarks;

/// <summary>Each stage of MobileNetV2's training chains by itself: milliseconds, and GB/s of what it reads and writes at least once.</summary>
internal static unsafe class TrainingStages
{
    public static void Run(int batch, int pixels, string filter)
    {
        if (Lanes512.IsSupported)
        {
            Run<Lanes512, Vector512<float>>(batch, pixels, filter);
        }
        else if (Lanes256.IsSupported)
        {
            Run<Lanes256, Vector256<float>>(batch, pixels, filter);
        }
        else
        {
            Run<Lanes128, Vector128<float>>(batch, pixels, filter);
        }
    }

    private static void Run<TLanes, TVector>(int batch, int pixels, string filter)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        using var memory = new Buffers();
        double forward = 0, backward = 0;
        foreach (var block in MobileNetV2Shapes.Layers(batch, pixels).GroupBy(layer => layer.Name.Split(' ')[0]))
        {
            TrainingStage? previous = null;
            int i = 0;
            foreach ((string name, ConvolutionShape s) in block)
            {
                long inputs = (long)s.InputPixels * s.InputChannels, outputs = (long)s.OutputPixels * s.OutputChannels;
                var stage = new TrainingStage
                {
                    Shape = s,
                    Activation = name.EndsWith("project", StringComparison.Ordinal) ? Activation.None : Activation.ReLU6,
                    Weight = memory.Get(10, s.OutputChannels * s.PatchLength),
                    GradWeight = memory.Get(11, s.OutputChannels * s.PatchLength),
                    Raw = memory.Get(20 + i % 2, TrainingChain.RawLength(s)),
                    Mean = memory.Get(30 + i % 2, 1280),
                    InverseDeviation = memory.Get(32 + i % 2, 1280),
                    Epsilon = 1e-5f,
                };
                float* input = memory.Get(0, inputs), gradInput = memory.Get(2, 2 * inputs);
                Planes<TLanes, TVector> gradOutput = TrainingStep<TLanes, TVector>.Layout(stage, memory.Get(1, TrainingChain.RawLength(s)));
                double* sums = (double*)memory.Get(3, 4 * 1280), before = (double*)memory.Get(4, 4 * 1280);
                if (name.Contains(filter, StringComparison.Ordinal))
                {
                    double f = Best(() => TrainingStep<TLanes, TVector>.Forward(stage, previous, input, sums));
                    double b = Best(() => TrainingStep<TLanes, TVector>.Backward(stage, previous, input, gradOutput, gradInput, sums, before));
                    double operations = 2e-9 * s.OutputPixels * s.OutputChannels * s.PatchLength;
                    Console.WriteLine($"{name,-14}{s.OutputPixels,8}{s.InputChannels,6}{s.OutputChannels,6} forward {f * 1e3,7:F2} ms {operations / f,6:F1} GFLOP/s {(inputs + outputs) * 4e-9 / f,5:F1} GB/s"
                        + $"  backward {b * 1e3,7:F2} ms {2 * operations / b,6:F1} GFLOP/s {(2 * inputs + 2 * outputs) * 4e-9 / b,5:F1} GB/s");
                    forward += f;
                    backward += b;
                }

                previous = stage;
                i++;
            }
        }

        Console.WriteLine($"forward {forward * 1e3:F1} ms, backward {backward * 1e3:F1} ms");
    }

    private static double Best(Action run)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }
}
