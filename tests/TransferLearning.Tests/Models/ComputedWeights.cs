using System.Text;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>
/// Weights and images from the formula of record_backbones.py: both sides compute them, so that only results need be kept.
/// </summary>
internal static class ComputedWeights
{
    public static void Fill(IReadOnlyDictionary<string, Tensor> state)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor target) in state)
        {
            if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                using Tensor values = tensor(Values(name, target.shape), target.shape);
                target.copy_(values);
            }
        }
    }

    /// <summary>1×3×size×size bytes.</summary>
    public static Tensor Image(int size)
    {
        byte[] bytes = [.. Noise($"picture {size}", size * size * 3).Select(u => (byte)((u + 1) * 128))];
        return tensor(bytes, [1, size, size, 3]).permute(0, 3, 1, 2);
    }

    private static float[] Values(string name, long[] shape)
    {
        IEnumerable<double> noise = Noise(name, (int)shape.Aggregate(1L, (count, size) => count * size));
        double bound = Math.Sqrt(6.0 / shape.Skip(1).Aggregate(1L, (count, size) => count * size));
        return [.. (name.Split('.')[^1], shape.Length) switch
        {
            ("running_var", _) => noise.Select(u => (float)(1 + (0.5 * u))),
            ("running_mean" or "bias", _) => noise.Select(u => (float)(0.1 * u)),
            (_, 1) => noise.Select(u => (float)(1 + (0.2 * u))),
            _ => noise.Select(u => (float)(u * bound)),
        }];
    }

    // Numbers in [-1, 1), from the name (FNV-1a) and the index (the last steps of MurmurHash3).
    private static IEnumerable<double> Noise(string name, int count)
    {
        uint seed = Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619));
        for (uint i = 0; i < count; i++)
        {
            uint x = unchecked(seed + (i * 0x9E3779B9));
            x = unchecked((x ^ x >> 16) * 0x85EBCA6B);
            x = unchecked((x ^ x >> 13) * 0xC2B2AE35);
            yield return (x ^ x >> 16) / 2147483648.0 - 1;
        }
    }
}
