using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header, raw little-endian numbers. It cannot carry code, and nothing in a
/// file is believed before it is checked.
/// </summary>
public static class Safetensors
{
    private const long LargestHeaderBytes = 100_000_000;   // the format's own limit
    private const string MetadataKey = "__metadata__", Format = "safetensors";

    private static readonly JsonSerializerOptions AsInHeaders = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly Dictionary<string, (ScalarType? Type, int Bytes)> Kinds = new()
    {
        ["F64"] = (ScalarType.Float64, 8), ["F32"] = (ScalarType.Float32, 4), ["F16"] = (ScalarType.Float16, 2),
        ["BF16"] = (ScalarType.BFloat16, 2), ["I64"] = (ScalarType.Int64, 8), ["I32"] = (ScalarType.Int32, 4),
        ["I16"] = (ScalarType.Int16, 2), ["I8"] = (ScalarType.Int8, 1), ["U8"] = (ScalarType.Byte, 1), ["BOOL"] = (ScalarType.Bool, 1),
    };

    /// <summary>All tensors by name; fractions become float32, whole numbers and truth values int64. The caller disposes them.</summary>
    /// <exception cref="UserMistakeException">The file is missing, cut off, or its header is not to be trusted.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using FileStream file = WeightsFile.Open(path);
        return Read(file, WeightsFile.Everything);
    }

    /// <summary>The free texts of a file's header; empty when it has none.</summary>
    /// <exception cref="UserMistakeException">The file is missing, cut off, or something else.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream file = WeightsFile.Open(path);
        return ReadHeader(file).TryGetProperty(MetadataKey, out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
            ? metadata.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ToString())
            : new Dictionary<string, string>();
    }

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
            string type = Kinds.FirstOrDefault(entry => entry.Value.Type == tensor.dtype).Key
                ?? throw new NotSupportedException($"{name} is of type {tensor.dtype}.");
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

    /// <summary>Reads the tensors that are chosen; the places of the others are checked all the same, but they take no memory.</summary>
    internal static Dictionary<string, Tensor> Read(FileStream file, TensorChoice choose)
    {
        var tensors = new StoredTensors(file, Format, Kinds);
        Dictionary<string, StoredTensor> table = ReadHeader(file).EnumerateObject().Where(property => property.Name != MetadataKey)
            .ToDictionary(property => property.Name, property => Parse(property, file, tensors));

        // Each byte belongs to one tensor: otherwise a small file could ask for any amount of memory.
        long end = 0;
        foreach ((string name, Place place) in tensors.Places.Where(entry => entry.Value.Bytes > 0).OrderBy(entry => entry.Value.Start))
        {
            end = place.Start >= end ? place.Start + place.Bytes : throw NotUsable(file, name, "overlaps another in its place");
        }

        return tensors.Read(table, choose);
    }

    /// <summary>Reads the header and stays where the numbers begin.</summary>
    private static JsonElement ReadHeader(FileStream file)
    {
        byte[] first = new byte[512];
        ReadOnlySpan<byte> read = first.AsSpan(0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false));
        if (WeightsFile.ForeignKind(read) is { } kind)
        {
            throw NotUsable(file, kind);
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(read);
        if (length is < 2 or > LargestHeaderBytes || length > file.Length - sizeof(long))
        {
            throw NotUsable(file, $"its header claims {length:N0} bytes of a file of {file.Length:N0}");
        }

        byte[] json = new byte[length];
        file.Position = sizeof(long);
        file.ReadExactly(json);
        try
        {
            JsonElement header = JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return header.ValueKind == JsonValueKind.Object ? header : throw NotUsable(file, "its header is no JSON object");
        }
        catch (JsonException exception)
        {
            throw NotUsable(file, "its header is not JSON, or has a name twice", exception);
        }
    }

    private static StoredTensor Parse(JsonProperty property, FileStream file, StoredTensors tensors)
    {
        try
        {
            Entry entry = property.Value.Deserialize<Entry>(AsInHeaders) ?? throw new JsonException();
            long count = entry.Shape.Aggregate(1L, (product, size) => checked(product * size));
            int bytes = Kinds.GetValueOrDefault(entry.Dtype).Bytes;   // 0 of a type that is not known, and that need not be wanted
            if (entry.DataOffsets is not [>= 0 and var start, var end] || end < start || end > file.Length - file.Position
                || entry.Shape.Any(size => size < 0) || (bytes > 0 && end - start != checked(count * bytes)))
            {
                throw NotUsable(file, property.Name, "does not fit its place or the file");
            }

            long[] strides = [.. entry.Shape.Select((_, i) => entry.Shape[(i + 1)..].Aggregate(1L, (product, size) => product * size))];
            tensors.Places[property.Name] = new Place(file.Position + start, end - start);
            return new StoredTensor(property.Name, entry.Dtype, count, 0, entry.Shape, strides);
        }
        catch (Exception exception) when (exception is JsonException or OverflowException)
        {
            throw NotUsable(file, property.Name, "has a malformed entry", exception);
        }
    }

    private static UserMistakeException NotUsable(FileStream file, string tensor, string reason, Exception? inner = null) =>
        NotUsable(file, $"\"{WeightsFile.Printable(tensor)}\" {reason}", inner);

    private static UserMistakeException NotUsable(FileStream file, string reason, Exception? inner = null)
    {
        string whatToDo = reason.Contains("fetch", StringComparison.Ordinal) ? "" : "; fetch or write it again";
        return new StoredTensors(file, Format, Kinds).Refused(reason + whatToDo, inner);
    }

    private sealed record Entry(string Dtype, long[] Shape, long[] DataOffsets);
}
