using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>The recorded files of weights, and what must be read from them.</summary>
internal static class WeightsFixtures
{
    private static readonly Lazy<JsonElement> Expected = new(() => JsonDocument.Parse(File.ReadAllText(At("expected.json"))).RootElement);

    public static string At(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "weights", file);

    public static string Script(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", file);

    public static byte[] Bytes(string file) => File.ReadAllBytes(At(file));

    public static void AssertExpected(string name, IReadOnlyDictionary<string, Tensor> tensors)
    {
        JsonElement expected = Expected.Value.GetProperty(name);
        Assert.Equal(expected.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal),
            tensors.Keys.Order(StringComparer.Ordinal));
        foreach (JsonProperty entry in expected.EnumerateObject())
        {
            Tensor tensor = tensors[entry.Name];
            bool isFloat = entry.Value.GetProperty("kind").GetString() == "float32";
            JsonElement[] numbers = [.. entry.Value.GetProperty("numbers").EnumerateArray()];
            Assert.Equal(isFloat ? ScalarType.Float32 : ScalarType.Int64, tensor.dtype);
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), tensor.shape);
            if (isFloat)
            {
                Assert.Equal(numbers.Select(number => (float)number.GetDouble()), tensor.data<float>());
            }
            else
            {
                Assert.Equal(numbers.Select(number => number.GetInt64()), tensor.data<long>());
            }
        }
    }
}
