using System.Buffers.Binary;
using System.Text;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The chunks that matter here, their four letters as a number.</summary>
internal static class PngChunk
{
    public const uint Header = 0x49484452;
    public const uint Palette = 0x504C5445;
    public const uint Data = 0x49444154;
    public const uint End = 0x49454E44;
    public const uint Transparency = 0x74524E53;
    public const uint Exif = 0x65584966;

    /// <summary>Whether a number is four letters.</summary>
    public static bool IsName(uint type) =>
        IsLetter(type >> 24) && IsLetter(type >> 16) && IsLetter(type >> 8) && IsLetter(type);

    public static string Name(uint type)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, type);
        return Encoding.Latin1.GetString(letters);
    }
    private static bool IsLetter(uint value) => char.IsAsciiLetter((char)(value & 255));
}
