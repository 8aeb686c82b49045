using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Puts the tensors of a file into a module's own, by name, or says exactly why not.</summary>
internal static class WeightsReader
{
    private const int NamesListed = 5;

    /// <summary>Copies all tensors of a file into a module, whose names must be the file's.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserMistakeException">Tensors are missing, unexpected or of another shape; the message lists them.</exception>
    public static void Load(nn.Module module, string path) => Load(module.state_dict(), path, name => name, "this network");

    /// <summary>Copies tensors of a file into others.</summary>
    /// <param name="own">Names, and the tensors to copy into.</param>
    /// <param name="path">The file.</param>
    /// <param name="ownName">What a name in the file is here; null for a tensor that is not needed, which is not even read.</param>
    /// <param name="network">What the message calls the owner.</param>
    /// <exception cref="UserMistakeException">Tensors are missing, unexpected or of another shape; the message lists them.</exception>
    public static void Load(IReadOnlyDictionary<string, Tensor> own, string path, Func<string, string?> ownName, string network)
    {
        Dictionary<string, Tensor> file = [];
        try
        {
            foreach ((string name, Tensor tensor) in WeightsFile.Read(path, name => ownName(name) is not null))
            {
                file[ownName(name)!] = tensor;
            }

            string[] missing = [.. own.Keys.Where(name => !file.ContainsKey(name) && !IsCounter(name))];
            string[] unexpected = [.. file.Keys.Where(name => !own.ContainsKey(name))];
            string[] misshaped =
            [
                .. own.Where(entry => file.TryGetValue(entry.Key, out Tensor? given) && !HaveOneShape(given, entry.Value))
                    .Select(entry => $"{entry.Key} ({Sizes(file[entry.Key])} instead of {Sizes(entry.Value)})"),
            ];
            if (missing.Length + unexpected.Length + misshaped.Length > 0)
            {
                string[] complaints = [.. new[] { Listed("missing", missing), Listed("unexpected", unexpected), Listed("of another shape", misshaped) }.OfType<string>()];
                throw new UserMistakeException($"{Path.GetFullPath(path)} does not fit {network}: {string.Join("; ", complaints)}.");
            }

            using IDisposable noGradient = no_grad();
            foreach ((string name, Tensor target) in own)
            {
                if (file.TryGetValue(name, out Tensor? given))
                {
                    using Tensor shaped = given.reshape(target.shape);
                    target.copy_(shaped);
                }
            }
        }
        finally
        {
            foreach (Tensor tensor in file.Values)
            {
                tensor.Dispose();
            }
        }
    }

    // Counts batches; other exporters leave it out, and nothing depends on it.
    private static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    // A fully connected layer is a convolution over one cell, and some libraries write it as that.
    private static bool HaveOneShape(Tensor given, Tensor own) =>
        given.shape.SequenceEqual(own.shape) || (given.dim() == 4 && own.dim() == 2 && given.shape[0] == own.shape[0] && given.NumberOfElements == own.NumberOfElements);

    private static string Sizes(Tensor tensor) => tensor.shape.Length == 0 ? "a single number" : string.Join("×", tensor.shape);

    private static string? Listed(string what, string[] names) => names.Length == 0
        ? null
        : $"{names.Length} {what} ({string.Join(", ", names.Take(NamesListed))}{(names.Length > NamesListed ? ", …" : "")})";
}
