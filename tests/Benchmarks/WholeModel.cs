using System.Diagnostics;
using TorchSharp.Kernels;

namespace Benchmarks;

/// <summary>MobileNetV2's blocks from the first to the last on bare memory, made-up weights: what the kernels alone allow, and which block takes how long.</summary>
internal static unsafe class WholeModel
{
    public static void Forward(int batch, int pixels, int rounds)
    {
        using var memory = new Buffers();
        var blocks = MobileNetV2Shapes.Layers(batch, pixels).GroupBy(layer => layer.Name.Split(' ')[0]).Select((block, index) => block.Select((layer, i) => new ChainStage
        {
            Shape = layer.Shape,
            Weight = memory.Get(100 + index * 10 + i, layer.Shape.OutputChannels * layer.Shape.PatchLength),
            Bias = memory.Get(99, 1280),
            Activation = layer.Name.EndsWith("project", StringComparison.Ordinal) ? Activation.None : Activation.ReLU6,
        }).ToArray()).ToArray();
        double[] best = [.. blocks.Select(_ => double.MaxValue)];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            float* input = memory.Get(0, (long)batch * 3 * pixels * pixels);
            for (int i = 0; i < blocks.Length; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                ConvolutionShape last = blocks[i][^1].Shape;
                float* output = memory.Get(1 + i % 2, (long)last.OutputPixels * last.OutputChannels);
                ConvolutionChain.Forward(blocks[i], input, output);
                input = output;
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(begin).TotalSeconds);
            }

            if (round > 0)
            {
                Console.WriteLine($"forward {batch / Stopwatch.GetElapsedTime(start).TotalSeconds:F1} pictures/s");
            }
        }

        Console.WriteLine($"{"block",5}{"ms",9}{"GFLOP/s",9}  (best of {rounds})");
        for (int i = 0; i < blocks.Length; i++)
        {
            double work = blocks[i].Sum(stage => 2e-9 * stage.Shape.OutputPixels * stage.Shape.OutputChannels * stage.Shape.PatchLength);
            Console.WriteLine($"{i,5}{best[i] * 1e3,9:F2}{work / best[i],9:F1}");
        }

        Console.WriteLine($"together {best.Sum() * 1e3:F1} ms, {batch / best.Sum():F1} pictures/s");
    }
}
