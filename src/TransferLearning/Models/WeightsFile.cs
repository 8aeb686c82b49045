using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Reads weights files by what they are (.pth zip or legacy, safetensors) and copies them into state dictionaries by name, or says in a
/// sentence why not.
/// </summary>
public static class WeightsFile
{
    private const int FirstBytes = 512, NamesListed = 5, LongestName = 100;

    /// <summary>
    /// All tensors by name; fractions become float32, whole numbers and truth values int64. The caller disposes them. A PyTorch file may
    /// hold a state dictionary, or a training's dictionary with one in it: the one with the most tensors is taken.
    /// </summary>
    /// <exception cref="UserMistakeException">The file is missing, damaged, or holds anything that is not weights.</exception>
    public static Dictionary<string, Tensor> Read(string path) => Read(path, Everything);

    /// <summary>Chooses all tensors under their own names.</summary>
    internal static IReadOnlyDictionary<string, string> Everything(IReadOnlyCollection<string> names) => names.ToDictionary(name => name);

    /// <summary>
    /// Copies tensors of a file into others by name. A prefix that the names in the file have in front ("module.", "_orig_mod.model.") is
    /// taken off; what else is in the file is passed over, whatever it is.
    /// </summary>
    /// <param name="own">Names, and the tensors to copy into.</param>
    /// <param name="path">The file.</param>
    /// <param name="network">What a complaint calls the owner.</param>
    /// <exception cref="UserMistakeException">Tensors are missing, of another shape or another network, or hold NaN or infinity; the
    /// sentence names them.</exception>
    internal static void CopyInto(IReadOnlyDictionary<string, Tensor> own, string path, string network)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        string[] unexpected = [];
        Dictionary<string, Tensor> file = Read(path, names =>
        {
            string prefix = PrefixOf(names, own, path);
            HashSet<string> beginnings = [.. own.Keys.Select(FirstPart)];
            unexpected = [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])
                .Where(name => !own.ContainsKey(name) && beginnings.Contains(FirstPart(name))).Order(StringComparer.Ordinal)];
            return own.Keys.Where(name => names.Contains(prefix + name)).ToDictionary(name => prefix + name);
        });
        string[] complaints =
        [
            .. Listed("missing", own.Keys.Where(name => !file.ContainsKey(name) && !IsCounter(name))),
            .. Listed("unexpected", unexpected),
            .. Listed("of another shape", file.Where(entry => !entry.Value.shape.SequenceEqual(own[entry.Key].shape))
                .Select(entry => $"{entry.Key} ({Sizes(entry.Value)} instead of {Sizes(own[entry.Key])})").Order(StringComparer.Ordinal)),
        ];
        if (complaints.Length > 0)
        {
            throw new UserMistakeException($"{Path.GetFullPath(path)} does not fit {network}: {string.Join("; ", complaints)}.");
        }

        if (file.FirstOrDefault(entry => !entry.Value.isfinite().all().item<bool>()) is { Key: { } infinite })
        {
            throw new UserMistakeException(
                $"{Path.GetFullPath(path)} holds NaN or infinity in {infinite}: "
                    + $"the training that wrote it had failed; take an earlier file.");
        }

        KeptWeights.Copy(file, own);
    }

    /// <summary>Reads the tensors that are chosen; the others take no memory.</summary>
    internal static Dictionary<string, Tensor> Read(string path, TensorChoice choose)
    {
        using FileStream file = Open(path);
        byte[] first = new byte[FirstBytes];
        ReadOnlySpan<byte> read = first.AsSpan(0, file.ReadAtLeast(first, FirstBytes, throwOnEndOfStream: false));
        file.Position = 0;
        return read switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => PyTorchFile.Read(file, isZip: true, choose),

            // Before pickle, which begins with 0x80: the length that a safetensors header begins with may have any first byte.
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => Safetensors.Read(file, choose),
            [0x80, ..] => PyTorchFile.Read(file, isZip: false, choose),
            _ when ForeignKind(read) is { } kind =>
                throw new UserMistakeException(
                    $"{file.Name} is no weights file that is read here (safetensors, or PyTorch's .pth): {kind}."),
            _ => Safetensors.Read(file, choose),
        };
    }

    /// <summary>Opens a file, or says that there is none.</summary>
    internal static FileStream Open(string path) => File.Exists(path)
        ? File.OpenRead(Path.GetFullPath(path))
        : throw new UserMistakeException($"There is no weights file {Path.GetFullPath(path)}.");

    /// <summary>What a file is that begins so and holds no weights; null when it may be one of weights.</summary>
    internal static string? ForeignKind(ReadOnlySpan<byte> first)
    {
        string text = Encoding.Latin1.GetString(first).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t');
        return text switch
        {
            "" => "it is empty; fetch it again",
            ['<', ..] => "it looks like a web page; fetch it again",
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) =>
                "it is a Git LFS pointer, which only names the file; fetch the file itself (git lfs pull, or the site's download button)",
            _ when text.StartsWith("\u0089HDF", StringComparison.Ordinal) => "it is HDF5, as Keras writes it",
            _ when first is not [_, _, _, _, _, _, _, _, (byte)'{', ..] => "its first bytes are of neither",
            _ => null,
        };
    }

    /// <summary>A name out of a file, fit for a sentence: short, and without signs that a terminal obeys.</summary>
    internal static string Printable(string name) =>
        string.Concat(name.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter));

    // Counts batches; other exporters leave it out, and nothing depends on it.
    private static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static string FirstPart(string name) => name.Split('.')[0];

    /// <summary>What stands before our names in the file: the beginning under which most of them are found.</summary>
    private static string PrefixOf(IReadOnlyCollection<string> names, IReadOnlyDictionary<string, Tensor> own, string path)
    {
        var found = new Dictionary<string, int> { [""] = 0 };
        foreach (string name in names)
        {
            for (int start = 0; start >= 0; start = name.IndexOf('.', start) is >= 0 and int dot ? dot + 1 : -1)
            {
                if (own.ContainsKey(name[start..]))
                {
                    found[name[..start]] = found.GetValueOrDefault(name[..start]) + 1;
                }
            }
        }

        string[] best =
            [.. found.Where(entry => entry.Value == found.Values.Max()).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
        return best.Length == 1 || best[0].Length == 0
            ? best[0]
            : throw new UserMistakeException(
                $"{Path.GetFullPath(path)} holds {best.Length} networks of these names, under "
                    + $"{string.Join(" and ", best.Select(Printable))}; save the one that you mean.");
    }

    private static string Sizes(Tensor tensor) => tensor.dim() == 0 ? "a single number" : string.Join("×", tensor.shape);

    private static string[] Listed(string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string some = string.Join(", ", all.Take(NamesListed).Select(Printable)) + (all.Length > NamesListed ? ", …" : "");
        return all.Length == 0 ? [] : [$"{all.Length} {what} ({some})"];
    }
}
