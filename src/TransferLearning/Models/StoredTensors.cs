using System.IO.Compression;
using System.IO.Hashing;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Says which tensors of a file are wanted: names in the file, and the names under which to give them back.</summary>
internal delegate IReadOnlyDictionary<string, string> TensorChoice(IReadOnlyCollection<string> names);

/// <summary>Where numbers lie in a file: from a byte on, or in an entry of a zip archive.</summary>
internal sealed record Place(long Start, long Bytes, ZipArchiveEntry? Entry = null);

/// <summary>A tensor as a file describes it: a view of numbers that lie together.</summary>
/// <param name="Key">Whose place it is that the numbers have.</param>
/// <param name="Kind">What the format calls numbers of this type.</param>
/// <param name="Count">How many numbers are said to lie there.</param>
/// <param name="Offset">The first of them that the tensor shows.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">How many numbers further the next one of each dimension is.</param>
internal sealed record StoredTensor(string Key, string Kind, long Count, long Offset, long[] Shape, long[] Strides);

/// <summary>
/// Reads tensors from where a weights file says that they are. What a file claims is compared with what it has before any memory is asked
/// for, whatever the format.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="format">What its format is called in complaints.</param>
/// <param name="kinds">Types of numbers by the format's names, and their bytes; those without a type are refused where wanted.</param>
internal sealed class StoredTensors(
    FileStream file, string format, IReadOnlyDictionary<string, (ScalarType? Type, int Bytes)> kinds)
{
    private const long BytesAlwaysAllowed = 64_000_000;
    private const int MostTimesStored = 3;   // tied and turned weights are stored once and read more often
    private const int MostDimensions = 64;   // PyTorch's own limit

    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads those that are chosen; the others take no memory. Fractions become float32, whole numbers int64.</summary>
    public Dictionary<string, Tensor> Read(Dictionary<string, StoredTensor> table, TensorChoice choose)
    {
        IReadOnlyDictionary<string, string> chosen = choose(table.Keys);
        KeyValuePair<string, StoredTensor>[] wanted = [.. table.Where(entry => chosen.ContainsKey(entry.Key))];
        Int128 total = wanted.Sum(entry => Check($"\"{WeightsFile.Printable(entry.Key)}\"", entry.Value));
        if (total > BytesAlwaysAllowed + (Int128)file.Length * MostTimesStored)
        {
            throw Refused($"its {wanted.Length:N0} tensors are views of far fewer numbers; save a clone() of each");
        }

        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var group in wanted.GroupBy(entry => entry.Value.Key, StringComparer.Ordinal))
        {
            (_, StoredTensor first) = group.First();
            ScalarType type = kinds[first.Kind].Type!.Value;
            using Tensor numbers = empty([first.Count], type);
            if (!Fill(Places[first.Key], numbers.bytes))
            {
                throw Refused(
                    $"the numbers of \"{WeightsFile.Printable(group.First().Key)}\" are not those that were saved "
                        + $"(their checksum is wrong); fetch or save it again");
            }

            foreach ((string name, StoredTensor view) in group)
            {
                // The strides of a tensor without numbers mean nothing.
                using Tensor found =
                    view.Shape.Contains(0) ? empty(view.Shape, type) : numbers.as_strided(view.Shape, view.Strides, view.Offset);
                tensors.Add(chosen[name], found.contiguous().to(found.is_floating_point() ? float32 : int64, copy: true));
            }
        }

        return tensors.ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope());
    }

    /// <summary>Reads the beginning of a place; false when the whole of it is not what was saved.</summary>
    public bool Fill(Place place, Span<byte> bytes)
    {
        if (place.Entry is not { } entry)
        {
            file.Position = place.Start;
            file.ReadExactly(bytes);
            return true;
        }

        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);   // ZipArchive compares no checksums
        return bytes.Length < place.Bytes || Crc32.HashToUInt32(bytes) == entry.Crc32;
    }

    public UserMistakeException Refused(string reason, Exception? inner = null) =>
        new($"{file.Name} is not a usable {format} file: {reason}.", inner);

    /// <summary>The numbers are all in the file, and the view lies in them. Gives the bytes that the tensor takes.</summary>
    private long Check(string name, StoredTensor view)
    {
        (ScalarType? type, int bytes) = kinds.GetValueOrDefault(view.Kind);
        if (type is null)
        {
            throw Refused($"{name} is of the type {WeightsFile.Printable(view.Kind)}, which is not read here");
        }

        if (view.Shape.Length != view.Strides.Length || view.Shape.Length > MostDimensions
            || view.Shape.Concat(view.Strides).Any(size => size is < 0 or > int.MaxValue) || view.Offset < 0)
        {
            throw Refused($"{name} has sizes or strides that no tensor has; fetch or save it again");
        }

        Int128 count = view.Shape.Aggregate(
            (Int128)1, (product, size) => size == 0 || product > long.MaxValue ? product * Math.Min(size, 1) : product * size);
        Int128 end = view.Offset +
            view.Shape.Zip(view.Strides).Aggregate((Int128)1, (sum, size) => sum + (Int128)(size.First - 1) * size.Second);
        if (count > 0 && end > view.Count)
        {
            throw Refused($"{name} reaches out of its storage; fetch or save it again");
        }

        if (!Places.TryGetValue(view.Key, out Place? place) || view.Count < 0 || (Int128)view.Count * bytes > place.Bytes)
        {
            throw Refused($"the numbers of {name} are not all in it; fetch or save it again");
        }

        return count * sizeof(long) <= Array.MaxLength * 2L && place.Bytes <= Array.MaxLength
            ? (long)count * bytes
            : throw Refused($"{name} is larger than 2 GB, or a view of far fewer numbers");
    }
}
