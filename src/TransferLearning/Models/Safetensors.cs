using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransferLearning;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header, raw little-endian numbers. It cannot carry code, and nothing in a
/// file is believed before it is checked. <see cref="WeightsFile.Read(string)"/> reads the tensors.
/// </summary>
public static class Safetensors
{
    private const int FirstBytes = 512;
    private const string MetadataKey = "__metadata__";

    private static readonly JsonSerializerOptions AsInHeaders =
        new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The free texts of a file's header; empty when it has none.</summary>
    /// <exception cref="UserMistakeException">The file is missing, cut off, or something else.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => WeightsFile.Use(
        path, file => ReadHeader(file)[MetadataKey].Deserialize<Dictionary<string, string>>() ?? []);

    /// <summary>
    /// Writes tensors as they are (contiguous copies of them) beside the file and renames, so that a half-written file is never found.
    /// </summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="tensors">Names and tensors; written in order of name.</param>
    /// <param name="metadata">Free texts for the header.</param>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal)];
        var header = new SortedDictionary<string, object>(StringComparer.Ordinal);
        if (metadata is { Count: > 0 })
        {
            header.Add(MetadataKey, new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal));
        }

        long offset = 0;
        foreach ((string name, Tensor tensor) in ordered)
        {
            string type = Storage.NameOf(tensor.dtype) ?? throw new NotSupportedException($"{name} is of type {tensor.dtype}.");
            long end = offset + tensor.NumberOfElements * tensor.ElementSize;
            header.Add(name, new Entry(type, tensor.shape, [offset, end]));
            offset = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, AsInHeaders);
        byte[] padding = Encoding.ASCII.GetBytes(new string(' ', (8 - json.Length % 8) % 8));   // numbers begin on a multiple of eight
        byte[] length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding.Length);
        WholeFile.Write(path, part =>
        {
            using FileStream file = File.Create(part);
            file.Write([.. length, .. json, .. padding]);
            foreach ((_, Tensor tensor) in ordered)
            {
                using DisposeScope scope = NewDisposeScope();
                file.Write(tensor.detach().cpu().contiguous().bytes);
            }
        });
    }

    /// <summary>Reads the tensors that are chosen; the places of the others are checked all the same.</summary>
    internal static Dictionary<string, Tensor> Read(FileStream file, TensorChoice choose)
    {
        JsonObject header = ReadHeader(file);
        header.Remove(MetadataKey);
        long first = file.Position, end = 0;
        var table = new Dictionary<string, StoredTensor>();
        foreach ((string name, Entry entry) in header.Deserialize<Dictionary<string, Entry>>(AsInHeaders)!
            .OrderBy(entry => entry.Value.DataOffsets[0]).ThenBy(entry => entry.Value.DataOffsets[1]))
        {
            (long start, long[] shape) = (entry.DataOffsets[0], entry.Shape);
            long[] strides = [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (product, size) => product * size))];
            var numbers = new Storage(entry.Dtype) { Place = new Place(file, first + start, entry.DataOffsets[1] - start) };
            var tensor = new StoredTensor(numbers, 0, shape, strides);

            // The format has each begin where the one before ends.
            if (start != end || (numbers.IsKnown && tensor.Bytes != numbers.Place.Bytes))
            {
                throw new InvalidDataException();
            }

            end += numbers.Place.Bytes;
            table.Add(name, tensor);
        }

        return StoredTensor.Read(file, table, choose);
    }

    /// <summary>Reads the header and stays where the numbers begin.</summary>
    private static JsonObject ReadHeader(FileStream file)
    {
        byte[] first = new byte[FirstBytes];
        ReadOnlySpan<byte> read = first.AsSpan(0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false));
        if (read is not [_, _, _, _, _, _, _, _, (byte)'{', ..])
        {
            throw new UserMistakeException(KindOf(Encoding.Latin1.GetString(read)));
        }

        byte[] json = new byte[new Place(file, sizeof(long), BinaryPrimitives.ReadInt64LittleEndian(read)).Bytes];
        file.Position = sizeof(long);
        file.ReadExactly(json);
        return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
    }

    /// <summary>What a file is that begins so and holds no weights.</summary>
    private static string KindOf(string first) => first.TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t') switch
    {
        "" => "it is empty; fetch it again",
        ['<', ..] => "it looks like a web page; fetch it again",
        _ when first.Contains("https://git-lfs", StringComparison.Ordinal) =>
            "it is a Git LFS pointer, which only names the file; fetch the file itself (git lfs pull, or the site's download button)",
        ['\u0089', 'H', 'D', 'F', ..] => "it is HDF5, as Keras writes it",
        _ => "its first bytes are neither those of safetensors nor of PyTorch's .pth",
    };

    private sealed record Entry(string Dtype, long[] Shape, long[] DataOffsets);
}
