namespace TransferLearning;

/// <summary>What a pickle says of a storage, which lies elsewhere in the file.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Count">How many numbers it holds; a claim until <see cref="TorchFile"/> has found them.</param>
/// <param name="First">Where this view of the storage begins (PyTorch before 0.4 cut storages into views).</param>
internal sealed record StorageReference(string Key, StorageType Type, long Count, long First)
{
    /// <summary>Reads a persistent id: ("storage", class, key, device, count[, view]).</summary>
    public static StorageReference From(object? persistentId)
    {
        if (persistentId is PickleTuple { Items: ["storage", PickleGlobal { Storage: StorageType type }, string key, _, long count, .. { Length: <= 1 } rest] } && count >= 0)
        {
            switch (rest)
            {
                case [] or [null]:
                    return new StorageReference(key, type, count, 0);
                case [PickleTuple { Items: [_, long first, long viewed] }] when first >= 0 && viewed >= 0 && viewed <= count - first:
                    return new StorageReference(key, type, count, first);
            }
        }

        throw Unusable.Damaged("it describes a storage in a way that PyTorch does not");
    }
}
