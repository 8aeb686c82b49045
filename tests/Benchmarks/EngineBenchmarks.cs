using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TorchSharp.Kernels;

namespace Benchmarks;

/// <summary>The engine's kernels at shapes of MobileNetV2 and ResNet-18, batch 32 at 160 px, under BenchmarkDotNet.</summary>
[Config(typeof(InThisProcess))]
public unsafe class EngineBenchmarks : IDisposable
{
    private readonly Buffers memory = new();

    private static ConvolutionShape Pointwise => new(32, 64, 10, 10, 384, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static ConvolutionShape Depthwise => new(32, 192, 20, 20, 192, 3, 3, 1, 1, 1, 1, 1, 1, 192);

    private static ConvolutionShape ThreeByThree => new(32, 64, 40, 40, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1);

    private static ConvolutionShape Stem => new(32, 3, 160, 160, 64, 7, 7, 2, 2, 3, 3, 1, 1, 1);

    [Benchmark(Description = "1×1, 64 → 384")]
    public void PointwiseForward() => Forward(Pointwise);

    [Benchmark(Description = "depthwise 3×3, 192")]
    public void DepthwiseForward() => Forward(Depthwise);

    [Benchmark(Description = "3×3, 64 → 64 (Winograd)")]
    public void ThreeByThreeForward() => Forward(ThreeByThree);

    [Benchmark(Description = "7×7 stride 2, 3 → 64")]
    public void StemForward() => Forward(Stem);

    [Benchmark(Description = "1×1 weight gradient")]
    public void PointwiseWeights()
    {
        ConvolutionShape s = Pointwise;
        Convolution.BackwardWeight(s, Input(s), Output(s), memory.Get(2, s.OutputChannels * s.PatchLength), null);
    }

    [Benchmark(Description = "GEMM 1024³")]
    public void SquareProduct()
    {
        const int n = 1024;
        Gemm.Multiply(false, false, n, n, n, 1, memory.Get(10, n * n), n, memory.Get(11, n * n), n, 0, memory.Get(12, n * n), n);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        memory.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Forward(in ConvolutionShape s) => Convolution.Forward(s, Input(s), memory.Get(2, s.OutputChannels * s.PatchLength), null, Output(s), Activation.ReLU6);

    private float* Input(in ConvolutionShape s) => memory.Get(0, (long)s.InputPixels * s.InputChannels);

    private float* Output(in ConvolutionShape s) => memory.Get(1, (long)s.OutputPixels * s.OutputChannels);

    /// <summary>A program of BenchmarkDotNet's own would have to restore packages; this one is built already.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
