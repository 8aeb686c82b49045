using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>A second of work on a device: does it compute what PyTorch computes, and how fast?</summary>
/// <param name="IsRight">Whether the convolution and the training step gave PyTorch's numbers.</param>
/// <param name="Problem">What did not; null when all did.</param>
/// <param name="GigaFlops">Billions of float32 operations a second in a 3×3 convolution, a multiply-add counted as two.</param>
public sealed record SelfTest(bool IsRight, string? Problem, double GigaFlops)
{
    private const double Seconds = 0.6;

    // TF32 keeps ten bits of a factor.
    private const double Tolerance = 1e-3;

    // From tests/TransferLearning.Tests/Diagnosis/record_self_test.py, PyTorch 1.13.
    private static readonly float[] Convolved =
        [-4, -4, 4, 3, -1, -2, 9, -11, 2, 14, -3, 5, -8, 11, -3, -10, 7, 0, -3, 5, -1, -8, 0, 9, -15, -11, 18, -14, 6, 4, 5, 10];
    private static readonly float[] Learned = [0.876524f, 0.516356f, 0.535086f, -0.122974f, 0.112055f];   // loss before and after, two weights, bias

    /// <summary>Runs it.</summary>
    /// <param name="device">Where.</param>
    public static SelfTest Run(Device device)
    {
        string? problem = Difference("a convolution", Convolved, Convolve(device)) ?? Difference("a training step", Learned, Learn(device));
        return new SelfTest(problem is null, problem, problem is null ? Measure(device) : double.NaN);
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => IsRight
        ? $"passed: a convolution and a training step give PyTorch's numbers; {GigaFlops:N0} GFLOP/s in a 3×3 convolution"
        : $"FAILED: {Problem}";

    /// <summary>Says where numbers differ; null when they do not.</summary>
    internal static string? Difference(string what, float[] expected, float[] found)
    {
        for (int place = 0; place < expected.Length; place++)
        {
            if (!(Math.Abs(expected[place] - found[place]) <= Tolerance * Math.Max(1, Math.Abs(expected[place]))))
            {
                return $"{what} gives {found[place]} in place {place} where PyTorch gives {expected[place]}";
            }
        }

        return null;
    }

    private static float[] Convolve(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor picture = tensor(Pattern(32, 7, -3), [1, 2, 4, 4], device: device), kernel = tensor(Pattern(36, 5, -2), [2, 2, 3, 3], device: device);
        return functional.conv2d(picture, kernel, padding: [1, 1]).cpu().data<float>().ToArray();

        static float[] Pattern(int count, int period, int shift) => [.. Enumerable.Range(0, count).Select(i => (float)(i % period + shift))];
    }

    private static float[] Learn(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = tensor(new[] { 1f, 2f, -1f, 0.5f, 0f, -2f, 3f, 1f }, [4, 2], device: device), truth = tensor(new[] { 1f, 0f, 0f, 1f }, device: device);
        using var weight = new Parameter(tensor(new[] { 0.25f, -0.5f }, [1, 2], device: device));
        using var bias = new Parameter(tensor(new[] { 0.125f }, device: device));
        using SGD optimizer = optim.SGD([weight, bias], 0.5);
        Tensor before = Loss();
        before.backward();
        optimizer.step();
        using IDisposable noGradient = no_grad();
        return [before.item<float>(), Loss().item<float>(), .. weight.cpu().data<float>(), bias.item<float>()];

        Tensor Loss() => functional.binary_cross_entropy_with_logits(functional.linear(rows, weight, bias).squeeze(1), truth);
    }

    private static double Measure(Device device)
    {
        const long Pictures = 8, Channels = 64, Size = 56;
        const double Operations = 2.0 * Pictures * Channels * Channels * 9 * Size * Size;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor pictures = ones([Pictures, Channels, Size, Size], device: device), kernel = ones([Channels, Channels, 3, 3], device: device);
        Times(3);   // warm: code is compiled, memory is there
        int times = 1;
        double seconds = Times(times);
        while (seconds < Seconds)
        {
            times = Math.Max(times + 1, (int)(times * Math.Min(Seconds / seconds * 1.1, 100)));
            seconds = Times(times);
        }

        return Operations * times / seconds / 1e9;

        double Times(int count)
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < count; i++)
            {
                functional.conv2d(pictures, kernel, padding: [1, 1]).Dispose();
            }

            if (device.type == DeviceType.CUDA)
            {
                cuda.synchronize(device);
            }

            return clock.Elapsed.TotalSeconds;
        }
    }
}
