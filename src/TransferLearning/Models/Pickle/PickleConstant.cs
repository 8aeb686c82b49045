using System.Numerics;

namespace TransferLearning;

/// <summary>Numbers, truth values and texts that stand in a pickle as they are.</summary>
internal static class PickleConstant
{
    /// <summary>Reads one; an operation that makes none is refused, for it is the last that could be known.</summary>
    public static object? Read(Opcode operation, PickleSource source) => operation switch
    {
        Opcode.None => null,
        Opcode.True => true,
        Opcode.False => false,
        Opcode.BinaryInteger => (long)source.Int32(),
        Opcode.BinaryInteger1 => (long)source.Byte(),
        Opcode.BinaryInteger2 => (long)source.UInt16(),
        Opcode.Integer => IntegerOrBoolean(source.Line()),
        Opcode.Long => source.LineOfInteger(),
        Opcode.Long1 => Long(source.Bytes(source.Byte())),
        Opcode.BinaryFloat => source.Double(),
        Opcode.BinaryUnicode => source.Text(source.UInt32()),
        Opcode.ShortBinaryUnicode => source.Text(source.Byte()),
        Opcode.BinaryUnicode8 => source.Text(source.UInt64()),
        Opcode.BinaryString => source.Text(source.UInt32()),
        Opcode.ShortBinaryString => source.Text(source.Byte()),
        _ => throw Unusable.Refused($"its pickle has the operation 0x{(byte)operation:x2}, which no table of weights needs"),
    };

    // Booleans are numbers with a zero in front in the oldest protocol.
    private static object IntegerOrBoolean(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(line, out long value) ? value : throw Unusable.Damaged("it has something else where a number must be"),
    };

    // Only the format's own magic number is longer than eight bytes; it stays bytes.
    private static object Long(byte[] littleEndian)
    {
        if (littleEndian.Length > sizeof(long))
        {
            return littleEndian;
        }

        return (long)new BigInteger(littleEndian);
    }
}
