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
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["F64"] = ScalarType.Float64, ["F32"] = ScalarType.Float32, ["F16"] = ScalarType.Float16, ["BF16"] = ScalarType.BFloat16,
        ["I64"] = ScalarType.Int64, ["I32"] = ScalarType.Int32, ["I16"] = ScalarType.Int16, ["I8"] = ScalarType.Int8,
        ["U8"] = ScalarType.Byte, ["BOOL"] = ScalarType.Bool,
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
        (JsonElement header, _) = ReadHeader(file);
        return header.TryGetProperty(MetadataKey, out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
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
            string type = Types.FirstOrDefault(entry => entry.Value == tensor.dtype).Key
                ?? throw new NotSupportedException($"{name} is of type {tensor.dtype}.");
            long end = offset + (tensor.NumberOfElements * tensor.ElementSize);
            header.Add(name, new { dtype = type, tensor.shape, data_offsets = new[] { offset, end } });
            offset = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        // The numbers begin on a multiple of eight.
        byte[] padding = Encoding.ASCII.GetBytes(new string(' ', (8 - (json.Length % 8)) % 8));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                byte[] length = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding.Length);
                file.Write([.. length, .. json, .. padding]);
                foreach ((_, Tensor tensor) in ordered)
                {
                    using DisposeScope scope = NewDisposeScope();
                    file.Write(tensor.detach().cpu().contiguous().bytes);
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads the tensors that are chosen; the places of the others are checked all the same, but they take no memory.</summary>
    internal static Dictionary<string, Tensor> Read(FileStream file, TensorChoice choose)
    {
        (JsonElement header, long dataStart) = ReadHeader(file);
        Entry[] entries =
            [
                .. header.EnumerateObject().Where(property => property.Name != MetadataKey)
                    .Select(property => Parse(property, file, dataStart)),
            ];
        CheckPlaces(entries, file);
        IReadOnlyDictionary<string, string> chosen = choose([.. entries.Select(entry => entry.Name)]);
        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Entry entry in entries.Where(entry => chosen.ContainsKey(entry.Name)))
        {
            ScalarType type = Types.TryGetValue(entry.Type, out ScalarType known)
                ? known
                : throw NotUsable(file, $"\"{WeightsFile.Printable(entry.Name)}\" is of type {WeightsFile.Printable(entry.Type)}, "
                    + "which is not read here");
            Tensor stored = empty(entry.Shape, type);
            if (stored.NumberOfElements * stored.ElementSize != entry.End - entry.Start)
            {
                throw NotUsable(file, $"the place of \"{WeightsFile.Printable(entry.Name)}\" does not fit its shape");
            }

            file.Position = dataStart + entry.Start;
            file.ReadExactly(stored.bytes);
            tensors.Add(chosen[entry.Name], stored.to(WeightsFile.TypeAsRead(type)));
        }

        return tensors.ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope());
    }

    private static (JsonElement Header, long DataStart) ReadHeader(FileStream file)
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
            using var document = JsonDocument.Parse(json);
            return (document.RootElement.Clone(), sizeof(long) + length);
        }
        catch (JsonException exception)
        {
            throw NotUsable(file, "its header is not JSON", exception);
        }
    }

    private static Entry Parse(JsonProperty property, FileStream file, long dataStart)
    {
        try
        {
            string type = property.Value.GetProperty("dtype").GetString()!;
            long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            // At least a bit for each number, whatever the type.
            long count = shape.Aggregate(1L, (product, size) => checked(product * size));
            bool fits = offsets is [>= 0, var end] && end >= offsets[0] && end <= file.Length - dataStart
                && end - offsets[0] <= Array.MaxLength
                && shape.All(size => size >= 0) && count / 8 <= end - offsets[0];
            return fits
                ? new Entry(property.Name, type, shape, offsets[0], offsets[1])
                : throw NotUsable(file, $"the place of \"{WeightsFile.Printable(property.Name)}\" does not fit its shape or the file");
        }
        catch (Exception exception)
            when (exception is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw NotUsable(file, $"the entry of \"{WeightsFile.Printable(property.Name)}\" is malformed", exception);
        }
    }

    // Each byte belongs to one tensor: otherwise a small file could ask for any amount of memory.
    private static void CheckPlaces(Entry[] entries, FileStream file)
    {
        if (entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw NotUsable(file, $"\"{WeightsFile.Printable(twice.Key)}\" is in it twice");
        }

        long end = 0;
        foreach (Entry entry in entries.Where(entry => entry.End > entry.Start).OrderBy(entry => entry.Start))
        {
            if (entry.Start < end)
            {
                throw NotUsable(file, $"the place of \"{WeightsFile.Printable(entry.Name)}\" overlaps another's");
            }

            end = entry.End;
        }
    }

    private static UserMistakeException NotUsable(FileStream file, string reason, Exception? inner = null) =>
        new(
            $"{file.Name} is not a usable safetensors file: {reason}"
                + $"{(reason.Contains("fetch", StringComparison.Ordinal) ? "" : "; fetch or write it again")}.", inner);

    private sealed record Entry(string Name, string Type, long[] Shape, long Start, long End);
}
