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
        Check((n, a, _, o) => VectorMath.Clamp(n, a, -0.5f, 0.25f, o), (a, _) => Math.Clamp(a, -0.5, 0.25));
    }

    [Fact]
    public void A_mask_lets_through_what_lies_between()
    {
        float[] gradient = [1, 2, 3, 4, 5], value = [-1, 0, 0.5f, 6, 7], output = new float[5];
        fixed (float* pg = gradient, pv = value, po = output)
        {
            VectorMath.MaskOpen(5, pg, pv, 0, 6, po);
        }

        Assert.Equal([0, 0, 3, 0, 0], output);
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
    public void Sums_of_products_agree_with_double_precision()
    {
        foreach (int length in Lengths)
        {
            float[] a = Numbers.Random(length, 1), b = Numbers.Random(length, 2);
            fixed (float* pa = a, pb = b)
            {
                Assert.Equal(a.Zip(b, (x, y) => (double)x * y).Sum(), VectorMath.Dot(length, pa, pb), 1e-3);
            }
        }
    }

    private static void Check(Operation operation, Func<double, double, double> expected)
    {
        foreach (int length in Lengths)
        {
            float[] a = Numbers.Random(length, 1), b = Numbers.Random(length, 2), output = new float[length];
            fixed (float* pa = a, pb = b, po = output)
            {
                operation(length, pa, pb, po);
            }

            Numbers.Close(a.Zip(b, (x, y) => expected(x, y)).ToArray(), output, 1e-6);
        }
    }
}
