using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Reads weights files by what they are (.pth zip or legacy, safetensors) and copies them into state dictionaries by name, or says in a sentence why not.</summary>
public static class WeightsFile
{
    /// <summary>All tensors by name; the caller disposes.</summary>
    public static Dictionary<string, Tensor> Read(string path) => throw new NotImplementedException();
}

/// <summary>The safetensors format.</summary>
public static class Safetensors
{
    public static Dictionary<string, Tensor> Read(string path) => throw new NotImplementedException();
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => throw new NotImplementedException();
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) => throw new NotImplementedException();
}
