using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Reads a file of weights, whatever its format: safetensors, or PyTorch's own (.pth, .pt) in either form. The first bytes tell which, not the
/// name. A file is data here: none of these readers can run anything.
/// </summary>
public static class WeightsFile
{
    private const int FirstBytes = 9;
    private const byte Pickle = 0x80;

    /// <summary>
    /// Reads all tensors of a file, by name; fractions become float32, whole numbers of a PyTorch file int64. Whoever calls disposes them.
    /// A PyTorch file may hold a state dictionary, or a training's dictionary with one under "state_dict", "model_state_dict" or "model".
    /// </summary>
    /// <exception cref="UserMistakeException">The file is missing, damaged, or holds anything that is not weights.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => Read(path, static _ => true);

    /// <summary>Reads the tensors whose names are wanted; the others take no memory.</summary>
    internal static IReadOnlyDictionary<string, Tensor> Read(string path, Predicate<string> isWanted)
    {
        if (!File.Exists(path))
        {
            throw new UserMistakeException($"There is no weights file {Path.GetFullPath(path)}.");
        }

        byte[] first = new byte[FirstBytes];
        int count;
        using (FileStream file = File.OpenRead(path))
        {
            count = file.ReadAtLeast(first, FirstBytes, throwOnEndOfStream: false);
        }

        return first.AsSpan(0, count) switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => TorchWeights.Read(path, isZip: true, isWanted),

            // Before pickle: the length that a safetensors header begins with may have any first byte.
            [_, _, _, _, 0, 0, 0, 0, (byte)'{'] => Safetensors.Read(path, isWanted),
            [Pickle, ..] => TorchWeights.Read(path, isZip: false, isWanted),
            [_, _, _, _, _, _, _, _, (byte)'{'] => Safetensors.Read(path, isWanted),
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => throw NoWeights(path, "it is HDF5, as Keras writes it"),
            [(byte)'<', ..] => throw NoWeights(path, "it looks like a web page; fetch it again"),
            [] => throw NoWeights(path, "it is empty; fetch it again"),
            _ => throw NoWeights(path, "its first bytes are of neither"),
        };
    }

    private static UserMistakeException NoWeights(string path, string reason) =>
        new($"{Path.GetFullPath(path)} is no weights file that is read here (safetensors, or PyTorch's .pth): {reason}.");
}
