using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>What record_backbones.py has seen PyTorch do.</summary>
internal static class RecordedBackbones
{
    private static readonly Lazy<Dictionary<string, float[]>> Tensors = new(ReadTensors);

    private static readonly Lazy<JsonElement> Facts = new(() => JsonDocument.Parse(File.ReadAllText(At("backbones.json"))).RootElement);

    public static float[] Numbers(string key) => Tensors.Value[key];

    public static JsonElement FactsOf(string name) => Facts.Value.GetProperty(name);

    private static Dictionary<string, float[]> ReadTensors()
    {
        using DisposeScope scope = NewDisposeScope();
        return WeightsFile.Read(At("backbones.safetensors")).ToDictionary(entry => entry.Key, entry => entry.Value.data<float>().ToArray());
    }

    private static string At(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", file);
}
