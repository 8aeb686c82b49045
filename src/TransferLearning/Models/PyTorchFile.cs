using System.Collections;
using System.IO.Compression;
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
    private readonly StoredTensors tensors;
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
            Register(_ => new StoredTensor("", kind, 0, 0, [], []), "torch._utils." + kind);
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

    private PyTorchFile(FileStream file) => (this.file, tensors) = (file, new StoredTensors(file, "PyTorch", Kinds));

    /// <summary>Reads the tensors that are chosen, straight from their places; the others take no memory.</summary>
    /// <exception cref="UserMistakeException">The file cannot be used; the sentence says why.</exception>
    public static Dictionary<string, Tensor> Read(FileStream file, bool isZip, TensorChoice choose)
    {
        var contents = new PyTorchFile(file);
        try
        {
            using ZipArchive? archive = isZip ? new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true) : null;
            return contents.tensors.Read(archive is null ? contents.OpenLegacy() : contents.OpenZip(archive), choose);
        }
        catch (Exception exception) when (exception is not UserMistakeException and not OutOfMemoryException)
        {
            // Razorvine has no one exception for damaged pickles.
            throw UnknownClass().Match(exception.Message) is { Success: true } unknown ? contents.Unknown(unknown.Groups[1].Value)
                : contents.Refused($"it is {(exception is IOException ? "cut off" : "damaged")}; fetch or save it again", exception);
        }
    }

    private Dictionary<string, StoredTensor> OpenZip(ZipArchive archive)
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
            tensors.Places[entry.FullName[folder.Length..]] = PlaceOf(entry);
        }

        Place place = PlaceOf(description);
        byte[] pickle = new byte[place.Bytes];
        if (!tensors.Fill(place, pickle))
        {
            throw Refused("its description of the tensors is not the one that was saved (its checksum is wrong); fetch or save it again");
        }

        return TableIn(new Machine(storages).loads(pickle));
    }

    // Pickles: magic number, protocol, system, what was saved, keys of storages; then for each key its count and its numbers.
    private Dictionary<string, StoredTensor> OpenLegacy()
    {
        using var guarded = new GuardedFile(file.Name);
        var machine = new Machine(storages);
        object?[] pickles = [.. Enumerable.Range(0, 5).Select(_ => machine.load(guarded))];
        Dictionary<string, StoredTensor> table = TableIn(pickles[3]);
        byte[] count = new byte[sizeof(long)];
        foreach (string key in ((ArrayList)pickles[4]!).Cast<string>())
        {
            guarded.ReadExactly(count.AsSpan());
            Int128 bytes = (Int128)BitConverter.ToInt64(count) * Kinds[storages[key].Kind].Bytes;
            if (bytes < 0 || bytes > guarded.Length - guarded.Position)
            {
                throw new EndOfStreamException();
            }

            tensors.Places[key] = new Place(guarded.Position, (long)bytes);
            guarded.Position += (long)bytes;
        }

        return table;
    }

    /// <summary>The dictionary with the most tensors, however deep it lies; on the way, refuses what holds more than data.</summary>
    private Dictionary<string, StoredTensor> TableIn(object? root)
    {
        var tables = new List<(string Name, Dictionary<string, StoredTensor> Tensors)>();
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
                    DictionaryEntry[] entries = [.. table.Cast<DictionaryEntry>()];
                    tables.Add((next.Name, entries.Where(entry => entry is { Key: string, Value: StoredTensor })
                        .ToDictionary(entry => (string)entry.Key, entry => (StoredTensor)entry.Value!)));
                    Array.ForEach(entries, entry => open.Push((entry.Key as string ?? "", entry.Value)));
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

        Dictionary<string, StoredTensor> best = tables.OrderByDescending(table => table.Tensors.Count)
            .ThenBy(table => Array.IndexOf(UsualNames, table.Name) is >= 0 and int rank ? rank : UsualNames.Length)
            .ThenBy(table => table.Name, StringComparer.Ordinal).First().Tensors;
        return best.Count > 0 ? best : throw Refused("no tensors are in its dictionary; save the model's state_dict()");
    }

    /// <summary>PyTorch stores as it is: an entry that unpacks to more than it has could ask for any amount of memory.</summary>
    private Place PlaceOf(ZipArchiveEntry entry) => entry.CompressedLength == entry.Length && entry.Length <= file.Length
        ? new Place(0, entry.Length, entry)
        : throw Refused("its archive is compressed, encrypted or damaged, and torch.save writes none of that; fetch or save it again");

    private UserMistakeException Refused(string reason, Exception? inner = null) => tensors.Refused(reason, inner);

    private UserMistakeException Unknown(string name) => Refused(
        $"it asks for {WeightsFile.Printable(name)}, which no table of weights needs, and nothing of it was run; "
            + $"if you trust it, save its weights alone, in Python: torch.save(model.state_dict(), \"weights.pth\")");

    // (storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]])
    private static StoredTensor Rebuild(object[] arguments)
    {
        var storage = (Storage)arguments[0];
        long offset = checked(storage.First + Convert.ToInt64(arguments[1], null));
        return new StoredTensor(storage.Key, storage.Kind, storage.Count, offset, Longs(arguments[2]), Longs(arguments[3]));
    }

    private static long[] Longs(object tuple) => [.. ((object[])tuple).Select(number => Convert.ToInt64(number, null))];

    [GeneratedRegex(@"construction of ClassDict \(for (.+?)\)", RegexOptions.Singleline)]
    private static partial Regex UnknownClass();

    private sealed record Storage(string Key, string Kind, long Count, long First = 0);

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
    /// Of a stream, Razorvine makes room for as many bytes as a pickle claims to have before it reads them; this looks at the claim first.
    /// </summary>
    private sealed class GuardedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read)
    {
        private int opcode;

        public override int ReadByte() => opcode = base.ReadByte();

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (int read = 0, more; read < count; read += more)
            {
                more = base.Read(buffer, offset + read, count - read) is > 0 and int some ? some : throw new EndOfStreamException();
            }

            long claimed = (opcode, count) switch
            {
                ('X' or 'T' or 'B' or 0x8b, sizeof(int)) => BitConverter.ToInt32(buffer, offset),   // texts, bytes, long integers
                (0x8d or 0x8e or 0x96, sizeof(long)) => BitConverter.ToInt64(buffer, offset),
                _ => 0,
            };
            opcode = 0;
            return claimed >= 0 && claimed <= Length - Position ? count : throw new EndOfStreamException();
        }
    }
}
