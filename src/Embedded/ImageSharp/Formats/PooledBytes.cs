using System.Buffers;

namespace SixLabors.ImageSharp.Formats;

/// <summary>A whole file in memory that goes back to the pool.</summary>
internal readonly struct PooledBytes : IDisposable
{
    private const int FirstLength = 1 << 16;
    private readonly byte[] buffer;
    private readonly int length;

    private PooledBytes(byte[] buffer, int length)
    {
        this.buffer = buffer;
        this.length = length;
    }

    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, length);

    public static PooledBytes ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return ReadStream(file);
    }

    public static PooledBytes ReadStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new NotSupportedException("Cannot read from the stream.");
        }

        // One more than is left: reading that ends short of it tells the end without growing.
        long expected = stream.CanSeek ? stream.Length - stream.Position + 1 : FirstLength;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected, 1, Array.MaxLength));
        int length = 0;
        while (true)
        {
            int count = stream.Read(buffer, length, buffer.Length - length);
            length += count;
            if (count == 0)
            {
                return new PooledBytes(buffer, length);
            }

            if (length == buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
