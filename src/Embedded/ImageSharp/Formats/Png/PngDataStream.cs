namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The contents of all data chunks, one behind the other, as a stream over the file's memory.</summary>
internal sealed unsafe class PngDataStream : Stream
{
    private readonly byte* file;
    private readonly int fileLength;
    private readonly List<Range> parts;
    private int part;
    private int consumed;

    /// <param name="file">The file, which must stay where it is.</param>
    /// <param name="fileLength">Its length.</param>
    /// <param name="parts">Where in it the data is.</param>
    public PngDataStream(byte* file, int fileLength, List<Range> parts)
    {
        this.file = file;
        this.fileLength = fileLength;
        this.parts = parts;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (part < parts.Count)
        {
            ReadOnlySpan<byte> rest = new ReadOnlySpan<byte>(file, fileLength)[parts[part]][consumed..];
            if (!rest.IsEmpty)
            {
                int count = Math.Min(rest.Length, buffer.Length);
                rest[..count].CopyTo(buffer);
                consumed += count;
                return count;
            }

            part++;
            consumed = 0;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
