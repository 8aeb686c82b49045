using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Walks the chunks of a PNG stream.</summary>
internal ref struct PngChunks
{
    private const int SignatureLength = 8;
    private readonly ReadOnlySpan<byte> data;
    private int position;

    public PngChunks(ReadOnlySpan<byte> data)
    {
        this.data = data;
        position = SignatureLength;
    }

    /// <summary>The chunk's four letters.</summary>
    public uint Type { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlySpan<byte> Contents { get; private set; }

    /// <summary>Where in the file that is.</summary>
    public Range ContentsAt { get; private set; }

    /// <summary>Goes to the next chunk. One that the picture depends on must have the right checksum.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        if (!FindChunk())
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(data[position..]);
        int available = data.Length - position - 8;
        int taken = (int)Math.Min(length, (uint)available);
        Contents = data.Slice(position + 8, taken);
        ContentsAt = (position + 8)..(position + 8 + taken);
        ReadOnlySpan<byte> rest = data[(position + 8 + taken)..];
        uint checksum = rest.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(rest) : 0;
        bool isCritical = Type is PngChunk.Header or PngChunk.Palette or PngChunk.Data;
        if (isCritical && checksum != Crc32.Compute(data.Slice(position + 4, taken + 4)))
        {
            throw new InvalidImageContentException($"CRC Error. PNG {PngChunk.Name(Type)} chunk is corrupt!");
        }

        position += 8 + taken + Math.Min(sizeof(uint), rest.Length);
        return true;
    }

    // Passes over bytes that cannot begin a chunk, since no letters follow where they must.
    private bool FindChunk()
    {
        for (; data.Length - position >= sizeof(uint); position++)
        {
            if (data.Length - position < 2 * sizeof(uint))
            {
                throw new InvalidImageContentException("Invalid PNG data.");
            }

            Type = BinaryPrimitives.ReadUInt32BigEndian(data[(position + 4)..]);
            if (PngChunk.IsName(Type))
            {
                return true;
            }
        }

        return false;
    }
}
