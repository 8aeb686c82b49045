using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Reads the contents of one marker segment; too few bytes are an error that names the marker.</summary>
internal ref struct SegmentReader
{
    private readonly byte marker;
    private ReadOnlySpan<byte> rest;

    public SegmentReader(byte marker, ReadOnlySpan<byte> contents)
    {
        this.marker = marker;
        rest = contents;
    }

    public readonly int Remaining => rest.Length;

    public byte ReadByte() => Read(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Read(2));

    public ReadOnlySpan<byte> Read(int count)
    {
        if (count > rest.Length)
        {
            throw NotEnough(marker);
        }

        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public static InvalidImageContentException NotEnough(byte marker) =>
        new($"Input stream does not have enough bytes to parse declared contents of the {marker:X2} marker.");
}
