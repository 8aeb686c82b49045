using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TransferLearning;

/// <summary>The bytes of a pickle, handed out one piece at a time; nothing is allocated for bytes that are not there.</summary>
/// <param name="stream">Where they come from; read from its position on, and not a byte further than asked.</param>
/// <param name="limit">How many bytes a pickle may have.</param>
internal sealed class PickleSource(Stream stream, long limit)
{
    private const int LongestLine = 1024;
    private long left = limit;

    public byte Byte()
    {
        Take(1);
        int value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw CutOff();
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(sizeof(ulong)));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(sizeof(double)));

    public string Text(ulong bytes) => Encoding.UTF8.GetString(Bytes(bytes));

    /// <summary>Some bytes; a length that the pickle or the file cannot have is refused before memory is asked for.</summary>
    public byte[] Bytes(ulong count)
    {
        if (count > (ulong)left || count > (ulong)(stream.Length - stream.Position))
        {
            throw Unusable.Damaged($"it claims a text of {count:N0} bytes, which cannot be");
        }

        Take((long)count);
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A line of text, without its end.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            line.Append(line.Length < LongestLine ? (char)next : throw Unusable.Damaged("it has a line that never ends"));
        }

        return line.ToString();
    }

    /// <summary>A line with a whole number, perhaps with Python's L behind it.</summary>
    public long LineOfInteger() =>
        long.TryParse(Line().TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Unusable.Damaged("it has something else where a number must be");

    private void Take(long count)
    {
        left -= count;
        if (left < 0)
        {
            throw Unusable.Refused("its description of the tensors is too long to be one");
        }
    }

    private static InvalidDataException CutOff() => Unusable.Damaged("it is cut off");
}
