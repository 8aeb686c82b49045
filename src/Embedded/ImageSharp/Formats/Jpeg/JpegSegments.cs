using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Walks the marker segments of a JPEG stream (T.81, B.1.1); bytes between them are passed over.</summary>
internal ref struct JpegSegments
{
    private const int LengthBytes = 2;
    private readonly ReadOnlySpan<byte> data;
    private int position;

    public JpegSegments(ReadOnlySpan<byte> data)
    {
        this.data = data;

        // Behind the start of the picture.
        position = 2;
    }

    /// <summary>The segment's marker.</summary>
    public byte Marker { get; private set; }

    /// <summary>What it holds, without its length.</summary>
    public ReadOnlySpan<byte> Contents { get; private set; }

    /// <summary>The stream behind the segment.</summary>
    public readonly ReadOnlySpan<byte> Rest => data[position..];

    /// <summary>Goes to the next segment.</summary>
    /// <param name="mayBeCut">Whether a segment that the data is too short for ends the walk; otherwise it is refused.</param>
    /// <returns>False at the end of the picture or of the data.</returns>
    public bool MoveNext(bool mayBeCut)
    {
        do
        {
            if (!FindMarker() || Marker == JpegMarker.EndOfImage)
            {
                return false;
            }
        }
        while (Marker is JpegMarker.StartOfImage or JpegMarker.Temporary or (>= JpegMarker.Restart0 and <= JpegMarker.Restart7));

        if (Rest.Length < LengthBytes)
        {
            throw new InvalidImageContentException("The JPEG stream ends in the length of a segment.");
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(Rest) - LengthBytes;
        position += LengthBytes;
        if (length < 0 || length > Rest.Length)
        {
            return mayBeCut ? false : throw SegmentReader.NotEnough(Marker);
        }

        Contents = Rest[..length];
        position += length;
        return true;
    }

    /// <summary>Passes over entropy-coded data.</summary>
    public void Skip(int count) => position += count;

    private bool FindMarker()
    {
        while (Rest.IndexOf((byte)0xFF) is int run and >= 0)
        {
            position += run + 1;
            if (position < data.Length && data[position] is not (0 or 0xFF))
            {
                Marker = data[position++];
                return true;
            }
        }

        return false;
    }
}
