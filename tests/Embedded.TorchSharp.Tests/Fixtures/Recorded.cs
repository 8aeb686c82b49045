using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Fixtures;

/// <summary>What record_nn.py wrote down, and the numbers that both sides make for themselves.</summary>
static class Recorded
{
    static readonly Lazy<JsonElement> Document = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "nn.json"))).RootElement);

    public static JsonElement Root => Document.Value;

    public static JsonElement Named(string list, string name) =>
        Root.GetProperty(list).EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);

    public static TheoryData<string> Names(string list) =>
        [.. Root.GetProperty(list).EnumerateArray().Select(e => e.GetProperty("name").GetString()!)];

    public static float[] Floats(JsonElement packed) => MemoryMarshal.Cast<byte, float>(packed.GetBytesFromBase64()).ToArray();

    public static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetInt64())];

    /// <summary>Numbers in [−1, 1) × scale + shift from seed and index alone (the finisher of MurmurHash3), as in record_nn.py.</summary>
    public static float[] Values(long count, int seed, float scale = 1, float shift = 0)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint h = unchecked(((uint)i * 2654435761u) + ((uint)seed * 0x9E3779B9u));
            h ^= h >> 16;
            h *= 0x85EBCA6Bu;
            h ^= h >> 13;
            h *= 0xC2B2AE35u;
            h ^= h >> 16;
            values[i] = (((h >> 8) / 8388608f) - 1) * scale + shift;
        }

        return values;
    }

    public static Tensor Tensor(long[] shape, int seed, float scale = 1, float shift = 0) =>
        tensor(Values(shape.Aggregate(1L, (a, b) => a * b), seed, scale, shift), shape);

    /// <summary>An input as a case describes it, in memory as it says.</summary>
    public static Tensor Made(JsonElement spec)
    {
        float Number(string name, float otherwise) => spec.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : otherwise;
        Tensor x = Tensor(Longs(spec.GetProperty("shape")), spec.GetProperty("seed").GetInt32(), Number("scale", 1), Number("shift", 0));
        return (spec.TryGetProperty("layout", out JsonElement layout) ? layout.GetString() : "contiguous") switch
        {
            "channels_last" => InChannelsLast(x),
            "transposed" => x.transpose(-1, -2).contiguous().transpose(-1, -2),
            "strided" => EverySecond(x),
            _ => x,
        };
    }

    public static float[] Read(Tensor tensor)
    {
        using Tensor dense = tensor.detach().contiguous();
        return dense.data<float>().ToArray();
    }

    /// <summary>The largest difference over the largest expected number.</summary>
    public static void AssertClose(float[] expected, Tensor actual, double tolerance, string what)
    {
        float[] got = Read(actual);
        Assert.Equal(expected.Length, got.Length);
        double scale = expected.Select(e => (double)Math.Abs(e)).DefaultIfEmpty(0).Max(), worst = 0;
        for (int i = 0; i < got.Length; i++)
        {
            double difference = Math.Abs((double)got[i] - expected[i]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        Assert.True(worst <= tolerance * Math.Max(scale, 1e-6), $"{what}: off by {worst:g3} where numbers go up to {scale:g3}");
    }

    static Tensor EverySecond(Tensor x)
    {
        Tensor wide = tensor([.. Read(x).SelectMany(v => new[] { v, v })], [.. x.shape[..^1], 2 * x.shape[^1]]);
        return wide.as_strided(x.shape, [.. wide.stride()[..^1], 2]);
    }

    static Tensor InChannelsLast(Tensor x)
    {
        using Tensor dense = x.permute(0, 2, 3, 1).contiguous();
        return dense.permute(0, 3, 1, 2);
    }
}
