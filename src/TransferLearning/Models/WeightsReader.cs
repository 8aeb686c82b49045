using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Puts the tensors of a file into a module, by name, or says exactly why not.</summary>
internal static class WeightsReader
{
    private const int NamesListed = 5;

    /// <summary>Copies the tensors under a prefix into the module of that name.</summary>
    /// <param name="module">The module.</param>
    /// <param name="prefix">Its name in the file with a dot behind, such as "features."; an old classifier in the file is passed over.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserMistakeException">Tensors are missing, unexpected or of another shape; the message lists them.</exception>
    public static void Load(nn.Module module, string prefix, string path)
    {
        IReadOnlyDictionary<string, Tensor> file = WeightsFile.Read(path);
        try
        {
            Dictionary<string, Tensor> own = module.state_dict().ToDictionary(entry => prefix + entry.Key, entry => entry.Value);
            string[] missing = [.. own.Keys.Where(name => !file.ContainsKey(name) && !IsCounter(name))];
            string[] unexpected = [.. file.Keys.Where(name => !own.ContainsKey(name) && (prefix.Length == 0 || !name.StartsWith("classifier.", StringComparison.Ordinal)))];
            string[] misshaped =
            [
                .. own.Where(entry => file.TryGetValue(entry.Key, out Tensor? given) && !given.shape.SequenceEqual(entry.Value.shape))
                    .Select(entry => $"{entry.Key} ({Sizes(file[entry.Key])} instead of {Sizes(entry.Value)})"),
            ];
            if (missing.Length + unexpected.Length + misshaped.Length > 0)
            {
                string[] complaints = [.. new[] { Listed("missing", missing), Listed("unexpected", unexpected), Listed("of another shape", misshaped) }.OfType<string>()];
                throw new UserMistakeException($"{Path.GetFullPath(path)} does not fit this network: {string.Join("; ", complaints)}.");
            }

            using IDisposable noGradient = no_grad();
            foreach ((string name, Tensor target) in own)
            {
                if (file.TryGetValue(name, out Tensor? given))
                {
                    target.copy_(given);
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

    private static string Sizes(Tensor tensor) => tensor.shape.Length == 0 ? "a single number" : string.Join("×", tensor.shape);

    private static string? Listed(string what, string[] names) => names.Length == 0
        ? null
        : $"{names.Length} {what} ({string.Join(", ", names.Take(NamesListed))}{(names.Length > NamesListed ? ", …" : "")})";
}
