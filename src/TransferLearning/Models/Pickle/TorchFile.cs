namespace TransferLearning;

/// <summary>
/// A file written by <c>torch.save</c>, opened as data. Two formats exist: a zip archive (since PyTorch 1.6), and before it five pickles with the
/// storages behind them. Both are described by a pickle, which <see cref="Unpickler"/> reads without running anything.
/// </summary>
/// <param name="Root">What was saved.</param>
/// <param name="Storages">Where the numbers lie, by the keys of <see cref="StorageReference"/>.</param>
internal sealed record TorchFile(object? Root, IReadOnlyDictionary<string, StoredBytes> Storages)
{
    private const int LegacyProtocol = 1001;
    private static ReadOnlySpan<byte> LegacyMagic => [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Opens either format.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or more than a state dictionary.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static TorchFile Open(FileStream file, bool isZip) => isZip ? OpenZip(file) : OpenLegacy(file);

    // archive/data.pkl, archive/data/0, archive/data/1, …, archive/version, and lately archive/byteorder
    private static TorchFile OpenZip(FileStream file)
    {
        const string Description = "/data.pkl";
        IReadOnlyDictionary<string, StoredBytes> entries = ZipDirectory.Read(file);
        string[] descriptions = [.. entries.Keys.Where(name => name.EndsWith(Description, StringComparison.Ordinal) && name.IndexOf('/') == name.Length - Description.Length)];
        if (descriptions.Length != 1)
        {
            throw Unusable.Refused("it is a zip archive, but not one that PyTorch wrote (it has no data.pkl)");
        }

        string folder = descriptions[0][..^Description.Length];
        if (entries.TryGetValue(folder + "/byteorder", out StoredBytes order) && !BytesOf(file, order, 16).AsSpan().SequenceEqual("little"u8))
        {
            throw Unusable.Refused("its numbers are big-endian; save it again on another machine");
        }

        StoredBytes description = entries[descriptions[0]];
        if (!TensorFiller.IsIntact(file.SafeFileHandle, description))
        {
            throw Unusable.Damaged("its description of the tensors is not what was saved (its checksum is wrong)");
        }

        file.Position = description.Position;
        object? root = Unpickler.Load(file);
        if (file.Position > description.Position + description.Length)
        {
            throw Unusable.Damaged("its description is longer than the place that it has");
        }

        string prefix = folder + "/data/";
        return new TorchFile(root, entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
    }

    // Pickles: magic number, protocol, system, what was saved, keys of storages; then for each key its count (eight bytes) and its numbers.
    private static TorchFile OpenLegacy(FileStream file)
    {
        file.Position = 0;
        if (Unpickler.Load(file) is not byte[] magic || !LegacyMagic.SequenceEqual(magic))
        {
            throw Unusable.Refused("it is a pickle, but not one that PyTorch wrote");
        }

        if (Unpickler.Load(file) is not (long)LegacyProtocol || Unpickler.Load(file) is not PickleDictionary system)
        {
            throw Unusable.Damaged("its beginning is not PyTorch's");
        }

        if (system["little_endian"] is false)
        {
            throw Unusable.Refused("its numbers are big-endian; save it again on another machine");
        }

        var references = new Dictionary<string, StorageReference>(StringComparer.Ordinal);
        object? root = Unpickler.Load(file, references);
        if (Unpickler.Load(file) is not List<object?> keys)
        {
            throw Unusable.Damaged("its list of storages is missing");
        }

        var storages = new Dictionary<string, StoredBytes>(StringComparer.Ordinal);
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (object? key in keys)
        {
            if (key is not string name || !references.TryGetValue(name, out StorageReference? reference))
            {
                throw Unusable.Damaged("it has a storage that nothing refers to");
            }

            file.ReadExactly(count);
            if (BitConverter.ToInt64(count) != reference.Count || (Int128)reference.Count * reference.Type.Bytes() > file.Length - file.Position)
            {
                throw Unusable.Damaged($"storage {Unusable.Printable(name)} is not as long as the file says");
            }

            var stored = new StoredBytes(file.Position, reference.Count * reference.Type.Bytes(), null);
            if (!storages.TryAdd(name, stored))
            {
                throw Unusable.Damaged($"storage {Unusable.Printable(name)} is there twice");
            }

            file.Position += stored.Length;
        }

        return new TorchFile(root, storages);
    }

    private static byte[] BytesOf(FileStream file, StoredBytes place, int most)
    {
        byte[] bytes = new byte[Math.Min(place.Length, most)];
        file.Position = place.Position;
        file.ReadExactly(bytes);
        return bytes;
    }
}
