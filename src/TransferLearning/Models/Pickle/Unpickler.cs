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
    private readonly PickleStack stack = new();
    private readonly IDictionary<string, StorageReference>? references;
    private long stepsLeft = MostSteps;

    private Unpickler(Stream stream, IDictionary<string, StorageReference>? references)
    {
        source = new PickleSource(stream, MostBytes);
        this.references = references;
    }

    /// <summary>Reads one pickle from the stream's position; leaves the stream just behind it.</summary>
    /// <param name="stream">Where to read.</param>
    /// <param name="references">Gets every storage that the pickle refers to, by its key; each is then of one kind and length.</param>
    /// <exception cref="InvalidDataException">It is damaged, or holds more than a state dictionary does.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static object? Load(Stream stream, IDictionary<string, StorageReference>? references = null) => new Unpickler(stream, references).Run();

    private object? Run()
    {
        while (true)
        {
            Spend(1);
            var operation = (Opcode)source.Byte();
            if (operation == Opcode.Stop)
            {
                return stack.Pop();
            }

            if (!Arrange(operation) && !Collect(operation) && !Make(operation))
            {
                stack.Push(PickleConstant.Read(operation, source));
            }
        }
    }

    // Marks, memo, and what says nothing.
    private bool Arrange(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.Protocol:
                byte protocol = source.Byte();
                return protocol <= NewestProtocol ? true : throw Unusable.Damaged($"it claims pickle protocol {protocol}");
            case Opcode.Frame:
                source.UInt64();
                return true;
            case Opcode.Mark:
                stack.Mark();
                return true;
            case Opcode.PopMark:
            case Opcode.Pop when stack.EndsInMark:
                stack.TakeToMark();
                return true;
            case Opcode.Pop:
                stack.Pop();
                return true;
            case Opcode.Duplicate:
                stack.Push(stack.Top());
                return true;
            case Opcode.Put:
                stack.Note(source.LineOfInteger());
                return true;
            case Opcode.BinaryPut:
                stack.Note(source.Byte());
                return true;
            case Opcode.LongBinaryPut:
                stack.Note(source.UInt32());
                return true;
            case Opcode.Memoize:
                stack.Note(stack.Noted);
                return true;
            case Opcode.Get:
                stack.Recall(source.LineOfInteger());
                return true;
            case Opcode.BinaryGet:
                stack.Recall(source.Byte());
                return true;
            case Opcode.LongBinaryGet:
                stack.Recall(source.UInt32());
                return true;
            default:
                return false;
        }
    }

    // Tuples, lists, dictionaries.
    private bool Collect(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.EmptyTuple:
                stack.Push(PickleTuple.Empty);
                return true;
            case Opcode.Tuple1 or Opcode.Tuple2 or Opcode.Tuple3:
                stack.Push(new PickleTuple(stack.Take(operation - Opcode.Tuple1 + 1)));
                return true;
            case Opcode.Tuple:
                stack.Push(new PickleTuple(stack.TakeToMark()));
                return true;
            case Opcode.EmptyList:
                stack.Push(new List<object?>());
                return true;
            case Opcode.List:
                stack.Push(new List<object?>(stack.TakeToMark()));
                return true;
            case Opcode.Append:
                Extend(stack.Take(1));
                return true;
            case Opcode.Appends:
                Extend(stack.TakeToMark());
                return true;
            case Opcode.EmptyDictionary:
                stack.Push(new PickleDictionary());
                return true;
            case Opcode.Dictionary:
                object?[] pairs = stack.TakeToMark();
                stack.Push(new PickleDictionary());
                SetItems(pairs);
                return true;
            case Opcode.SetItem:
                SetItems(stack.Take(2));
                return true;
            case Opcode.SetItems:
                SetItems(stack.TakeToMark());
                return true;
            default:
                return false;
        }
    }

    // What may be named and called: see PickleGlobal.
    private bool Make(Opcode operation)
    {
        switch (operation)
        {
            case Opcode.Global:
                stack.Push(PickleGlobal.Find(source.Line(), source.Line()));
                return true;
            case Opcode.StackGlobal:
                object?[] names = stack.Take(2);
                stack.Push(PickleGlobal.Find(names[0] as string ?? "?", names[1] as string ?? "?"));
                return true;
            case Opcode.Reduce:
                Reduce();
                return true;
            case Opcode.Build:
                Build();
                return true;
            case Opcode.BinaryPersistentId:
                stack.Push(Register(StorageReference.From(stack.Pop())));
                return true;
            default:
                return false;
        }
    }

    private void Extend(object?[] items)
    {
        if (stack.Top() is not List<object?> list)
        {
            throw Unusable.Damaged("it appends to something that is no list");
        }

        list.AddRange(items);
    }

    private void SetItems(object?[] pairs)
    {
        if (stack.Top() is not PickleDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw Unusable.Damaged("it sets items of something that is no dictionary");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            dictionary.Set(pairs[i], pairs[i + 1]);
        }
    }

    private void Reduce()
    {
        if (stack.Take(2) is not [PickleGlobal global, PickleTuple arguments])
        {
            throw Unusable.Damaged("it calls something that is no function");
        }

        if (global.Call is null)
        {
            throw Unusable.Refused($"it calls {global.Name}, which no table of weights does");
        }

        Spend(arguments.Items.OfType<List<object?>>().Sum(list => (long)list.Count));
        stack.Push(global.Call(arguments.Items));
    }

    // Python sets attributes here. An ordered dictionary from PyTorch has one, "_metadata" with version numbers of layers: not needed.
    private void Build()
    {
        stack.Pop();
        if (stack.Top() is not PickleDictionary)
        {
            throw Unusable.Refused("it sets attributes of something that has none here");
        }
    }

    private StorageReference Register(StorageReference reference)
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

    private void Spend(long steps)
    {
        stepsLeft -= steps;
        if (stepsLeft < 0)
        {
            throw Unusable.Refused($"its description takes more than {MostSteps:N0} steps, which no table of weights does");
        }
    }
}
