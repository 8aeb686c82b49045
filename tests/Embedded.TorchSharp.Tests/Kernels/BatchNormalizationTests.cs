using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public unsafe class BatchNormalizationTests
{
    private const float Epsilon = 1e-5f;

    public static TheoryData<int, int> Sizes => new() { { 5, 1 }, { 7, 3 }, { 500, 8 }, { 33, 16 }, { 4097, 24 }, { 100, 33 }, { 257, 144 }, { 25, 1280 }, { 1000, 5 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Training_agrees_with_plain_loops(int rows, int channels)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            var layer = new Layer(rows, channels, activation, offset: 0);
            float[] output = layer.Forward(), runningMean = layer.RunningMean, runningVariance = layer.RunningVariance;
            Numbers.Close(layer.Expected(), output);
            Numbers.Close(Enumerable.Range(0, channels).Select(c => 0.9 * 0.5 + 0.1 * layer.Mean(c)).ToArray(), runningMean);
            Numbers.Close(Enumerable.Range(0, channels).Select(c => 0.9 * 2 + 0.1 * layer.Variance(c) * rows / (rows - 1)).ToArray(), runningVariance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_agree_with_plain_loops_whether_the_mask_comes_from_the_output_or_the_input(int rows, int channels)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            var layer = new Layer(rows, channels, activation, offset: 1);
            float[] output = layer.Forward();
            layer.CheckGradients(output);
            layer.CheckGradients(null);
        }
    }

    [Fact]
    public void A_mean_far_from_zero_costs_no_digits()
    {
        var layer = new Layer(10_000, 24, Activation.None, offset: 1000);
        Numbers.Close(layer.Expected(), layer.Forward(), 2e-4); // float32 holds x - mean to 6e-5 at this offset
        for (int c = 0; c < 24; c++)
        {
            Assert.Equal(1 / Math.Sqrt(layer.Variance(c) + Epsilon), layer.SavedInverseDeviation[c], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Evaluation_uses_the_running_statistics_as_constants(int rows, int channels)
    {
        float[] input = Numbers.Random((long)rows * channels, 1), weight = Numbers.Random(channels, 2), bias = Numbers.Random(channels, 3), mean = Numbers.Random(channels, 4);
        float[] variance = Array.ConvertAll(Numbers.Random(channels, 5), v => v + 1.5f), gradient = Numbers.Random((long)rows * channels, 6);
        float[] output = new float[input.Length], gradInput = new float[input.Length], gradWeight = new float[channels], gradBias = new float[channels];
        double[] expected = new double[input.Length], expectedInput = new double[input.Length], expectedWeight = new double[channels], expectedBias = new double[channels];
        for (int i = 0; i < input.Length; i++)
        {
            int c = i % channels;
            double normal = (input[i] - mean[c]) / Math.Sqrt(variance[c] + Epsilon), value = normal * weight[c] + bias[c];
            expected[i] = Math.Max(value, 0);
            double g = value > 0 ? gradient[i] : 0;
            expectedInput[i] = g * weight[c] / Math.Sqrt(variance[c] + Epsilon);
            expectedWeight[c] += g * normal;
            expectedBias[c] += g;
        }

        fixed (float* px = input, pw = weight, pb = bias, pm = mean, pv = variance, pg = gradient, po = output, pi = gradInput, gw = gradWeight, gb = gradBias)
        {
            BatchNormalization.ForwardEvaluation(rows, channels, px, pw, pb, pm, pv, Epsilon, po, Activation.ReLU);
            BatchNormalization.BackwardEvaluation(rows, channels, px, po, pg, pw, pm, pv, Epsilon, pi, gw, gb, Activation.ReLU);
        }

        Numbers.Close(expected, output);
        Numbers.Close(expectedInput, gradInput);
        Numbers.Close(expectedWeight, gradWeight);
        Numbers.Close(expectedBias, gradBias);
    }

    [Fact]
    public void Works_in_place_and_without_weight_bias_or_running_statistics()
    {
        float[] values = Numbers.Random(100 * 24, 1), apart = new float[values.Length], mean = new float[24], deviation = new float[24];
        fixed (float* px = values, po = apart, pm = mean, pd = deviation)
        {
            BatchNormalization.ForwardTraining(100, 24, px, null, null, po, pm, pd, null, null, 0.1f, Epsilon, Activation.None);
            BatchNormalization.ForwardTraining(100, 24, px, null, null, px, pm, pd, null, null, 0.1f, Epsilon, Activation.None);
        }

        Assert.Equal(apart, values);
        Assert.InRange(values.Average(), -1e-5, 1e-5);
        Assert.InRange(values.Select(v => v * v).Average(), 0.999, 1.001);
    }

    private sealed class Layer
    {
        private readonly int rows, channels;
        private readonly Activation activation;
        private readonly float[] input, weight, bias, gradient;

        public Layer(int rows, int channels, Activation activation, float offset)
        {
            (this.rows, this.channels, this.activation) = (rows, channels, activation);
            input = Array.ConvertAll(Numbers.Random((long)rows * channels, 1), v => v * 3 + offset);
            weight = Array.ConvertAll(Numbers.Random(channels, 2), v => v + 2);
            bias = Array.ConvertAll(Numbers.Random(channels, 3), v => v + 2);
            gradient = Numbers.Random((long)rows * channels, 4);
            (SavedMean, SavedInverseDeviation) = (new float[channels], new float[channels]);
            RunningMean = Enumerable.Repeat(0.5f, channels).ToArray();
            RunningVariance = Enumerable.Repeat(2f, channels).ToArray();
        }

        public float[] SavedMean { get; }

        public float[] SavedInverseDeviation { get; }

        public float[] RunningMean { get; }

        public float[] RunningVariance { get; }

        public double Mean(int c) => Column(c).Average();

        public double Variance(int c)
        {
            double mean = Mean(c);
            return Column(c).Select(v => (v - mean) * (v - mean)).Average();
        }

        public double[] Expected() => Normal((value, _) => Numbers.Activate(value, activation));

        public float[] Forward()
        {
            var output = new float[input.Length];
            fixed (float* px = input, pw = weight, pb = bias, po = output, pm = SavedMean, pd = SavedInverseDeviation, rm = RunningMean, rv = RunningVariance)
            {
                BatchNormalization.ForwardTraining(rows, channels, px, pw, pb, po, pm, pd, rm, rv, 0.1f, Epsilon, activation);
            }

            return output;
        }

        public void CheckGradients(float[]? output)
        {
            float[] gradInput = new float[input.Length], gradWeight = new float[channels], gradBias = new float[channels];
            fixed (float* px = input, pw = weight, pb = bias, po = output, pm = SavedMean, pd = SavedInverseDeviation, pg = gradient, pi = gradInput, gw = gradWeight, gb = gradBias)
            {
                BatchNormalization.BackwardTraining(rows, channels, px, po, pg, pw, pm, pd, pi, gw, gb, activation, pb);
            }

            double[] masked = Normal((value, i) => (activation == Activation.None || value > 0) && (activation != Activation.ReLU6 || value < 6) ? gradient[i] : 0);
            double[] normal = new double[input.Length], expected = new double[input.Length], byWeight = new double[channels], byBias = new double[channels];
            for (int c = 0; c < channels; c++)
            {
                double mean = Mean(c), inverse = 1 / Math.Sqrt(Variance(c) + Epsilon);
                for (int i = c; i < input.Length; i += channels)
                {
                    normal[i] = (input[i] - mean) * inverse;
                    byWeight[c] += masked[i] * normal[i];
                    byBias[c] += masked[i];
                }

                for (int i = c; i < input.Length; i += channels)
                {
                    expected[i] = weight[c] * inverse * (masked[i] - byBias[c] / rows - normal[i] * byWeight[c] / rows);
                }
            }

            Numbers.Close(expected, gradInput, 2e-5);
            Numbers.Close(byWeight, gradWeight);
            Numbers.Close(byBias, gradBias);
        }

        private double[] Normal(Func<double, int, double> map)
        {
            var result = new double[input.Length];
            for (int c = 0; c < channels; c++)
            {
                double mean = Mean(c), inverse = 1 / Math.Sqrt(Variance(c) + Epsilon);
                for (int i = c; i < input.Length; i += channels)
                {
                    result[i] = map((input[i] - mean) * inverse * weight[c] + bias[c], i);
                }
            }

            return result;
        }

        private IEnumerable<double> Column(int c)
        {
            for (int i = c; i < input.Length; i += channels)
            {
                yield return input[i];
            }
        }
    }
}
