using System.Buffers.Binary;
using System.Text;

namespace TransferLearning;

/// <summary>
/// Where the entries of a zip archive lie, for archives as PyTorch writes them: nothing compressed, nothing encrypted. (The framework's own reader
/// hands out streams; here places in the file are needed, so that tensors are read straight into their memory.)
/// </summary>
internal static class ZipDirectory
{
    private const uint EndMark = 0x06054b50, End64Mark = 0x06064b50, End64LocatorMark = 0x07064b50, EntryMark = 0x02014b50, LocalMark = 0x04034b50;
    private const int EndBytes = 22, End64LocatorBytes = 20, End64Bytes = 56, EntryBytes = 46, LocalBytes = 30;
    private const int LargestComment = ushort.MaxValue;
    private const int MostDirectoryBytes = 64_000_000;
    private const ushort Extra64 = 0x0001;
    private const uint See64 = uint.MaxValue;

    /// <summary>Lists the entries by name.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or of another kind.</exception>
    public static IReadOnlyDictionary<string, StoredBytes> Read(FileStream file)
    {
        (long position, long length) = FindDirectory(file);
        ReadOnlySpan<byte> directory = At(file, position, checked((int)length));
        var entries = new Dictionary<string, StoredBytes>(StringComparer.Ordinal);
        while (directory.Length > 0)
        {
            if (directory.Length < EntryBytes || UInt32(directory) != EntryMark)
            {
                throw Broken();
            }

            int nameBytes = UInt16(directory[28..]), extraBytes = UInt16(directory[30..]), commentBytes = UInt16(directory[32..]);
            if (directory.Length < EntryBytes + nameBytes + extraBytes + commentBytes)
            {
                throw Broken();
            }

            string name = Encoding.UTF8.GetString(directory.Slice(EntryBytes, nameBytes));
            if (!entries.TryAdd(name, Place(file, directory, name)))
            {
                throw Unusable.Damaged($"{Unusable.Printable(name)} is in it twice");
            }

            directory = directory[(EntryBytes + nameBytes + extraBytes + commentBytes)..];
        }

        return entries;
    }

    private static (long Position, long Length) FindDirectory(FileStream file)
    {
        int tailBytes = (int)Math.Min(file.Length, EndBytes + LargestComment);
        long tailStart = file.Length - tailBytes;
        byte[] tail = At(file, tailStart, tailBytes);
        for (int i = tailBytes - EndBytes; i >= 0; i--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(i);
            if (UInt32(end) == EndMark && UInt16(end[20..]) <= end.Length - EndBytes)
            {
                (long length, long position) = (UInt32(end[12..]), UInt32(end[16..]));
                if (position == See64 || length == See64)
                {
                    (position, length) = FindDirectory64(file, tailStart + i - End64LocatorBytes);
                }

                return position >= 0 && length is >= 0 and <= MostDirectoryBytes && position <= file.Length - length ? (position, length) : throw Broken();
            }
        }

        throw Unusable.Damaged("it is cut off (a zip archive without its directory)");
    }

    private static (long Position, long Length) FindDirectory64(FileStream file, long locatorPosition)
    {
        byte[] locator = At(file, locatorPosition, End64LocatorBytes);
        byte[] end = UInt32(locator) == End64LocatorMark ? At(file, Int64(locator.AsSpan(8)), End64Bytes) : throw Broken();
        return UInt32(end) == End64Mark ? (Int64(end.AsSpan(48)), Int64(end.AsSpan(40))) : throw Broken();
    }

    private static StoredBytes Place(FileStream file, ReadOnlySpan<byte> entry, string name)
    {
        if ((UInt16(entry[8..]) & 1) != 0 || UInt16(entry[10..]) != 0)
        {
            throw Unusable.Refused($"{Unusable.Printable(name)} in it is compressed or encrypted, which PyTorch never does");
        }

        uint checksum = UInt32(entry[16..]);
        long packed = UInt32(entry[20..]), length = UInt32(entry[24..]), local = UInt32(entry[42..]);
        ReadOnlySpan<byte> extra = entry.Slice(EntryBytes + UInt16(entry[28..]), UInt16(entry[30..]));
        while (extra.Length >= 4)
        {
            ReadOnlySpan<byte> field = extra[4..];
            int fieldBytes = UInt16(extra[2..]);
            field = fieldBytes <= field.Length ? field[..fieldBytes] : throw Broken();
            if (UInt16(extra) == Extra64)
            {
                // Only what did not fit above is here, in this order.
                Next64(ref length, ref field);
                Next64(ref packed, ref field);
                Next64(ref local, ref field);
            }

            extra = extra[(4 + fieldBytes)..];
        }

        byte[] header = At(file, local, LocalBytes);
        long start = local + LocalBytes + UInt16(header.AsSpan(26)) + UInt16(header.AsSpan(28));
        bool fits = UInt32(header) == LocalMark && packed == length && length >= 0 && start <= file.Length && length <= file.Length - start;
        return fits ? new StoredBytes(start, length, checksum) : throw Unusable.Damaged($"{Unusable.Printable(name)} in it is not as long as the file says");
    }

    private static void Next64(ref long value, ref ReadOnlySpan<byte> field)
    {
        if (value == See64)
        {
            value = field.Length >= sizeof(long) ? Int64(field) : throw Broken();
            field = field[sizeof(long)..];
        }
    }

    private static byte[] At(FileStream file, long position, int count)
    {
        if (position < 0 || position > file.Length - count)
        {
            throw Broken();
        }

        byte[] bytes = new byte[count];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static InvalidDataException Broken() => Unusable.Damaged("the directory of the zip archive is broken");
}
