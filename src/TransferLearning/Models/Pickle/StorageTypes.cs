using System.Runtime.InteropServices;

namespace TransferLearning;

/// <summary>Sizes and conversion of stored numbers.</summary>
internal static class StorageTypes
{
    public static int Bytes(this StorageType type) => type switch
    {
        StorageType.Float64 or StorageType.Int64 => 8,
        StorageType.Float32 or StorageType.Int32 => 4,
        StorageType.Float16 or StorageType.BFloat16 or StorageType.Int16 => 2,
        _ => 1,
    };

    public static bool IsWhole(this StorageType type) => type >= StorageType.Int64;

    /// <summary>Bytes of one number after reading: a float or a long.</summary>
    public static int BytesAsRead(this StorageType type) => type.IsWhole() ? sizeof(long) : sizeof(float);

    /// <summary>Turns stored numbers into float32 or int64, one for one.</summary>
    public static void Convert(StorageType type, ReadOnlySpan<byte> stored, Span<byte> read)
    {
        switch (type)
        {
            case StorageType.Float32 or StorageType.Int64:
                stored.CopyTo(read);
                break;
            case StorageType.Float64:
                Each<double, float>(stored, read, static value => (float)value);
                break;
            case StorageType.Float16:
                Each<Half, float>(stored, read, static value => (float)value);
                break;
            case StorageType.BFloat16:   // the upper half of a float
                Each<ushort, float>(stored, read, static value => BitConverter.Int32BitsToSingle(value << 16));
                break;
            case StorageType.Int32:
                Each<int, long>(stored, read, static value => value);
                break;
            case StorageType.Int16:
                Each<short, long>(stored, read, static value => value);
                break;
            case StorageType.Int8:
                Each<sbyte, long>(stored, read, static value => value);
                break;
            case StorageType.UInt8:
                Each<byte, long>(stored, read, static value => value);
                break;
            case StorageType.Bool:
                Each<byte, long>(stored, read, static value => value == 0 ? 0 : 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static void Each<TStored, TRead>(ReadOnlySpan<byte> stored, Span<byte> read, Func<TStored, TRead> convert)
        where TStored : unmanaged
        where TRead : unmanaged
    {
        ReadOnlySpan<TStored> from = MemoryMarshal.Cast<byte, TStored>(stored);
        Span<TRead> to = MemoryMarshal.Cast<byte, TRead>(read);
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = convert(from[i]);
        }
    }
}
