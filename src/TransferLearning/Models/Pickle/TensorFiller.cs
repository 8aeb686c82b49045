using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TransferLearning;

/// <summary>Reads the numbers of a tensor from a file into memory, in the tensor's own order, as float32 or int64.</summary>
internal static class TensorFiller
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Fills the memory of a tensor.</summary>
    /// <param name="file">The file.</param>
    /// <param name="place">Where the tensor's storage lies in it; the view has been checked against it.</param>
    /// <param name="view">The tensor.</param>
    /// <param name="target">Room for exactly its numbers.</param>
    public static void Fill(SafeFileHandle file, StoredBytes place, TensorView view, Span<byte> target)
    {
        StorageType type = view.Storage.Type;
        long start = place.Position + (view.Offset * type.Bytes());
        if (view.IsContiguous)
        {
            FillInOrder(file, start, type, target);
        }
        else if (view.Count > 0)
        {
            byte[] stored = new byte[view.Extent * type.Bytes()];
            ReadExactly(file, stored, start);
            FillGathered(stored, view, target);
        }
    }

    /// <summary>Whether the bytes of a storage have the checksum that the file notes for them.</summary>
    public static bool IsIntact(SafeFileHandle file, StoredBytes place)
    {
        if (place.Checksum is null or 0)
        {
            return true;   // the legacy format has none, and PyTorch can be told to leave it out
        }

        byte[] chunk = new byte[Math.Min(ChunkBytes, place.Length)];
        uint checksum = 0;
        for (long done = 0; done < place.Length; done += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, place.Length - done));
            ReadExactly(file, part, place.Position + done);
            checksum = Crc32.Append(checksum, part);
        }

        return checksum == place.Checksum;
    }

    private static void FillInOrder(SafeFileHandle file, long start, StorageType type, Span<byte> target)
    {
        if (type is StorageType.Float32 or StorageType.Int64)
        {
            ReadExactly(file, target, start);   // stored as read
            return;
        }

        int each = ChunkBytes / type.Bytes();
        byte[] chunk = new byte[Math.Min(ChunkBytes, target.Length / type.BytesAsRead() * type.Bytes())];
        while (target.Length > 0)
        {
            int count = Math.Min(each, target.Length / type.BytesAsRead());
            Span<byte> part = chunk.AsSpan(0, count * type.Bytes());
            ReadExactly(file, part, start);
            StorageTypes.Convert(type, part, target[..(count * type.BytesAsRead())]);
            target = target[(count * type.BytesAsRead())..];
            start += part.Length;
        }
    }

    private static void FillGathered(byte[] stored, TensorView view, Span<byte> target)
    {
        switch (view.Storage.Type.Bytes())
        {
            case 1:
                Gather<byte>(stored, view, target);
                break;
            case 2:
                Gather<ushort>(stored, view, target);
                break;
            case 4:
                Gather<uint>(stored, view, target);
                break;
            default:
                Gather<ulong>(stored, view, target);
                break;
        }
    }

    // Collects numbers of the right width, whatever they mean, and converts them a chunk at a time.
    private static void Gather<T>(byte[] stored, TensorView view, Span<byte> target)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(stored);
        T[] chunk = new T[Math.Min(view.Count, ChunkBytes / sizeof(ulong))];
        long[] index = new long[view.Shape.Length];
        long at = 0;
        for (long done = 0; done < view.Count; done += chunk.Length)
        {
            Span<T> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, view.Count - done));
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = from[(int)at];
                at = Next(view, index, at);
            }

            Span<byte> place = target.Slice((int)done * view.Storage.Type.BytesAsRead(), part.Length * view.Storage.Type.BytesAsRead());
            StorageTypes.Convert(view.Storage.Type, MemoryMarshal.AsBytes(part), place);
        }
    }

    private static long Next(TensorView view, long[] index, long at)
    {
        for (int dimension = index.Length - 1; dimension >= 0; dimension--)
        {
            at += view.Strides[dimension];
            if (++index[dimension] < view.Shape[dimension])
            {
                break;
            }

            at -= index[dimension] * view.Strides[dimension];
            index[dimension] = 0;
        }

        return at;
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> target, long position)
    {
        while (target.Length > 0)
        {
            int read = RandomAccess.Read(file, target, position);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            target = target[read..];
            position += read;
        }
    }
}
