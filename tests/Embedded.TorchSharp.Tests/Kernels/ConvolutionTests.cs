using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public unsafe class ConvolutionTests
{
    /// <summary>batch, input channels, height, width, output channels, kernel h × w, stride h × w, padding h × w, dilation h × w, groups.</summary>
    public static TheoryData<int[]> Shapes => new()
    {
        new[] { 2, 3, 11, 9, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1 },
        new[] { 1, 16, 7, 7, 24, 1, 1, 1, 1, 0, 0, 1, 1, 1 },
        new[] { 3, 24, 5, 6, 17, 1, 1, 1, 1, 0, 0, 1, 1, 1 },
        new[] { 2, 8, 9, 10, 20, 1, 1, 2, 2, 0, 0, 1, 1, 1 },
        new[] { 2, 3, 32, 30, 32, 3, 3, 2, 2, 1, 1, 1, 1, 1 },
        new[] { 2, 3, 23, 21, 16, 7, 7, 2, 2, 3, 3, 1, 1, 1 },
        new[] { 1, 16, 20, 20, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1 },
        new[] { 3, 20, 5, 5, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1 },
        new[] { 1, 4, 13, 13, 6, 3, 3, 3, 3, 0, 0, 1, 1, 1 },
        new[] { 1, 4, 12, 9, 6, 1, 7, 1, 1, 0, 3, 1, 1, 1 },
        new[] { 1, 4, 9, 12, 6, 7, 1, 1, 1, 3, 0, 1, 1, 1 },
        new[] { 1, 5, 15, 14, 7, 3, 3, 1, 1, 2, 2, 2, 2, 1 },
        new[] { 1, 5, 15, 14, 7, 3, 2, 2, 3, 1, 2, 2, 1, 1 },
        new[] { 2, 4, 15, 14, 6, 3, 3, 2, 2, 2, 2, 2, 2, 2 },
        new[] { 5, 40, 5, 5, 36, 3, 3, 2, 2, 1, 1, 1, 1, 1 },
        new[] { 1, 3, 150, 149, 8, 7, 5, 2, 1, 3, 2, 1, 1, 1 },
        new[] { 2, 8, 9, 9, 12, 3, 3, 1, 1, 1, 1, 1, 1, 4 },
        new[] { 1, 6, 8, 7, 6, 3, 3, 2, 2, 1, 1, 1, 1, 2 },
        new[] { 1, 6, 4, 4, 3, 4, 4, 1, 1, 0, 0, 1, 1, 3 },
        new[] { 2, 4, 5, 5, 8, 3, 3, 1, 1, 4, 4, 1, 1, 1 },
        new[] { 2, 32, 14, 14, 32, 3, 3, 1, 1, 1, 1, 1, 1, 32 },
        new[] { 2, 40, 15, 13, 40, 3, 3, 2, 2, 1, 1, 1, 1, 40 },
        new[] { 1, 72, 5, 5, 72, 3, 3, 1, 1, 1, 1, 1, 1, 72 },
        new[] { 1, 72, 10, 10, 72, 3, 3, 2, 2, 1, 1, 1, 1, 72 },
        new[] { 1, 17, 12, 25, 17, 5, 5, 1, 1, 2, 2, 1, 1, 17 },
        new[] { 1, 19, 25, 24, 19, 3, 3, 3, 3, 1, 1, 1, 1, 19 },
        new[] { 1, 3, 12, 12, 3, 3, 3, 1, 1, 2, 2, 2, 2, 3 },
        new[] { 1, 33, 30, 31, 33, 4, 4, 2, 2, 1, 1, 1, 1, 33 },
        new[] { 1, 16, 4, 40, 16, 3, 3, 1, 1, 0, 0, 1, 1, 16 },
        new[] { 1, 16, 2, 2, 16, 3, 3, 1, 1, 1, 1, 1, 1, 16 },
        new[] { 1, 16, 3, 3, 16, 1, 1, 3, 3, 0, 0, 1, 1, 16 },
        new[] { 2, 32, 13, 15, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1 },
        new[] { 3, 64, 12, 9, 32, 3, 3, 1, 1, 0, 0, 1, 1, 1 },
        new[] { 2, 96, 11, 12, 64, 3, 3, 1, 1, 2, 1, 1, 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_agrees_with_plain_loops(int[] sizes)
    {
        ConvolutionShape s = Shape(sizes);
        float[] input = Input(s), weight = Weight(s), bias = Numbers.Random(s.OutputChannels, 3);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            bool biased = activation != Activation.ReLU;
            var expected = new double[s.OutputPixels * s.OutputChannels];
            for (int i = 0; biased && i < expected.Length; i++)
            {
                expected[i] = bias[i % s.OutputChannels];
            }

            Walk(s, (output, source, filter) => expected[output] += (double)input[source] * weight[filter]);
            var actual = new float[expected.Length];
            Array.Fill(actual, float.NaN);
            fixed (float* pi = input, pw = weight, pb = bias, po = actual)
            {
                Convolution.Forward(s, pi, pw, biased ? pb : null, po, activation);
            }

            Numbers.Close(Array.ConvertAll(expected, v => Numbers.Activate(v, activation)), actual);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_input_agrees_with_plain_loops(int[] sizes)
    {
        ConvolutionShape s = Shape(sizes);
        float[] gradient = Gradient(s), weight = Weight(s), actual = new float[s.InputPixels * s.InputChannels];
        var expected = new double[actual.Length];
        Walk(s, (output, source, filter) => expected[source] += (double)gradient[output] * weight[filter]);
        Array.Fill(actual, float.NaN);
        fixed (float* pg = gradient, pw = weight, pi = actual)
        {
            Convolution.BackwardInput(s, pg, pw, pi);
        }

        Numbers.Close(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_weight_agrees_with_plain_loops(int[] sizes)
    {
        ConvolutionShape s = Shape(sizes);
        float[] input = Input(s), gradient = Gradient(s), actual = new float[s.OutputChannels * s.PatchLength], actualBias = new float[s.OutputChannels];
        double[] expected = new double[actual.Length], expectedBias = new double[s.OutputChannels];
        Walk(s, (output, source, filter) => expected[filter] += (double)gradient[output] * input[source]);
        for (int i = 0; i < gradient.Length; i++)
        {
            expectedBias[i % s.OutputChannels] += gradient[i];
        }

        foreach (bool biased in new[] { true, false })
        {
            Array.Fill(actual, float.NaN);
            Array.Fill(actualBias, float.NaN);
            fixed (float* pi = input, pg = gradient, pw = actual, pb = actualBias)
            {
                Convolution.BackwardWeight(s, pi, pg, pw, biased ? pb : null);
            }

            Numbers.Close(expected, actual);
            if (biased)
            {
                Numbers.Close(expectedBias, actualBias);
            }
        }
    }

    private static ConvolutionShape Shape(int[] s) => new(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13]);

    private static float[] Input(in ConvolutionShape s) => Numbers.Random(s.InputPixels * s.InputChannels, 1);

    private static float[] Weight(in ConvolutionShape s) => Numbers.Random(s.OutputChannels * s.PatchLength, 2);

    private static float[] Gradient(in ConvolutionShape s) => Numbers.Random(s.OutputPixels * s.OutputChannels, 4);

    /// <summary>Every product of the convolution, by the places of its three numbers.</summary>
    private static void Walk(ConvolutionShape s, Action<int, int, int> product)
    {
        int inGroup = s.InputChannels / s.Groups, outGroup = s.OutputChannels / s.Groups;
        for (int pixel = 0; pixel < s.OutputPixels; pixel++)
        {
            int picture = pixel / (s.OutputHeight * s.OutputWidth), oy = pixel / s.OutputWidth % s.OutputHeight, ox = pixel % s.OutputWidth;
            for (int ky = 0; ky < s.KernelHeight; ky++)
            {
                for (int kx = 0; kx < s.KernelWidth; kx++)
                {
                    int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight, x = ox * s.StrideWidth - s.PaddingWidth + kx * s.DilationWidth;
                    if (y < 0 || y >= s.InputHeight || x < 0 || x >= s.InputWidth)
                    {
                        continue;
                    }

                    for (int o = 0; o < s.OutputChannels; o++)
                    {
                        for (int i = 0; i < inGroup; i++)
                        {
                            product(pixel * s.OutputChannels + o, ((picture * s.InputHeight + y) * s.InputWidth + x) * s.InputChannels + o / outGroup * inGroup + i,
                                ((o * inGroup + i) * s.KernelHeight + ky) * s.KernelWidth + kx);
                        }
                    }
                }
            }
        }
    }
}
