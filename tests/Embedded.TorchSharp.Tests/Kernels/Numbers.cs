using TorchSharp.Kernels;

namespace Embedded.TorchSharp.Tests.Kernels;

/// <summary>Made-up inputs and comparisons for kernel tests.</summary>
internal static class Numbers
{
    /// <summary>Numbers in [-1, 1), the same for the same seed.</summary>
    public static float[] Random(long count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (long i = 0; i < count; i++)
        {
            values[i] = (float)(random.NextDouble() * 2 - 1);
        }

        return values;
    }

    /// <summary>Every element within <paramref name="tolerance"/> of the expected one, relative to the largest expected magnitude, or to <paramref name="scale"/> if that is more.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance = 1e-5, double scale = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (double value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= tolerance * scale, $"element {i}: expected {expected[i]}, got {actual[i]} (largest magnitude {scale})");
        }
    }

    public static double Activate(double value, Activation activation) => activation switch
    {
        Activation.ReLU => Math.Max(value, 0),
        Activation.ReLU6 => Math.Clamp(value, 0, 6),
        _ => value,
    };
}
