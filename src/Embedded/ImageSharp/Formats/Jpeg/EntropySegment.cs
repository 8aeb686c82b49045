namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Entropy-coded data up to the next marker, with the stuffed zero bytes behind 0xFF taken out (T.81, B.1.1.5).</summary>
internal static class EntropySegment
{
    /// <summary>Copies one segment.</summary>
    /// <param name="source">The stream from the segment's first byte.</param>
    /// <param name="destination">Takes the bytes and <see cref="BitReader.Padding"/> zeros; as long as the source and the padding.</param>
    /// <param name="length">How many bytes were written, without the padding.</param>
    /// <param name="reachedEnd">True where nothing follows in the stream, but perhaps a last marker: what is missing never comes.</param>
    /// <returns>How many source bytes the segment takes: where the marker stands.</returns>
    public static int Unstuff(ReadOnlySpan<byte> source, Span<byte> destination, out int length, out bool reachedEnd)
    {
        int read = 0;
        int written = 0;
        reachedEnd = true;
        while (read < source.Length)
        {
            int run = source[read..].IndexOf((byte)0xFF);
            int plain = run < 0 ? source.Length - read : run;
            source.Slice(read, plain).CopyTo(destination[written..]);
            read += plain;
            written += plain;
            if (run < 0)
            {
                break;
            }

            int next = read + 1;
            while (next < source.Length && source[next] == 0xFF)
            {
                next++;
            }

            if (next >= source.Length)
            {
                read = source.Length;
                break;
            }

            if (source[next] != 0)
            {
                // Where bits are missing in front of a marker, its first byte is read, then zeros: so does the package.
                destination[written++] = 0xFF;
                read = next - 1;
                reachedEnd = next + 1 == source.Length;
                break;
            }

            destination[written++] = 0xFF;
            read = next + 1;
        }

        destination.Slice(written, BitReader.Padding).Clear();
        length = written;
        return read;
    }
}
