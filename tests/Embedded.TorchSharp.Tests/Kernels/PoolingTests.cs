using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

/// <summary>Pooling against loops over every window. How sizes are rounded is held against PyTorch in the tests of the modules.</summary>
public unsafe class PoolingTests
{
    /// <summary>batch, channels, height, width, kernel, stride, padding, dilation, ceil mode.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, bool> Shapes => new()
    {
        { 2, 16, 8, 8, 2, 2, 0, 1, false }, { 2, 5, 9, 7, 3, 2, 1, 1, false }, { 1, 33, 10, 11, 3, 2, 1, 1, true }, { 1, 3, 12, 12, 3, 1, 1, 2, false },
        { 3, 8, 5, 5, 5, 5, 0, 1, false }, { 1, 20, 7, 9, 3, 3, 0, 1, true }, { 1, 1, 6, 6, 2, 3, 1, 1, true },
    };

    /// <summary>batch, channels, height, width, kernel, stride, padding, ceil mode: torch's mean has no dilation.</summary>
    public static TheoryData<int, int, int, int, int, int, int, bool> UndilatedShapes => new()
    {
        { 2, 16, 8, 8, 2, 2, 0, false }, { 2, 5, 9, 7, 3, 2, 1, false }, { 1, 33, 10, 11, 3, 2, 1, true }, { 3, 8, 5, 5, 5, 5, 0, false }, { 1, 1, 6, 6, 2, 3, 1, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_largest_of_each_window_and_its_gradient(int batch, int channels, int height, int width, int kernel, int stride, int padding, int dilation, bool ceil)
    {
        var s = new PoolingShape(batch, channels, height, width, kernel, kernel, stride, stride, padding, padding, dilation, dilation, ceil);
        float[] input = Numbers.Random(batch * height * width * channels, 1);
        int outputs = batch * s.OutputHeight * s.OutputWidth * channels;
        float[] gradient = Numbers.Random(outputs, 2), output = new float[outputs], gradInput = new float[input.Length];
        var indices = new int[outputs];
        double[] expected = new double[outputs], expectedGradient = new double[input.Length];
        Windows(s, (n, target, inside) =>
        {
            int best = inside[0];
            foreach (int source in inside)
            {
                best = input[source] > input[best] ? source : best;
            }

            expected[target] = input[best];
            expectedGradient[best] += gradient[target];
        });
        fixed (float* pi = input, po = output, pg = gradient, pd = gradInput)
        {
            fixed (int* px = indices)
            {
                Pooling.MaxForward(s, pi, po, px);
                Pooling.MaxBackward(s, pg, px, pd);
            }
        }

        Numbers.Close(expected, output, 0);
        Numbers.Close(expectedGradient, gradInput, 1e-6);
    }

    [Theory]
    [MemberData(nameof(UndilatedShapes))]
    public void The_mean_of_each_window_and_its_gradient(int batch, int channels, int height, int width, int kernel, int stride, int padding, bool ceil)
    {
        var s = new PoolingShape(batch, channels, height, width, kernel, kernel, stride, stride, padding, padding, 1, 1, ceil);
        float[] input = Numbers.Random(batch * height * width * channels, 1);
        int outputs = batch * s.OutputHeight * s.OutputWidth * channels;
        float[] gradient = Numbers.Random(outputs, 2), output = new float[outputs], gradInput = new float[input.Length];
        double[] expected = new double[outputs], expectedGradient = new double[input.Length];
        Windows(s, (n, target, inside) =>
        {
            expected[target] = inside.Average(source => (double)input[source]);
            inside.ForEach(source => expectedGradient[source] += gradient[target] / (double)inside.Count);
        });
        fixed (float* pi = input, po = output, pg = gradient, pd = gradInput)
        {
            Pooling.AverageForward(s, false, 0, pi, po);
            Pooling.AverageBackward(s, false, 0, pg, pd);
        }

        Numbers.Close(expected, output, 1e-6);
        Numbers.Close(expectedGradient, gradInput, 1e-6);
    }

    [Theory]
    [InlineData(5, 5, 1, 1)]
    [InlineData(7, 9, 3, 2)]
    [InlineData(2, 3, 4, 6)]
    public void Adaptive_windows_cover_the_picture(int height, int width, int outputHeight, int outputWidth)
    {
        const int Batch = 2, Channels = 19;
        float[] input = Numbers.Random(Batch * height * width * Channels, 1), gradient = Numbers.Random(Batch * outputHeight * outputWidth * Channels, 2);
        float[] output = new float[gradient.Length], gradInput = new float[input.Length];
        double[] expected = new double[output.Length], expectedGradient = new double[input.Length];
        for (int target = 0; target < output.Length; target++)
        {
            int c = target % Channels, ox = target / Channels % outputWidth, oy = target / Channels / outputWidth % outputHeight, n = target / (Channels * outputWidth * outputHeight);
            int top = (int)Math.Floor((double)oy * height / outputHeight), bottom = (int)Math.Ceiling((oy + 1.0) * height / outputHeight);
            int left = (int)Math.Floor((double)ox * width / outputWidth), right = (int)Math.Ceiling((ox + 1.0) * width / outputWidth);
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    int source = ((n * height + y) * width + x) * Channels + c;
                    double share = 1.0 / ((bottom - top) * (right - left));
                    expected[target] += input[source] * share;
                    expectedGradient[source] += gradient[target] * share;
                }
            }
        }

        fixed (float* pi = input, po = output, pg = gradient, pd = gradInput)
        {
            Pooling.AdaptiveAverageForward(Batch, Channels, height, width, outputHeight, outputWidth, pi, po);
            Pooling.AdaptiveAverageBackward(Batch, Channels, height, width, outputHeight, outputWidth, pg, pd);
        }

        Numbers.Close(expected, output, 1e-6);
        Numbers.Close(expectedGradient, gradInput, 1e-6);
    }

    /// <summary>For every output number: picture, its place, and the places of the inputs in its window.</summary>
    private static void Windows(PoolingShape s, Action<int, int, List<int>> visit)
    {
        for (int target = 0; target < s.Batch * s.OutputHeight * s.OutputWidth * s.Channels; target++)
        {
            int c = target % s.Channels, ox = target / s.Channels % s.OutputWidth, oy = target / s.Channels / s.OutputWidth % s.OutputHeight;
            int n = target / (s.Channels * s.OutputWidth * s.OutputHeight);
            var inside = new List<int>();
            for (int ky = 0; ky < s.KernelHeight; ky++)
            {
                for (int kx = 0; kx < s.KernelWidth; kx++)
                {
                    int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight, x = ox * s.StrideWidth - s.PaddingWidth + kx * s.DilationWidth;
                    if (y >= 0 && y < s.InputHeight && x >= 0 && x < s.InputWidth)
                    {
                        inside.Add(((n * s.InputHeight + y) * s.InputWidth + x) * s.Channels + c);
                    }
                }
            }

            visit(n, target, inside);
        }
    }
}
