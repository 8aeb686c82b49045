using System.Diagnostics;
using TorchSharp;
using TorchSharp.Kernels;
using TorchSharp.Modules;
using TransferLearning;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Speed through the public API, and of matrix products at the model's shapes: one line a round, name and speed (more is better), as pytorch_peer.py prints.</summary>
internal static class ModelSpeed
{
    public static void Forward(int batch, int pixels, int rounds) => Forward("forward", MobileNetV2.Create(), batch, pixels, rounds);

    /// <summary>A network of the catalogue, to its features.</summary>
    public static void Features(string name, int batch, int pixels, int rounds)
    {
        TransferModel model = TransferModel.Create(Backbone.Named(name), ["cat", "dog"], Weights.None);
        Forward(name, model, batch, pixels, rounds);
    }

    private static void Forward(string name, nn.Module<Tensor, Tensor> net, int batch, int pixels, int rounds)
    {
        using nn.Module<Tensor, Tensor> owned = net;
        net.eval();
        using Tensor x = randn(batch, 3, pixels, pixels);
        using IDisposable mode = inference_mode();
        Measure(name, batch, rounds, () => net.call(x).Dispose());
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

    public static unsafe void Gemm(int batch, int pixels, int rounds)
    {
        using var memory = new Buffers();
        var products = MobileNetV2Shapes.Layers(batch, pixels).Select(layer => layer.Shape).Where(shape => shape.IsPointwise).ToArray();
        double work = products.Sum(s => 2e-9 * s.OutputPixels * s.OutputChannels * s.InputChannels);
        for (int i = 0; i < products.Length; i++)
        {
            ConvolutionShape s = products[i];
            memory.Get(5 * i, (long)s.OutputPixels * s.InputChannels);
            memory.Get(5 * i + 1, (long)s.OutputPixels * s.OutputChannels);
            memory.Get(5 * i + 2, (long)s.OutputChannels * s.InputChannels);
        }

        Each("gemm-forward", (s, x, y, w) => TorchSharp.Kernels.Convolution.Forward(s, x, w, null, y));
        Each("gemm-input", (s, x, y, w) => TorchSharp.Kernels.Convolution.BackwardInput(s, y, w, x));
        Each("gemm-weight", (s, x, y, w) => TorchSharp.Kernels.Convolution.BackwardWeight(s, x, y, w, null));

        void Each(string name, Product product) => Measure(name, work, rounds, () =>
        {
            for (int i = 0; i < products.Length; i++)
            {
                product(products[i], memory.Get(5 * i, 0), memory.Get(5 * i + 1, 0), memory.Get(5 * i + 2, 0));
            }
        });
    }

    private unsafe delegate void Product(ConvolutionShape shape, float* input, float* output, float* weight);

    // Two rounds and two seconds to warm up, while the compiler still works in the background; then the rounds asked for, and more of them until a second is full.
    // pytorch_peer.py does the same.
    private static void Measure(string name, double amount, int rounds, Action run)
    {
        Repeat(2, TimeSpan.FromSeconds(2), run, _ => { });
        Repeat(rounds, TimeSpan.FromSeconds(1), run, seconds => Console.WriteLine($"{name} {amount / seconds:F2}"));
    }

    private static void Repeat(int rounds, TimeSpan duration, Action run, Action<double> done)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < rounds || Stopwatch.GetElapsedTime(begin) < duration; round++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            done(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
