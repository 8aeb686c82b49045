using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public unsafe class VectorMathTests
{
    // Odd lengths, and one that several workers share.
    private static readonly int[] Lengths = [0, 1, 7, 64, 1003, 70_001];

    private delegate void Operation(long count, float* a, float* b, float* output);

    [Fact]
    public void Arithmetic_agrees_with_double_precision()
    {
        Check((n, a, b, o) => VectorMath.Add(n, a, b, o), (a, b) => a + b);
        Check((n, a, b, o) => VectorMath.Subtract(n, a, b, o), (a, b) => a - b);
        Check((n, a, b, o) => VectorMath.Multiply(n, a, b, o), (a, b) => a * b);
        Check((n, a, b, o) => VectorMath.Divide(n, a, b, o), (a, b) => a / b);
        Check((n, a, b, o) => VectorMath.AddScaled(n, a, 3, b, o), (a, b) => a + 3 * b);
        Check((n, a, b, o) => VectorMath.MultiplyAdd(n, a, b, b, o), (a, b) => a * b + b);
        Check((n, a, _, o) => VectorMath.AddScalar(n, a, 2, o), (a, _) => a + 2);
        Check((n, a, _, o) => VectorMath.MultiplyScalar(n, a, 2, o), (a, _) => a * 2);
        Check((n, a, _, o) => VectorMath.ScaleShift(n, a, 2, -1, o), (a, _) => a * 2 - 1);
        Check((n, _, _, o) => VectorMath.Fill(n, 5, o), (_, _) => 5);
    }

    [Fact]
    public void Functions_agree_with_double_precision()
    {
        Check((n, a, _, o) => VectorMath.Exp(n, a, o), (a, _) => Math.Exp(a));
        Check((n, a, _, o) => VectorMath.Tanh(n, a, o), (a, _) => Math.Tanh(a));
        Check((n, a, _, o) => VectorMath.Sigmoid(n, a, o), (a, _) => 1 / (1 + Math.Exp(-a)));
        Check((n, _, b, o) => VectorMath.Log(n, b, o), (_, b) => Math.Log(b), positive: true);
        Check((n, _, b, o) => VectorMath.Sqrt(n, b, o), (_, b) => Math.Sqrt(b), positive: true);
        Check((n, a, _, o) => VectorMath.Relu(n, a, o), (a, _) => Math.Max(a, 0));
        Check((n, a, _, o) => VectorMath.Clamp(n, a, -0.5f, 0.25f, o), (a, _) => Math.Clamp(a, -0.5, 0.25));
    }

    [Fact]
    public void Tanh_keeps_its_digits_near_zero()
    {
        float[] x = [1e-8f, -3e-4f, 0.0999f, -0.1001f, 0.5f, 30, -200], y = new float[x.Length];
        fixed (float* px = x, py = y)
        {
            VectorMath.Tanh(x.Length, px, py);
        }

        for (int i = 0; i < x.Length; i++)
        {
            Assert.InRange(y[i] / Math.Tanh(x[i]), 1 - 1e-6, 1 + 1e-6);
        }
    }

    [Fact]
    public void Masks_let_through_what_lies_between()
    {
        float[] gradient = [1, 2, 3, 4, 5], value = [-1, 0, 0.5f, 6, 7], output = new float[5];
        fixed (float* pg = gradient, pv = value, po = output)
        {
            VectorMath.MaskOpen(5, pg, pv, 0, 6, po);
            Assert.Equal([0, 0, 3, 0, 0], output);
            VectorMath.MaskClosed(5, pg, pv, 0, 6, po);
            Assert.Equal([0, 2, 3, 4, 0], output);
            VectorMath.ReluBackward(5, pg, pv, po);
            Assert.Equal([0, 0, 3, 4, 5], output);
        }
    }

    [Fact]
    public void Not_a_number_stays_what_it_is()
    {
        float[] x = [float.NaN], y = [0];
        fixed (float* px = x, py = y)
        {
            VectorMath.Clamp(1, px, 0, 6, py);
        }

        Assert.True(float.IsNaN(y[0]));
    }

    [Fact]
    public void Sums_agree_with_double_precision()
    {
        foreach (int length in Lengths)
        {
            float[] a = Numbers.Random(length, 1), b = Numbers.Random(length, 2);
            fixed (float* pa = a, pb = b)
            {
                Assert.Equal(a.Sum(v => (double)v), VectorMath.Sum(length, pa), 1e-3);
                Assert.Equal(a.Zip(b, (x, y) => (double)x * y).Sum(), VectorMath.Dot(length, pa, pb), 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 1000)]
    [InlineData(4, 7)]
    public void Bytes_become_scaled_floats_from_either_layout(int channels, int pixels)
    {
        const int Batch = 2;
        var bytes = new byte[Batch * channels * pixels];
        new Random(1).NextBytes(bytes);
        float[] scale = Numbers.Random(channels, 2), shift = Numbers.Random(channels, 3), interleaved = new float[bytes.Length], planar = new float[bytes.Length];
        var planes = new byte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            int picture = i / (channels * pixels), pixel = i / channels % pixels, channel = i % channels;
            planes[(picture * channels + channel) * pixels + pixel] = bytes[i];
        }

        fixed (byte* pb = bytes, pp = planes)
        {
            fixed (float* ps = scale, pt = shift, pi = interleaved, po = planar)
            {
                VectorMath.ByteToFloat((long)Batch * pixels, channels, pb, ps, pt, pi);
                VectorMath.PlanarByteToFloat(Batch, channels, pixels, pp, ps, pt, po);
            }
        }

        double[] expected = bytes.Select((v, i) => v * (double)scale[i % channels] + shift[i % channels]).ToArray();
        Numbers.Close(expected, interleaved);
        Numbers.Close(expected, planar);
    }

    private static void Check(Operation operation, Func<double, double, double> expected, bool positive = false)
    {
        foreach (int length in Lengths)
        {
            float[] a = Numbers.Random(length, 1), b = Array.ConvertAll(Numbers.Random(length, 2), v => positive ? Math.Abs(v) + 0.1f : v < 0 ? v - 0.5f : v + 0.5f), output = new float[length];
            fixed (float* pa = a, pb = b, po = output)
            {
                operation(length, pa, pb, po);
            }

            Numbers.Close(a.Zip(b, (x, y) => expected(x, y)).ToArray(), output, 1e-6);
        }
    }
}
