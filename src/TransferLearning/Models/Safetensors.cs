using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Reads and writes the safetensors format: eight bytes of header length, a JSON header, raw little-endian numbers. It cannot carry code, and
/// nothing in a file is believed before it is checked.
/// </summary>
public static class Safetensors
{
    private const long LargestHeaderBytes = 100_000_000;   // the format's own limit
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads all tensors of a file, by name; float16 and bfloat16 become float32. Whoever calls disposes them.</summary>
    /// <exception cref="UserMistakeException">The file is missing, cut off, or its header is not to be trusted.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => Read(path, static _ => true);

    /// <summary>Reads the tensors whose names are wanted; the others are checked all the same, but take no memory.</summary>
    internal static IReadOnlyDictionary<string, Tensor> Read(string path, Predicate<string> isWanted)
    {
        using FileStream file = Open(path);
        (JsonElement header, long dataStart) = ReadHeader(file, path);
        (string Name, Entry Entry)[] entries =
        [
            .. header.EnumerateObject().Where(property => property.Name != MetadataKey).Select(property => (property.Name, Entry.Parse(property, file.Length - dataStart, path))),
        ];
        CheckPlaces(entries, path);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, Entry entry) in entries.Where(entry => isWanted(entry.Name)))
            {
                file.Position = dataStart + entry.Start;
                tensors.Add(name, entry.Read(file));
            }

            return tensors;
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    /// <summary>Reads the free texts of a file's header; empty when it has none.</summary>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream file = Open(path);
        (JsonElement header, _) = ReadHeader(file, path);
        return header.TryGetProperty(MetadataKey, out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
            ? metadata.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.ToString())
            : new Dictionary<string, string>();
    }

    /// <summary>Writes tensors (float32 or int64) beside the file and renames, so that a half-written file is never found.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="tensors">Names and tensors; written in order of name.</param>
    /// <param name="metadata">Free texts for the header.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
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
            string type = tensor.dtype switch
            {
                ScalarType.Float32 => "F32",
                ScalarType.Int64 => "I64",
                _ => throw new NotSupportedException($"{name} is of type {tensor.dtype}; only float32 and int64 are written."),
            };
            long length = tensor.NumberOfElements * (tensor.dtype == ScalarType.Float32 ? sizeof(float) : sizeof(long));
            header.Add(name, new { dtype = type, shape = tensor.shape, data_offsets = new[] { offset, offset + length } });
            offset += length;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int padded = (json.Length + 7) / 8 * 8;   // the numbers begin on a multiple of eight
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, padded);
                file.Write(length);
                file.Write(json);
                file.Write(Encoding.ASCII.GetBytes(new string(' ', padded - json.Length)));
                foreach ((_, Tensor tensor) in ordered)
                {
                    file.Write(BytesOf(tensor));
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static byte[] BytesOf(Tensor tensor)
    {
        using Tensor onHost = tensor.detach().cpu();
        return onHost.dtype == ScalarType.Int64
            ? MemoryMarshal.AsBytes<long>(onHost.data<long>().ToArray()).ToArray()
            : MemoryMarshal.AsBytes<float>(onHost.data<float>().ToArray()).ToArray();
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : throw new UserMistakeException($"There is no weights file {Path.GetFullPath(path)}.");

    private static (JsonElement Header, long DataStart) ReadHeader(FileStream file, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw NotUsable(path, "it is shorter than eight bytes");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LargestHeaderBytes || length > file.Length - 8)
        {
            throw NotUsable(path, $"its header claims {length:N0} bytes of a file of {file.Length:N0}");
        }

        byte[] json = new byte[length];
        file.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object ? (root, 8 + length) : throw NotUsable(path, "its header is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw NotUsable(path, "its header is not JSON", exception);
        }
    }

    // Each byte belongs to one tensor: otherwise a small file could ask for any amount of memory.
    private static void CheckPlaces((string Name, Entry Entry)[] entries, string path)
    {
        if (entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw NotUsable(path, $"\"{Unusable.Printable(twice.Key)}\" is in it twice");
        }

        long end = 0;
        foreach ((string name, Entry entry) in entries.Where(entry => entry.Entry.Length > 0).OrderBy(entry => entry.Entry.Start))
        {
            if (entry.Start < end)
            {
                throw NotUsable(path, $"the place of \"{Unusable.Printable(name)}\" overlaps another's");
            }

            end = entry.Start + entry.Length;
        }
    }

    private static UserMistakeException NotUsable(string path, string reason, Exception? inner = null) =>
        new($"{Path.GetFullPath(path)} is not a usable safetensors file: {reason}; fetch or write it again.", inner);

    private readonly record struct Entry(string Type, long[] Shape, long Start, int Length)
    {
        public static Entry Parse(JsonProperty property, long dataBytes, string path)
        {
            try
            {
                string type = property.Value.GetProperty("dtype").GetString()!;
                long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
                long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
                int elementBytes = type switch
                {
                    "F32" => 4,
                    "F16" or "BF16" => 2,
                    "I64" => 8,
                    _ => throw NotUsable(path, $"\"{property.Name}\" is of type {type}, which is not read here"),
                };
                long bytes = elementBytes;
                foreach (long size in shape)
                {
                    bytes = size < 0 ? -1 : checked(bytes * size);
                }

                bool fits = offsets.Length == 2 && offsets[0] >= 0 && offsets[1] <= dataBytes && offsets[1] - offsets[0] == bytes && bytes is >= 0 and <= int.MaxValue;
                return fits ? new Entry(type, shape, offsets[0], (int)bytes) : throw NotUsable(path, $"the place of \"{property.Name}\" does not fit its shape or the file");
            }
            catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
            {
                throw NotUsable(path, $"the entry of \"{property.Name}\" is malformed", exception);
            }
        }

        /// <summary>Reads the numbers that begin at the file's position.</summary>
        public Tensor Read(FileStream file)
        {
            Tensor tensor = empty(Shape, Type == "I64" ? ScalarType.Int64 : ScalarType.Float32);
            if (Type is "F32" or "I64")
            {
                file.ReadExactly(tensor.bytes);
                return tensor;
            }

            byte[] stored = new byte[Length];
            file.ReadExactly(stored);
            StorageTypes.Convert(Type == "F16" ? StorageType.Float16 : StorageType.BFloat16, stored, tensor.bytes);
            return tensor;
        }
    }
}
