using System.Buffers.Binary;
using SixLabors.ImageSharp.Formats.Png;

namespace Embedded.ImageSharp.Tests;

internal static class PngRepair
{
    /// <summary>Writes the right checksum behind every chunk, as far as the chunks can be followed.</summary>
    public static void FixChecksums(Span<byte> file)
    {
        int position = 8;
        while (position + 12 <= file.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (length > file.Length - position - 12)
            {
                return;
            }

            Span<byte> chunk = file.Slice(position + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file[(position + 8 + (int)length)..], Crc32.Compute(chunk));
            position += 12 + (int)length;
        }
    }
}
