using System.Collections;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.RegularExpressions;
using Razorvine.Pickle;
using Razorvine.Pickle.Objects;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Reads the tensors of a file that torch.save wrote: a zip archive, or the form before PyTorch 1.6. Its description of them is a pickle,
/// which in Python can call any function; here nothing in it is run, and what asks for more than tensors is refused by name.
/// </summary>
internal sealed partial class PyTorchFile
{
    private const long BytesAlwaysAllowed = 64_000_000;
    private const int MostTimesStored = 3;   // tied and turned weights are stored once and read more often
    private const int MostDimensions = 64;   // PyTorch's own limit

    // Training scripts keep the table together with optimizer and epoch, often under one of these names; of equally long ones it is meant.
    private static readonly string[] UsualNames = ["state_dict", "model_state_dict", "model"];

    // What storages are called in PyTorch, and the bytes of one number. Those without a type are passed over, unless they are wanted.
    private static readonly Dictionary<string, (ScalarType? Type, int Bytes)> Kinds = new()
    {
        ["FloatStorage"] = (ScalarType.Float32, 4), ["DoubleStorage"] = (ScalarType.Float64, 8), ["HalfStorage"] = (ScalarType.Float16, 2),
        ["BFloat16Storage"] = (ScalarType.BFloat16, 2), ["LongStorage"] = (ScalarType.Int64, 8), ["IntStorage"] = (ScalarType.Int32, 4),
        ["ShortStorage"] = (ScalarType.Int16, 2), ["CharStorage"] = (ScalarType.Int8, 1),
        ["ByteStorage"] = (ScalarType.Byte, 1), ["BoolStorage"] = (ScalarType.Bool, 1),
        ["ComplexFloatStorage"] = (null, 8), ["ComplexDoubleStorage"] = (null, 16),
        ["QInt8Storage"] = (null, 1), ["QUInt8Storage"] = (null, 1), ["QInt32Storage"] = (null, 4),
    };

    private readonly FileStream file;
    private readonly Dictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Storage> storages = new(StringComparer.Ordinal);

    static PyTorchFile()
    {
        Register(Rebuild, "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2");
        Register(
            arguments => arguments[0],
            "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", "torch.Size", "torch.device");
        Register(arguments => new OrderedDictionary(arguments), "collections.OrderedDict");
        foreach (string kind in (string[])["_rebuild_tensor_v3", "_rebuild_qtensor", "_rebuild_sparse_tensor"])
        {
            Register(_ => new View(new Storage("", kind, 0), 0, [], []), "torch._utils." + kind);
        }

        static void Register(Func<object[], object> make, params string[] names)
        {
            foreach (string name in names)
            {
                int dot = name.LastIndexOf('.');
                Unpickler.registerConstructor(name[..dot], name[(dot + 1)..], new Maker(make));
            }
        }
    }

    private PyTorchFile(FileStream file) => this.file = file;

    /// <summary>Reads the tensors that are chosen, straight from their places; the others take no memory.</summary>
    /// <exception cref="UserMistakeException">The file cannot be used; the sentence says why.</exception>
    public static Dictionary<string, Tensor> Read(FileStream file, bool isZip, TensorChoice choose)
    {
        var contents = new PyTorchFile(file);
        ZipArchive? archive = null;
        try
        {
            Dictionary<string, View> table;
            try
            {
                table = isZip
                    ? contents.OpenZip(archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true)) : contents.OpenLegacy();
            }
            catch (Exception exception) when (exception is not UserMistakeException and not OutOfMemoryException)
            {
                throw contents.Refused(exception);   // Razorvine has no one exception for damaged pickles
            }

            IReadOnlyDictionary<string, string> chosen = choose(table.Keys);
            return contents.Read(
                table.Where(entry => chosen.ContainsKey(entry.Key)).ToDictionary(entry => chosen[entry.Key], entry => entry.Value));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw contents.Refused(exception);
        }
        finally
        {
            archive?.Dispose();
        }
    }

    private Dictionary<string, View> OpenZip(ZipArchive archive)
    {
        if (archive.Entries.Any(
            entry => entry.FullName.EndsWith("/constants.pkl", StringComparison.Ordinal)
                || entry.FullName.Contains("/code/", StringComparison.Ordinal)))
        {
            throw Refused(
                "it is TorchScript (torch.jit.save), a program and no table of weights; "
                    + "in Python: torch.save(torch.jit.load(\"file\").state_dict(), \"weights.pth\")");
        }

        ZipArchiveEntry description =
            archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw Refused("it is a zip archive that torch.save did not write");
        string folder = description.FullName[..^"data.pkl".Length] + "data/";
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)))
        {
            places[entry.FullName[folder.Length..]] = new Place(entry, 0, entry.Length);
        }

        byte[] pickle = new byte[Checked(description).Length];
        if (!Fill(new Place(description, 0, pickle.Length), pickle))
        {
            throw Refused("its description of the tensors is not the one that was saved (its checksum is wrong); fetch or save it again");
        }

        using var stream = new GuardedStream(new MemoryStream(pickle));
        return TableIn(new Machine(storages).load(stream));
    }

    // Pickles: magic number, protocol, system, what was saved, keys of storages; then for each key its count and its numbers.
    private Dictionary<string, View> OpenLegacy()
    {
        using var stream = new GuardedStream(file);
        var machine = new Machine(storages);
        machine.load(stream);
        machine.load(stream);
        machine.load(stream);
        Dictionary<string, View> table = TableIn(machine.load(stream));
        byte[] count = new byte[sizeof(long)];
        foreach (string key in ((ArrayList)machine.load(stream)).Cast<string>())
        {
            file.ReadExactly(count);
            Int128 bytes = (Int128)BitConverter.ToInt64(count) * Kinds[storages[key].Kind].Bytes;
            if (bytes < 0 || bytes > file.Length - file.Position)
            {
                throw new EndOfStreamException();
            }

            places[key] = new Place(null, file.Position, (long)bytes);
            file.Position += (long)bytes;
        }

        return table;
    }

    /// <summary>The dictionary with the most tensors, however deep it lies; on the way, refuses what holds more than data.</summary>
    private Dictionary<string, View> TableIn(object? root)
    {
        var tables = new List<(string Name, Hashtable Table, int Tensors)>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(string Name, object? Value)>([("", root)]);
        while (open.TryPop(out (string Name, object? Value) next))
        {
            if (next.Value is null or string || (!next.Value.GetType().IsValueType && !seen.Add(next.Value)))
            {
                continue;
            }

            switch (next.Value)
            {
                case ClassDict network when network.ContainsKey("_modules"):
                    throw Refused(
                        $"it holds a whole network ({WeightsFile.Printable(network.ClassName)}), and nothing of it was run; "
                            + $"save its weights alone, in Python: torch.save(model.state_dict(), \"weights.pth\")");
                case ClassDict thing:
                    throw Unknown(thing.ClassName);
                case ClassDictConstructor { module: not "torch" } unknown:
                    throw Unknown($"{unknown.module}.{unknown.name}");
                case Hashtable table:
                    tables.Add((next.Name, table, table.Values.OfType<View>().Count()));
                    foreach (DictionaryEntry entry in table)
                    {
                        open.Push((entry.Key as string ?? "", entry.Value));
                    }

                    break;
                case IEnumerable items:
                    foreach (object? item in items)
                    {
                        open.Push(("", item));
                    }

                    break;
            }
        }

        if (root is not Hashtable)
        {
            throw Refused("it holds no dictionary of tensors; save the model's state_dict()");
        }

        (_, Hashtable best, int count) = tables.OrderByDescending(table => table.Tensors)
            .ThenBy(table => Array.IndexOf(UsualNames, table.Name) is >= 0 and int rank ? rank : UsualNames.Length)
            .ThenBy(table => table.Name, StringComparer.Ordinal).First();
        return count > 0
            ? best.Cast<DictionaryEntry>().Where(entry => entry is { Key: string, Value: View })
                .ToDictionary(entry => (string)entry.Key, entry => (View)entry.Value!)
            : throw Refused("no tensors are in its dictionary; save the model's state_dict()");
    }

    private Dictionary<string, Tensor> Read(Dictionary<string, View> views)
    {
        Int128 total = views.Sum(entry => Check(entry.Key, entry.Value));
        if (total > BytesAlwaysAllowed + ((Int128)file.Length * MostTimesStored))
        {
            throw Refused($"its {views.Count:N0} tensors are views of far fewer numbers; save a clone() of each");
        }

        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var group in views.GroupBy(entry => entry.Value.Storage.Key, StringComparer.Ordinal))
        {
            Storage storage = group.First().Value.Storage;
            ScalarType type = Kinds[storage.Kind].Type!.Value;
            using Tensor numbers = empty([storage.Count], type);
            if (!Fill(places[storage.Key], numbers.bytes))
            {
                throw Refused(
                    $"the numbers of \"{WeightsFile.Printable(group.First().Key)}\" are not those that were saved "
                        + $"(their checksum is wrong); fetch or save it again");
            }

            foreach ((string name, View view) in group)
            {
                // The strides of a tensor without numbers mean nothing.
                using Tensor found =
                    view.Shape.Contains(0) ? empty(view.Shape, type) : numbers.as_strided(view.Shape, view.Strides, view.Offset);
                tensors.Add(name, found.contiguous().to(WeightsFile.TypeAsRead(type), copy: true));
            }
        }

        return tensors.ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Before any memory is asked for: the storage is in the file, and the view lies in the storage. Gives the bytes that the tensor takes.
    /// </summary>
    private long Check(string name, View view)
    {
        name = WeightsFile.Printable(name);
        (ScalarType? type, int bytes) = Kinds.GetValueOrDefault(view.Storage.Kind);
        if (type is null)
        {
            throw Refused($"the numbers of \"{name}\" are of a kind that is not read here ({WeightsFile.Printable(view.Storage.Kind)})");
        }

        if (view.Shape.Length != view.Strides.Length || view.Shape.Length > MostDimensions
            || view.Shape.Concat(view.Strides).Any(size => size is < 0 or > int.MaxValue) || view.Offset < 0)
        {
            throw Refused($"\"{name}\" has sizes or strides that no tensor has; fetch or save it again");
        }

        Int128 count = view.Shape.Aggregate(
            (Int128)1, (product, size) => size == 0 || product > long.MaxValue ? product * Math.Min(size, 1) : product * size);
        Int128 end = view.Offset +
            view.Shape.Zip(view.Strides).Aggregate((Int128)1, (sum, size) => sum + ((Int128)(size.First - 1) * size.Second));
        if (count > 0 && end > view.Storage.Count)
        {
            throw Refused($"\"{name}\" reaches out of its storage; fetch or save it again");
        }

        if (!places.TryGetValue(view.Storage.Key, out Place? place) || view.Storage.Count < 0
            || (Int128)view.Storage.Count * bytes > place.Bytes)
        {
            throw Refused($"the numbers of \"{name}\" are not all in it; fetch or save it again");
        }

        return count * sizeof(long) <= Array.MaxLength * 2L && place.Bytes <= Array.MaxLength
            ? (long)count * bytes
            : throw Refused($"\"{name}\" is larger than 2 GB, or a view of far fewer numbers");
    }

    /// <summary>Reads the beginning of a place; false when the whole of it is not what was saved.</summary>
    private bool Fill(Place place, Span<byte> bytes)
    {
        if (place.Entry is null)
        {
            file.Position = place.Start;
            file.ReadExactly(bytes);
            return true;
        }

        using Stream stream = Checked(place.Entry).Open();
        stream.ReadExactly(bytes);   // ZipArchive compares no checksums
        return bytes.Length < place.Bytes || Crc32.HashToUInt32(bytes) == place.Entry.Crc32;
    }

    /// <summary>PyTorch stores as it is: an entry that unpacks to more than it has could ask for any amount of memory.</summary>
    private ZipArchiveEntry Checked(ZipArchiveEntry entry) => entry.CompressedLength == entry.Length && entry.Length <= file.Length
        ? entry
        : throw Refused("its archive is compressed, encrypted or damaged, and torch.save writes none of that; fetch or save it again");

    private UserMistakeException Refused(Exception exception) => UnknownClass().Match(exception.Message) is { Success: true } unknown
        ? Unknown(unknown.Groups[1].Value)
        : Refused(exception is IOException ? "it is cut off; fetch or save it again" : "it is damaged; fetch or save it again", exception);

    private UserMistakeException Unknown(string name) => Refused(
        $"it asks for {WeightsFile.Printable(name)}, which no table of weights needs, and nothing of it was run; "
            + $"if you trust it, save its weights alone, in Python: torch.save(model.state_dict(), \"weights.pth\")");

    private UserMistakeException Refused(string reason, Exception? inner = null) =>
        new($"{file.Name} is not a usable PyTorch file: {reason}.", inner);

    // (storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]])
    private static View Rebuild(object[] arguments) =>
        new((Storage)arguments[0], checked(((Storage)arguments[0]).First + Convert.ToInt64(arguments[1], null)),
        Longs(arguments[2]), Longs(arguments[3]));

    private static long[] Longs(object tuple) => [.. ((object[])tuple).Select(number => Convert.ToInt64(number, null))];

    [GeneratedRegex(@"construction of ClassDict \(for (.+?)\)", RegexOptions.Singleline)]
    private static partial Regex UnknownClass();

    private sealed record Storage(string Key, string Kind, long Count, long First = 0);

    private sealed record View(Storage Storage, long Offset, long[] Shape, long[] Strides);

    private sealed record Place(ZipArchiveEntry? Entry, long Start, long Bytes);

    private sealed class Maker(Func<object[], object> make) : IObjectConstructor
    {
        public object construct(object[] args) => make(args);
    }

    private sealed class OrderedDictionary : Hashtable
    {
        // Python 3 makes it empty and fills it afterwards, Python 2 gives a list of pairs, once: emptied, it cannot be given a thousand
        // times.
        public OrderedDictionary(object[] arguments)
        {
            if (arguments is [ArrayList pairs])
            {
                foreach (IList pair in pairs)
                {
                    this[pair[0]!] = pair[1];
                }

                pairs.Clear();
            }
        }

        /// <summary>Razorvine's name for what BUILD does; here version numbers of layers, which nothing needs.</summary>
        public static void __setstate__(Hashtable _)
        {
        }
    }

    private sealed class Machine(Dictionary<string, Storage> storages) : Unpickler
    {
        // "storage", class, key, device, count[, (key of the view, first number, count)]; "module", class, source file, source
        protected override object persistentLoad(object pid)
        {
            var parts = (object[])pid;
            if (parts is ["module", var type, ..])
            {
                return type;
            }

            long first = parts is [_, _, _, _, _, object[] view] ? Convert.ToInt64(view[1], null) : 0;
            var storage = new Storage((string)parts[2], ((ClassDictConstructor)parts[1]).name, Convert.ToInt64(parts[4], null), first);
            return storages[storage.Key] = storage;
        }
    }

    /// <summary>
    /// Razorvine makes room for as many bytes as a pickle claims to have before it reads them; this looks at the claim first.
    /// </summary>
    private sealed class GuardedStream(Stream inner) : Stream
    {
        private int opcode;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int ReadByte() => opcode = inner.ReadByte();

        public override int Read(byte[] buffer, int offset, int count)
        {
            inner.ReadExactly(buffer, offset, count);
            long claimed = (opcode, count) switch
            {
                ('X' or 'T' or 'B' or 0x8b, sizeof(int)) => BitConverter.ToInt32(buffer, offset),   // texts, bytes, long integers
                (0x8d or 0x8e or 0x96, sizeof(long)) => BitConverter.ToInt64(buffer, offset),
                _ => 0,
            };
            opcode = 0;
            return claimed >= 0 && claimed <= inner.Length - inner.Position ? count : throw new EndOfStreamException();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
