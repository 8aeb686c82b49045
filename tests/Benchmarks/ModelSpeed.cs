using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Whole-model speed through the public API, in pictures per second, one line a round (the first is warming up and not printed).</summary>
internal static class ModelSpeed
{
    public static void Forward(int batch, int pixels, int rounds)
    {
        using Sequential net = MobileNetV2.Create();
        net.eval();
        using Tensor x = randn(batch, 3, pixels, pixels);
        using IDisposable mode = inference_mode();
        Measure("forward", batch, rounds, () => net.call(x).Dispose());
    }

    public static void Step(int batch, int pixels, int rounds)
    {
        using Sequential net = MobileNetV2.Create();
        net.train();
        using Tensor x = randn(batch, 3, pixels, pixels), y = randint(0, 2, [batch, 1]).to(ScalarType.Float32);
        using var optimizer = optim.Adam(net.parameters(), 1e-3);
        Measure("step", batch, rounds, () =>
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.binary_cross_entropy_with_logits(net.call(x), y).backward();
            optimizer.step();
        });
    }

    private static void Measure(string name, int batch, int rounds, Action run)
    {
        var process = Process.GetCurrentProcess();
        for (int round = -2; round < rounds; round++)
        {
            process.Refresh();
            TimeSpan cpu = process.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            run();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            process.Refresh();
            if (round >= 0)
            {
                Console.WriteLine($"{name} {batch / seconds:F1} pictures/s, {(process.TotalProcessorTime - cpu).TotalSeconds / batch * 1e3:F1} ms of processor each");
            }
        }
    }
}
