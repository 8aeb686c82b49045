using System.Runtime.Intrinsics;
using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

public unsafe class GemmTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 1, 1280 }, { 32, 1, 1280 }, { 1, 1000, 64 }, { 3, 5, 7 }, { 12, 32, 16 }, { 13, 33, 17 }, { 11, 31, 1 }, { 25, 16, 3 },
        { 100, 24, 96 }, { 47, 144, 24 }, { 24, 96, 3000 }, { 16, 16, 5000 }, { 61, 70, 2600 }, { 300, 40, 1 }, { 5, 200, 129 }, { 130, 257, 65 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Agrees_with_three_plain_loops_for_every_transpose(int m, int n, int k)
    {
        for (int variant = 0; variant < 4; variant++)
        {
            Check(m, n, k, (variant & 1) != 0, (variant & 2) != 0, 1, 0, Activation.None, false, 0, Multiply);
        }
    }

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(0.5f, 2f)]
    [InlineData(-1f, 0f)]
    [InlineData(2f, 0.25f)]
    public void Scales_the_product_and_what_was_there(float alpha, float beta)
    {
        foreach ((int m, int n, int k) in new[] { (7, 9, 5), (40, 64, 1500), (24, 40, 6000) })
        {
            Check(m, n, k, false, true, alpha, beta, Activation.None, true, 3, Multiply);
            Check(m, n, k, true, false, alpha, beta, Activation.ReLU, true, 0, Multiply);
        }
    }

    [Fact]
    public void Bias_and_activation_come_after_the_whole_sum()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Check(50, 50, 3000, false, true, 1, 0, activation, true, 5, Multiply);
            Check(50, 50, 70, true, true, 1, 0, activation, true, 0, Multiply);
            Check(20, 50, 4000, false, false, 1, 0, activation, true, 0, Multiply);
        }
    }

    [Fact]
    public void Rows_four_kilobytes_apart_are_no_trouble() => Check(40, 40, 1024, false, false, 1, 0, Activation.None, false, 0, Multiply);

    [Fact]
    public void Without_depth_only_beta_bias_and_activation_remain() => Check(5, 6, 0, false, false, 1, 0.5f, Activation.ReLU, true, 0, Multiply);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_vector_width_gives_the_same(int m, int n, int k)
    {
        Check(m, n, k, false, true, 1, 0, Activation.ReLU6, true, 0, (in Gemm.Problem p) => Gemm.Multiply<Lanes128, Vector128<float>>(p));
        if (Lanes256.IsSupported)
        {
            Check(m, n, k, false, true, 1, 0, Activation.ReLU6, true, 0, (in Gemm.Problem p) => Gemm.Multiply<Lanes256, Vector256<float>>(p));
        }
    }

    [Fact]
    public void Two_runs_are_equal_to_the_bit()
    {
        float[] a = Numbers.Random(64 * 5000, 1), b = Numbers.Random(5000 * 48, 2), first = new float[64 * 48], second = new float[64 * 48];
        fixed (float* pa = a, pb = b, p1 = first, p2 = second)
        {
            Gemm.Multiply(true, false, 64, 48, 5000, 1, pa, 64, pb, 48, 0, p1, 48);
            Gemm.Multiply(true, false, 64, 48, 5000, 1, pa, 64, pb, 48, 0, p2, 48);
        }

        Assert.Equal(first, second);
    }

    [Fact]
    public void Not_a_number_passes_through_the_activation()
    {
        float[] a = [float.NaN], b = [1], c = [0];
        fixed (float* pa = a, pb = b, pc = c)
        {
            Gemm.Multiply(false, false, 1, 1, 1, 1, pa, 1, pb, 1, 0, pc, 1, null, Activation.ReLU6);
        }

        Assert.True(float.IsNaN(c[0]));
    }

    private delegate void Product(in Gemm.Problem problem);

    private static void Multiply(in Gemm.Problem p)
    {
        bool transposeA = p.A.ColumnStride != 1, transposeB = p.B.ColumnStride != 1;
        Gemm.Multiply(transposeA, transposeB, p.M, p.N, p.K, p.Alpha, p.A.Start, (int)(transposeA ? p.A.ColumnStride : p.A.RowStride),
            p.B.Start, (int)(transposeB ? p.B.ColumnStride : p.B.RowStride), p.Beta, p.C, (int)p.RowLength, p.Bias, p.Activation);
    }

    private static void Check(int m, int n, int k, bool transposeA, bool transposeB, float alpha, float beta, Activation activation, bool biased, int extra, Product product)
    {
        int lda = (transposeA ? m : k) + extra, ldb = (transposeB ? k : n) + extra, ldc = n + extra;
        float[] a = Numbers.Random((long)(transposeA ? k : m) * lda + 1, 1), b = Numbers.Random((long)(transposeB ? n : k) * ldb + 1, 2);
        float[] c = Numbers.Random((long)m * ldc, 3), bias = Numbers.Random(n, 4);
        var expected = new double[(long)m * ldc];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ldc; j++)
            {
                double sum = 0;
                for (int p = 0; p < k && j < n; p++)
                {
                    sum += (double)(transposeA ? a[p * lda + i] : a[i * lda + p]) * (transposeB ? b[j * ldb + p] : b[p * ldb + j]);
                }

                int at = i * ldc + j;
                expected[at] = j >= n ? c[at] : Numbers.Activate(alpha * sum + beta * c[at] + (biased ? bias[j] : 0), activation);
            }
        }

        if (beta == 0)
        {
            for (int i = 0; i < m; i++)
            {
                Array.Fill(c, float.NaN, i * ldc, n);
            }
        }

        fixed (float* pa = a, pb = b, pc = c, pbias = bias)
        {
            product(new Gemm.Problem(new Gemm.Matrix(pa, transposeA ? 1 : lda, transposeA ? lda : 1), new Gemm.Matrix(pb, transposeB ? 1 : ldb, transposeB ? ldb : 1),
                m, n, k, alpha, beta, pc, ldc, biased ? pbias : null, activation));
        }

        Numbers.Close(expected, c);
    }
}
