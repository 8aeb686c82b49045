namespace TransferLearning;

/// <summary>Finds the table of names and tensors in what was saved.</summary>
internal static class StateDictionary
{
    // Training scripts save the table together with the optimizer and the epoch, under one of these names.
    private static readonly string[] UsualNames = ["state_dict", "model_state_dict", "model"];

    /// <summary>The tensors by name: of the dictionary itself, or of the usual one inside it. Entries that are no tensors are passed over.</summary>
    /// <exception cref="InvalidDataException">There is no such table.</exception>
    public static IReadOnlyDictionary<string, TensorView> Find(object? root)
    {
        if (root is not PickleDictionary dictionary)
        {
            throw Unusable.Refused("it holds no dictionary of tensors; save the model's state_dict()");
        }

        IEnumerable<PickleDictionary> candidates = [dictionary, .. UsualNames.Select(name => dictionary[name]).OfType<PickleDictionary>()];
        return candidates.Select(Tensors).FirstOrDefault(tensors => tensors.Count > 0)
            ?? throw Unusable.Refused("no tensors are in its dictionary; save the model's state_dict()");
    }

    private static Dictionary<string, TensorView> Tensors(PickleDictionary dictionary) => dictionary.Entries
        .Where(entry => entry is { Key: string, Value: TensorView })
        .ToDictionary(entry => (string)entry.Key, entry => (TensorView)entry.Value!, StringComparer.Ordinal);
}
