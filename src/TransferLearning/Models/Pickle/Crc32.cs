namespace TransferLearning;

/// <summary>The checksum of zip archives (CRC-32, ISO 3309), eight bytes at a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;   // bits reversed
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what came before, carried on over more bytes; begin with zero.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint rest = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            rest ^= (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24);
            rest = Tables[7][(byte)rest] ^ Tables[6][(byte)(rest >> 8)] ^ Tables[5][(byte)(rest >> 16)] ^ Tables[4][rest >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
        }

        foreach (byte next in bytes)
        {
            rest = Tables[0][(byte)(rest ^ next)] ^ rest >> 8;
        }

        return ~rest;
    }

    // Table k holds what a byte does to the rest when k more bytes follow it.
    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint value = 0; value < 256; value++)
        {
            uint rest = value;
            for (int bit = 0; bit < 8; bit++)
            {
                rest = (rest & 1) == 0 ? rest >> 1 : rest >> 1 ^ Polynomial;
            }

            tables[0][value] = rest;
        }

        for (int table = 1; table < 8; table++)
        {
            for (int value = 0; value < 256; value++)
            {
                uint before = tables[table - 1][value];
                tables[table][value] = tables[0][(byte)before] ^ before >> 8;
            }
        }

        return tables;
    }
}
