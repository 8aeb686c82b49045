namespace TransferLearning;

/// <summary>
/// The functions and classes that a state dictionary may name: an ordered dictionary, a size, tensors, parameters and storages.
/// There are no others here, so none can be called.
/// </summary>
/// <param name="Name">Module and name, with a dot between.</param>
/// <param name="Storage">What it holds, if it is a class of storages.</param>
/// <param name="Call">What calling it gives, if it may be called.</param>
internal sealed record PickleGlobal(string Name, StorageType? Storage, Func<object?[], object?>? Call)
{
    private static readonly Dictionary<string, PickleGlobal> Known = new PickleGlobal[]
    {
        new("collections.OrderedDict", null, OrderedDictionary),
        new("torch.Size", null, arguments => arguments is [PickleTuple sizes] ? sizes : throw Malformed("torch.Size")),
        new("torch._utils._rebuild_tensor", null, Tensor),
        new("torch._utils._rebuild_tensor_v2", null, Tensor),
        new("torch._utils._rebuild_parameter", null, Parameter),
        new("torch._utils._rebuild_parameter_with_state", null, Parameter),
        OfStorage("Float", StorageType.Float32),
        OfStorage("Double", StorageType.Float64),
        OfStorage("Half", StorageType.Float16),
        OfStorage("BFloat16", StorageType.BFloat16),
        OfStorage("Long", StorageType.Int64),
        OfStorage("Int", StorageType.Int32),
        OfStorage("Short", StorageType.Int16),
        OfStorage("Char", StorageType.Int8),
        OfStorage("Byte", StorageType.UInt8),
        OfStorage("Bool", StorageType.Bool),
    }.ToDictionary(global => global.Name, StringComparer.Ordinal);

    /// <summary>The global of a name, or a refusal that names it.</summary>
    public static PickleGlobal Find(string module, string name)
    {
        if (Known.TryGetValue($"{module}.{name}", out PickleGlobal? known))
        {
            return known;
        }

        string asked = Unusable.Printable($"{module}.{name}");
        throw Unusable.Refused($"it asks for {asked}, which no table of weights needs, and nothing of it was run; if you trust it, save its weights alone, in Python, with torch.save(model.state_dict(), \"weights.pth\")");
    }

    private static PickleGlobal OfStorage(string kind, StorageType type) => new($"torch.{kind}Storage", type, null);

    // Python 3 makes it empty and fills it afterwards, Python 2 gives a list of pairs.
    private static PickleDictionary OrderedDictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        switch (arguments)
        {
            case []:
                break;
            case [List<object?> pairs]:
                foreach (object? pair in pairs)
                {
                    switch (pair)
                    {
                        case PickleTuple { Items: [var key, var value] }:
                            dictionary.Set(key, value);
                            break;
                        case List<object?> and [var key, var value]:
                            dictionary.Set(key, value);
                            break;
                        default:
                            throw Malformed("an ordered dictionary");
                    }
                }

                break;
            default:
                throw Malformed("an ordered dictionary");
        }

        return dictionary;
    }

    // (storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]])
    private static TensorView Tensor(object?[] arguments) => arguments is [var storage, var offset, var shape, var strides, .. { Length: <= 3 }]
        ? TensorView.From(storage, offset, shape, strides)
        : throw Malformed("a tensor");

    // (data, requires_grad, backward_hooks[, state])
    private static TensorView Parameter(object?[] arguments) => arguments is [TensorView data, _, _, .. { Length: <= 1 }]
        ? data
        : throw Malformed("a parameter");

    private static InvalidDataException Malformed(string what) => Unusable.Damaged($"it makes {what} in a way that PyTorch does not");
}
