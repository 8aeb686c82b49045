using System.IO.Compression;
using System.IO.Hashing;

namespace TransferLearning;

/// <summary>Says which tensors of a file are wanted, of the names in it.</summary>
internal delegate IEnumerable<string> TensorChoice(IReadOnlyCollection<string> names);

/// <summary>
/// Where numbers lie in a file: from a byte on, or in an entry of a zip archive. There is none that reaches beyond the end of the file, and
/// so no memory that a file only claims to need.
/// </summary>
internal sealed class Place(FileStream file, long start, long bytes, ZipArchiveEntry? entry = null)
{
    /// <summary>How many bytes there are.</summary>
    public long Bytes { get; } = start >= 0 && bytes >= 0 && bytes <= file.Length - start ? bytes : throw new EndOfStreamException();

    /// <summary>Reads all of them.</summary>
    public void Read(Span<byte> all)
    {
        if (entry is null)
        {
            file.Position = start;
            file.ReadExactly(all);
            return;
        }

        using Stream stream = entry.Open();
        stream.ReadExactly(all);
        if (Crc32.HashToUInt32(all) != entry.Crc32)   // ZipArchive does not look
        {
            throw new InvalidDataException();
        }
    }
}

/// <summary>Numbers of one type that lie together in a file; tensors are views of them.</summary>
/// <param name="kind">What the format calls their type.</param>
internal sealed class Storage(string kind)
{
    // Names of types in safetensors, and of storages in PyTorch.
    private static readonly (ScalarType Type, string Name, string InPyTorch)[] Types =
    [
        (ScalarType.Float64, "F64", "DoubleStorage"), (ScalarType.Float32, "F32", "FloatStorage"),
        (ScalarType.Float16, "F16", "HalfStorage"), (ScalarType.BFloat16, "BF16", "BFloat16Storage"),
        (ScalarType.Int64, "I64", "LongStorage"), (ScalarType.Int32, "I32", "IntStorage"), (ScalarType.Int16, "I16", "ShortStorage"),
        (ScalarType.Int8, "I8", "CharStorage"), (ScalarType.Byte, "U8", "ByteStorage"), (ScalarType.Bool, "BOOL", "BoolStorage"),
    ];

    /// <summary>What safetensors call a type; null where they have no name for it.</summary>
    public static string? NameOf(ScalarType type) => Types.FirstOrDefault(entry => entry.Type == type).Name;

    /// <summary>Their type; to ask for one that is not read here is refused.</summary>
    public ScalarType Type => IsKnown ? Types.First(Means).Type
        : throw new UserMistakeException($"it holds numbers of the type {WeightsFile.Printable(kind)}, which is not read here");

    /// <summary>Whether their type is read here; others may be in a file, where nobody wants them.</summary>
    public bool IsKnown => Types.Any(Means);

    /// <summary>Where they are; null until it is known.</summary>
    public Place? Place { get; set; }

    /// <summary>Reads all of them.</summary>
    public Tensor Read()
    {
        UserMistakeException.ThrowIf(Place is null || Place.Bytes > Array.MaxLength,
            "the numbers of a tensor are missing, or more than 2 GB");

        Tensor numbers = empty([Place.Bytes / Type.ElementSize()], Type);
        Place.Read(numbers.bytes);
        return numbers;
    }

    private bool Means((ScalarType Type, string Name, string InPyTorch) entry) => kind == entry.Name || kind == entry.InPyTorch;
}

/// <summary>A tensor as a file describes it.</summary>
/// <param name="Numbers">What it shows a part of.</param>
/// <param name="Offset">The first of them that it shows.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">How many numbers further the next one of each dimension is.</param>
internal sealed record StoredTensor(Storage Numbers, long Offset, long[] Shape, long[] Strides)
{
    private const double BytesAlwaysAllowed = 64e6, MostTimesStored = 3;   // tied and turned weights are stored once and read more often

    /// <summary>
    /// Bytes that it takes, exactly where so many can be: a file may claim more than a long holds, and sizes below 0 (not a number).
    /// </summary>
    public double Bytes => Shape.Aggregate((double)Numbers.Type.ElementSize(), (bytes, size) => bytes * (size < 0 ? double.NaN : size));

    /// <summary>Reads those that are chosen; the others take no memory. Fractions become float32, whole numbers int64.</summary>
    public static Dictionary<string, Tensor> Read(FileStream file, Dictionary<string, StoredTensor> table, TensorChoice choose)
    {
        string[] wanted = [.. choose(table.Keys)];
        UserMistakeException.ThrowIf(!(wanted.Sum(name => table[name].Bytes) <= BytesAlwaysAllowed + (file.Length * MostTimesStored)),
            "its tensors are views of far fewer numbers; save a clone() of each");

        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (IGrouping<Storage, string> group in wanted.GroupBy(name => table[name].Numbers))
        {
            using Tensor numbers = group.Key.Read();
            foreach (string name in group)
            {
                StoredTensor stored = table[name];

                // libtorch lets no view reach out of its numbers.
                using Tensor view = numbers.as_strided(stored.Shape, stored.Strides, stored.Offset);
                tensors.Add(name, view.contiguous().to(view.is_floating_point() ? float32 : int64, copy: true));
            }
        }

        return tensors.ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope());
    }
}
