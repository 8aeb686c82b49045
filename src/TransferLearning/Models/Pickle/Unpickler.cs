using System.Numerics;

namespace TransferLearning;

/// <summary>
/// Reads a pickle as data: a small stack machine that can make numbers, texts, lists, dictionaries, and descriptions of tensors, nothing else.
/// It runs no code of the file, does not recurse, and stops after a bounded number of steps.
/// </summary>
internal sealed class Unpickler
{
    private const long MostBytes = 64_000_000;
    private const long MostSteps = 2_000_000;
    private const int NewestProtocol = 5;

    private readonly PickleSource source;
    private readonly IDictionary<string, StorageReference>? references;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];
    private long stepsLeft = MostSteps;

    private Unpickler(Stream stream, IDictionary<string, StorageReference>? references)
    {
        source = new PickleSource(stream, MostBytes);
        this.references = references;
    }

    /// <summary>Reads one pickle from the stream's position; leaves the stream just behind it.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds more than a state dictionary does.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <param name="stream">Where to read.</param>
    /// <param name="references">Gets every storage that the pickle refers to, by its key; each is then of one kind and length.</param>
    public static object? Load(Stream stream, IDictionary<string, StorageReference>? references = null) => new Unpickler(stream, references).Run();

    private object? Run()
    {
        while (true)
        {
            Spend(1);
            var operation = (Opcode)source.Byte();
            if (operation == Opcode.Stop)
            {
                return Pop();
            }

            Perform(operation);
        }
    }

    private void Perform(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.Protocol:
                byte protocol = source.Byte();
                if (protocol > NewestProtocol)
                {
                    throw Unusable.Damaged($"it claims pickle protocol {protocol}");
                }

                break;
            case Opcode.Frame:
                source.UInt64();
                break;
            case Opcode.Mark:
                marks.Push(stack.Count);
                break;
            case Opcode.Pop when stack.Count == Floor && marks.Count > 0:
            case Opcode.PopMark:
                PopToMark();
                break;
            case Opcode.Pop:
                Pop();
                break;
            case Opcode.Duplicate:
                stack.Add(Top());
                break;
            case Opcode.Reduce:
                Reduce();
                break;
            case Opcode.Build:
                Build();
                break;
            case Opcode.Global:
                stack.Add(PickleGlobal.Find(source.Line(), source.Line()));
                break;
            case Opcode.StackGlobal:
                (object? name, object? module) = (Pop(), Pop());
                stack.Add(PickleGlobal.Find(module as string ?? "?", name as string ?? "?"));
                break;
            case Opcode.BinaryPersistentId:
                stack.Add(Note(StorageReference.From(Pop())));
                break;
            default:
                if (!Memorise(operation) && !Collect(operation))
                {
                    stack.Add(Constant(operation));
                }

                break;
        }
    }

    private bool Memorise(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.Put:
                memo[source.LineOfInteger()] = Top();
                return true;
            case Opcode.BinaryPut:
                memo[source.Byte()] = Top();
                return true;
            case Opcode.LongBinaryPut:
                memo[source.UInt32()] = Top();
                return true;
            case Opcode.Memoize:
                memo[memo.Count] = Top();
                return true;
            case Opcode.Get:
                stack.Add(Recall(source.LineOfInteger()));
                return true;
            case Opcode.BinaryGet:
                stack.Add(Recall(source.Byte()));
                return true;
            case Opcode.LongBinaryGet:
                stack.Add(Recall(source.UInt32()));
                return true;
            default:
                return false;
        }
    }

    private bool Collect(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.EmptyTuple:
                stack.Add(PickleTuple.Empty);
                return true;
            case Opcode.Tuple1 or Opcode.Tuple2 or Opcode.Tuple3:
                stack.Add(new PickleTuple(Take(operation - Opcode.Tuple1 + 1)));
                return true;
            case Opcode.Tuple:
                stack.Add(new PickleTuple(PopToMark()));
                return true;
            case Opcode.EmptyList:
                stack.Add(new List<object?>());
                return true;
            case Opcode.List:
                stack.Add(new List<object?>(PopToMark()));
                return true;
            case Opcode.Append:
                Extend([Pop()]);
                return true;
            case Opcode.Appends:
                Extend(PopToMark());
                return true;
            case Opcode.EmptyDictionary:
                stack.Add(new PickleDictionary());
                return true;
            case Opcode.Dictionary:
                object?[] pairs = PopToMark();
                stack.Add(new PickleDictionary());
                SetItems(pairs);
                return true;
            case Opcode.SetItem:
                SetItems(Take(2));
                return true;
            case Opcode.SetItems:
                SetItems(PopToMark());
                return true;
            default:
                return false;
        }
    }

    private object? Constant(Opcode operation) => operation switch
    {
        Opcode.None => null,
        Opcode.True => true,
        Opcode.False => false,
        Opcode.BinaryInteger => (long)source.Int32(),
        Opcode.BinaryInteger1 => (long)source.Byte(),
        Opcode.BinaryInteger2 => (long)source.UInt16(),
        Opcode.Integer => IntegerOrBoolean(source.Line()),
        Opcode.Long => source.LineOfInteger(),
        Opcode.Long1 => Long(source.Bytes(source.Byte())),
        Opcode.BinaryFloat => source.Double(),
        Opcode.BinaryUnicode => source.Text(source.UInt32()),
        Opcode.ShortBinaryUnicode => source.Text(source.Byte()),
        Opcode.BinaryUnicode8 => source.Text(source.UInt64()),
        Opcode.BinaryString => source.Text(source.UInt32()),
        Opcode.ShortBinaryString => source.Text(source.Byte()),
        _ => throw Unusable.Refused($"its pickle has the operation 0x{(byte)operation:x2}, which no table of weights needs"),
    };

    private static object IntegerOrBoolean(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(line, out long value) ? value : throw Unusable.Damaged("it has something else where a number must be"),
    };

    // Only the format's own magic number is longer than eight bytes; it stays bytes.
    private static object Long(byte[] littleEndian)
    {
        if (littleEndian.Length > sizeof(long))
        {
            return littleEndian;
        }

        return (long)new BigInteger(littleEndian);
    }

    private StorageReference Note(StorageReference reference)
    {
        if (references is null)
        {
            return reference;
        }

        if (references.TryGetValue(reference.Key, out StorageReference? known) && (known.Type, known.Count) != (reference.Type, reference.Count))
        {
            throw Unusable.Damaged($"it describes storage {Unusable.Printable(reference.Key)} in two ways");
        }

        references[reference.Key] = reference;
        return reference;
    }

    private void Reduce()
    {
        object? arguments = Pop();
        if (Pop() is not PickleGlobal global || arguments is not PickleTuple tuple)
        {
            throw Unusable.Damaged("it calls something that is no function");
        }

        if (global.Call is null)
        {
            throw Unusable.Refused($"it calls {global.Name}, which no table of weights does");
        }

        Spend(tuple.Items.OfType<List<object?>>().Sum(list => (long)list.Count));
        stack.Add(global.Call(tuple.Items));
    }

    // Python sets attributes here. An ordered dictionary from PyTorch has one, "_metadata" with version numbers of layers: not needed.
    private void Build()
    {
        Pop();
        if (Top() is not PickleDictionary)
        {
            throw Unusable.Refused("it sets attributes of something that has none here");
        }
    }

    private void Extend(ReadOnlySpan<object?> items)
    {
        if (Top() is not List<object?> list)
        {
            throw Unusable.Damaged("it appends to something that is no list");
        }

        list.AddRange(items);
    }

    private void SetItems(object?[] pairs)
    {
        if (Top() is not PickleDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw Unusable.Damaged("it sets items of something that is no dictionary");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            dictionary.Set(pairs[i], pairs[i + 1]);
        }
    }

    // What lies under the last mark is out of reach.
    private int Floor => marks.TryPeek(out int floor) ? floor : 0;

    private object? Top() => stack.Count > Floor ? stack[^1] : throw Exhausted();

    private object? Pop()
    {
        object? top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private object?[] Take(int count)
    {
        if (stack.Count - Floor < count)
        {
            throw Exhausted();
        }

        object?[] items = [.. stack[^count..]];
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        object?[] items = marks.Count > 0 ? Take(stack.Count - Floor) : throw Exhausted();
        marks.Pop();
        return items;
    }

    private object? Recall(long index) => memo.TryGetValue(index, out object? value) ? value : throw Unusable.Damaged("it recalls something that it never noted");

    private void Spend(long steps)
    {
        stepsLeft -= steps;
        if (stepsLeft < 0)
        {
            throw Unusable.Refused($"its description takes more than {MostSteps:N0} steps, which no table of weights does");
        }
    }

    private static InvalidDataException Exhausted() => Unusable.Damaged("its pickle takes more than it has put down");
}
