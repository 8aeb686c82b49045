using System.Collections;
using System.IO.Compression;
using Razorvine.Pickle;
using Razorvine.Pickle.Objects;

namespace TransferLearning;

/// <summary>
/// Reads the tensors of a file that torch.save wrote: a zip archive, or the form before PyTorch 1.6. Its description of them is a pickle,
/// which in Python can call any function; here nothing in it is run, and what asks for more than tensors is refused by name.
/// </summary>
internal sealed class PyTorchFile : Unpickler
{
    // Training scripts keep the table together with optimizer and epoch; of equally long ones, the last of these is meant.
    private static readonly string[] UsualNames = ["model", "model_state_dict", "state_dict"];

    private readonly Dictionary<string, Storage> _storages = [];

    static PyTorchFile()
    {
        Register("torch._utils", ["_rebuild_tensor", "_rebuild_tensor_v2"], Rebuild);

        // Of types newer than storages have (float8, uint16 …); the tensor itself says which.
        Register("torch._utils", ["_rebuild_tensor_v3"], arguments =>
            Rebuild([(new Storage(((ClassDictConstructor)arguments[6]).name), 0L), .. arguments[1..]]));
        Register("torch._utils", ["_rebuild_parameter", "_rebuild_parameter_with_state"], arguments => arguments[0]);
        Register("torch", ["Size", "device"], arguments => arguments[0]);
        Register("collections", ["OrderedDict"], arguments => new OrderedDictionary(arguments));

        static void Register(string module, string[] names, Func<object[], object> make) =>
            Array.ForEach(names, name => registerConstructor(module, name, new Maker(make)));
    }

    /// <summary>Reads the tensors that are chosen, straight from their places; the others take no memory.</summary>
    public static Dictionary<string, Tensor> Read(FileStream file, bool isZip, TensorChoice choose)
    {
        using var unpickler = new PyTorchFile();
        using ZipArchive? archive = isZip ? new ZipArchive(file) : null;
        try
        {
            return StoredTensor.Read(file, archive is null ? unpickler.OpenLegacy(file) : unpickler.OpenZip(file, archive), choose);
        }
        catch (PickleException exception) when (exception.Message.Split("construction of ClassDict (for ") is [_, var unknown])
        {
            throw Unknown(unknown.Split(").")[0]);
        }
    }

    // "storage", class, key, device, count[, (key of the view, first number, count)]; "module", class, source file, source
    protected override object persistentLoad(object pid)
    {
        var parts = (object[])pid;
        if (parts is ["module", var network, ..])
        {
            return network;
        }

        string key = (string)parts[2];
        long first = parts is [_, _, _, _, _, object[] view] ? Convert.ToInt64(view[1], null) : 0;
        _storages.TryAdd(key, new Storage(((ClassDictConstructor)parts[1]).name));
        return (_storages[key], first);
    }

    private Dictionary<string, StoredTensor> OpenZip(FileStream file, ZipArchive archive)
    {
        UserMistakeException.ThrowIf(archive.Entries.Any(entry => entry.FullName.EndsWith("/constants.pkl", StringComparison.Ordinal)),
            "it is TorchScript (torch.jit.save), a program and no table of weights; "
                + "in Python: torch.save(torch.jit.load(\"file\").state_dict(), \"weights.pth\")");

        ZipArchiveEntry description =
            archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new UserMistakeException("it is a zip archive that torch.save did not write");
        Place place = PlaceOf(description);
        byte[] pickle = new byte[place.Bytes];
        place.Read(pickle);
        Dictionary<string, StoredTensor> table = TableIn(loads(pickle));
        string folder = description.FullName[..^"data.pkl".Length] + "data/";
        foreach ((string key, Storage storage) in _storages)
        {
            storage.Place = archive.GetEntry(folder + key) is { } entry ? PlaceOf(entry) : null;
        }

        return table;

        // PyTorch stores as it is: an entry that unpacks to more than it has could ask for any amount of memory.
        Place PlaceOf(ZipArchiveEntry entry) =>
            entry.CompressedLength == entry.Length ? new Place(file, 0, entry.Length, entry) : throw new InvalidDataException();
    }

    // Pickles: magic number, protocol, system, what was saved, keys of storages; then for each key its count and its numbers.
    private Dictionary<string, StoredTensor> OpenLegacy(FileStream file)
    {
        using var guarded = new GuardedFile(file.Name);
        object?[] pickles = [.. Enumerable.Range(0, 5).Select(_ => load(guarded))];
        Dictionary<string, StoredTensor> table = TableIn(pickles[3]);
        using var numbers = new BinaryReader(guarded);
        foreach (Storage storage in ((ArrayList)pickles[4]!).Cast<string>().Select(key => _storages[key]))
        {
            long bytes = checked(numbers.ReadInt64() * storage.Type.ElementSize());
            storage.Place = new Place(file, guarded.Position, bytes);
            guarded.Position += bytes;
        }

        return table;
    }

    /// <summary>The dictionary with the most tensors, however deep it lies; on the way, refuses what holds more than data.</summary>
    private static Dictionary<string, StoredTensor> TableIn(object? root)
    {
        var tables = new List<(string Name, Dictionary<string, StoredTensor> Tensors)>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(string Name, object? Value)>([("", root)]);
        while (open.TryPop(out (string Name, object? Value) next))
        {
            if (next.Value is null || !seen.Add(next.Value))
            {
                continue;
            }

            switch (next.Value)
            {
                case ClassDict thing:
                    throw Unknown(thing.ClassName);
                case ClassDictConstructor { module: not "torch" } type:
                    throw Unknown($"{type.module}.{type.name}");
                case Hashtable table:
                    DictionaryEntry[] entries = [.. table.Cast<DictionaryEntry>()];
                    tables.Add((next.Name, entries.Where(entry => entry is { Key: string, Value: StoredTensor })
                        .ToDictionary(entry => (string)entry.Key, entry => (StoredTensor)entry.Value!)));
                    Array.ForEach(entries, entry => open.Push((entry.Key as string ?? "", entry.Value)));
                    break;
                case object[] or ArrayList:
                    foreach (object? item in (IList)next.Value)
                    {
                        open.Push(("", item));
                    }

                    break;
            }
        }

        return tables.Where(table => table.Tensors.Count > 0).OrderByDescending(table => table.Tensors.Count)
            .ThenByDescending(table => Array.IndexOf(UsualNames, table.Name)).ThenBy(table => table.Name, StringComparer.Ordinal)
            .Select(table => table.Tensors).FirstOrDefault()
            ?? throw new UserMistakeException("it holds no dictionary of tensors; save the model's state_dict()");
    }

    // (storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]])
    private static object Rebuild(object[] arguments)
    {
        (Storage numbers, long first) = ((Storage, long))arguments[0];
        return new StoredTensor(numbers, checked(first + Convert.ToInt64(arguments[1], null)), Longs(arguments[2]), Longs(arguments[3]));

        static long[] Longs(object tuple) => [.. ((object[])tuple).Select(number => Convert.ToInt64(number, null))];
    }

    private static UserMistakeException Unknown(string name) => new(
        $"it asks for {WeightsFile.Printable(name)}, which no table of weights needs, and nothing of it was run; "
            + $"if you trust it, save its weights alone, in Python: torch.save(model.state_dict(), \"weights.pth\")");

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

    /// <summary>
    /// Of a stream, Razorvine makes room for as many bytes as a pickle claims to have before it reads them; this looks at the claim first.
    /// </summary>
    private sealed class GuardedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read)
    {
        private int _opcode;

        public override int ReadByte() => _opcode = base.ReadByte();

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            long claimed = (_opcode, count) switch
            {
                ('X' or 'T' or 'B' or 0x8b, sizeof(int)) => BitConverter.ToInt32(buffer, offset),   // texts, bytes, long integers
                (0x8d or 0x8e or 0x96, sizeof(long)) => BitConverter.ToInt64(buffer, offset),
                _ => 0,
            };
            _opcode = 0;
            return claimed <= Length - Position ? read : throw new EndOfStreamException();
        }
    }
}
