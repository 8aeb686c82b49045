namespace TransferLearning;

/// <summary>
/// Reads weights files by what they are (.pth zip or legacy, safetensors) and copies them into state dictionaries by name, or says in a
/// sentence why not.
/// </summary>
public static class WeightsFile
{
    private const int FirstBytes = 9, NamesListed = 5, LongestName = 100;

    /// <summary>
    /// All tensors by name; fractions become float32, whole numbers and truth values int64. The caller disposes them. A PyTorch file may
    /// hold a state dictionary, or a training's dictionary with one in it: the one with the most tensors is taken.
    /// </summary>
    /// <exception cref="UserMistakeException">The file is missing, damaged, or holds anything that is not weights.</exception>
    public static Dictionary<string, Tensor> Read(string path) => Read(path, names => names);

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
        string prefix = "";
        string[] unexpected = [];
        Dictionary<string, Tensor> file = Read(path, names =>
        {
            prefix = PrefixOf(names, own);
            HashSet<string> beginnings = [.. own.Keys.Select(FirstPart)];
            unexpected = [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])
                .Where(name => !own.ContainsKey(name) && beginnings.Contains(FirstPart(name)))];
            return own.Keys.Select(name => prefix + name).Where(names.Contains);
        }).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
        string[] complaints =
        [
            .. Listed("missing", own.Keys.Where(name => !file.ContainsKey(name) && !IsCounter(name))),
            .. Listed("unexpected", unexpected),
            .. Listed("of another shape", file.Where(entry => !entry.Value.shape.SequenceEqual(own[entry.Key].shape))
                .Select(entry => $"{entry.Key} ({Sizes(entry.Value)} instead of {Sizes(own[entry.Key])})")),
            .. Listed("with NaN or infinity, as a failed training leaves it",
                file.Where(entry => !entry.Value.isfinite().all().item<bool>()).Select(entry => entry.Key)),
        ];
        UserMistakeException.ThrowIf(complaints.Length > 0,
            $"{Path.GetFullPath(path)} does not fit {network}: {string.Join("; ", complaints)}.");

        KeptWeights.Copy(file, own);
    }

    /// <summary>Reads the tensors that are chosen among the names in the file; the others take no memory.</summary>
    internal static Dictionary<string, Tensor> Read(string path, TensorChoice choose) =>
        Use(path, file =>
        {
            byte[] first = new byte[FirstBytes];
            file.ReadAtLeast(first, FirstBytes, throwOnEndOfStream: false);
            file.Position = 0;
            return first switch
            {
                [(byte)'P', (byte)'K', 3, 4, ..] => PyTorchFile.Read(file, isZip: true, choose),

                // Pickle begins with 0x80, and so may the length that a safetensors header begins with.
                [0x80, ..] and not [_, _, _, _, 0, 0, 0, 0, (byte)'{'] => PyTorchFile.Read(file, isZip: false, choose),
                _ => Safetensors.Read(file, choose),
            };
        });

    /// <summary>Has a file read, and says in a sentence with its path why it cannot be.</summary>
    internal static T Use<T>(string path, Func<FileStream, T> read)
    {
        string full = Path.GetFullPath(path);
        UserMistakeException.ThrowIf(!File.Exists(full), $"There is no weights file {full}.");

        using FileStream file = File.OpenRead(full);
        try
        {
            return read(file);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Neither Razorvine nor libtorch has one exception for what is damaged.
            string reason = exception is UserMistakeException ? exception.Message
                : $"it is {(exception is IOException ? "cut off" : "damaged")}; fetch or save it again";
            throw new UserMistakeException($"{full} is not a usable weights file: {reason}.", exception);
        }
    }

    /// <summary>A name out of a file, fit for a sentence: short, and without signs that a terminal obeys.</summary>
    internal static string Printable(string name) =>
        string.Concat(name.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter));

    // Counts batches; other exporters leave it out, and nothing depends on it.
    private static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static string FirstPart(string name) => name.Split('.')[0];

    /// <summary>What stands before our names in the file: the beginning under which most of them are found.</summary>
    private static string PrefixOf(IEnumerable<string> names, IReadOnlyDictionary<string, Tensor> own)
    {
        IEnumerable<string> prefixes =
            from name in names
            from start in name.Index().Where(letter => letter.Item == '.').Select(dot => dot.Index + 1).Prepend(0)
            where own.ContainsKey(name[start..])
            select name[..start];
        string[] best = prefixes.CountBy(prefix => prefix).GroupBy(prefix => prefix.Value, prefix => prefix.Key)
            .MaxBy(group => group.Key) is { } most ? [.. most.Order(StringComparer.Ordinal)] : [""];
        return best.Length == 1 || best[0].Length == 0
            ? best[0]
            : throw new UserMistakeException(
                $"it holds {best.Length} networks of these names, under {string.Join(" and ", best.Select(Printable))}; "
                    + "save the one that you mean");
    }

    private static string Sizes(Tensor tensor) => tensor.dim() == 0 ? "a single number" : string.Join("×", tensor.shape);

    private static string[] Listed(string what, IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        string some = string.Join(", ", all.Take(NamesListed).Select(Printable)) + (all.Length > NamesListed ? ", …" : "");
        return all.Length == 0 ? [] : [$"{all.Length} {what} ({some})"];
    }
}
