using System.Buffers.Binary;
using System.IO.Compression;

namespace TransferLearning;

/// <summary>
/// What can be seen in the bytes of an image file without decoding it: its format, how the camera was held, whether it ends early.
/// ImageSharp 2 throws on damaged EXIF data and shows cut-off files as half black, so neither is left to it.
/// </summary>
internal static class ImageBytes
{
    private const string SaveAgain = ", which is not read here; save it as JPEG or PNG";

    // What folders of images hold besides images that are read; looked for at the given offset.
    private static readonly (int Offset, byte[] Bytes, string Name)[] NotRead =
    [
        (4, [.. "ftypheic"u8], "a HEIC photo" + SaveAgain), (4, [.. "ftypheix"u8], "a HEIC photo" + SaveAgain),
        (4, [.. "ftypmif1"u8], "a HEIF photo" + SaveAgain), (4, [.. "ftypmsf1"u8], "a HEIF photo" + SaveAgain),
        (4, [.. "ftypavi"u8], "an AVIF image" + SaveAgain), (4, [.. "ftyp"u8], "a video"),
        (0, [.. "II*\0"u8], "a TIFF image or raw photo" + SaveAgain), (0, [.. "MM\0*"u8], "a TIFF image or raw photo" + SaveAgain),
        (0, [.. "8BPS"u8], "a Photoshop file" + SaveAgain), (0, [0, 0, 0, 12, .. "jP  "u8], "a JPEG 2000 image" + SaveAgain),
        (0, [0, 0, 0, 12, .. "JXL "u8], "a JPEG XL image" + SaveAgain), (0, [0xFF, 0x0A], "a JPEG XL image" + SaveAgain),
        (0, [0, 0, 1, 0], "an icon" + SaveAgain), (0, [.. "P4\n"u8], "a PBM image" + SaveAgain),
        (0, [.. "P5\n"u8], "a PGM image" + SaveAgain),
        (0, [.. "P6\n"u8], "a PPM image" + SaveAgain), (0, [.. "<svg"u8], "an SVG drawing" + SaveAgain),
        (0, [.. "%PDF"u8], "a PDF document"), (0, [.. "PK"u8], "a ZIP archive"),
        (0, [.. "version https://git-lfs"u8], "a Git LFS pointer, not the image itself; run \"git lfs pull\""),
        (0, [.. "<!DOCTYPE html"u8], "a web page, not an image"), (0, [.. "<!doctype html"u8], "a web page, not an image"),
        (0, [.. "<html"u8], "a web page, not an image"),
    ];

    public static bool IsJpeg(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static bool IsPng(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8]);

    public static bool IsWebp(ReadOnlySpan<byte> data) => data.Length > 12 && data.StartsWith("RIFF"u8) && data[8..].StartsWith("WEBP"u8);

    /// <summary>What a file is that is none of the formats read, in words; null when it is not known.</summary>
    public static string? NameOf(ReadOnlySpan<byte> start)
    {
        foreach ((int offset, byte[] bytes, string name) in NotRead)
        {
            if (start.Length > offset && start[offset..].StartsWith(bytes))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>EXIF orientation, 1 to 8; 1 (upright) where there is none or it makes no sense.</summary>
    public static int Orientation(ReadOnlySpan<byte> data)
    {
        if (IsJpeg(data))
        {
            for (int at = 2; NextSegment(data, ref at, out byte marker, out ReadOnlySpan<byte> body) && marker != 0xDA;)
            {
                if (marker == 0xE1 && body.StartsWith("Exif\0\0"u8))
                {
                    return TiffOrientation(body[6..]);
                }
            }

            return 1;
        }

        if (IsPng(data))
        {
            for (int at = 8; NextPngChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body, out _);)
            {
                if (kind.SequenceEqual("eXIf"u8))
                {
                    return TiffOrientation(body);
                }
            }
        }

        if (IsWebp(data))
        {
            for (int at = 12; NextRiffChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body);)
            {
                if (kind.SequenceEqual("EXIF"u8))
                {
                    return TiffOrientation(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
                }
            }
        }

        return 1;
    }

    /// <summary>How a JPEG ends: whole, for certain cut off, or without an end mark (which may still be whole).</summary>
    public static JpegEnd EndOfJpeg(ReadOnlySpan<byte> data)
    {
        bool progressive = false;
        for (int at = 2; NextSegment(data, ref at, out byte marker, out _);)
        {
            progressive |= marker == 0xC2;
            if (marker == 0xD9)
            {
                return JpegEnd.Whole;
            }
            else if (marker == 0xDA)
            {
                // Compressed data: up to the next marker that is neither a stuffed byte nor a restart.
                while (at + 1 < data.Length && (data[at] != 0xFF || data[at + 1] is 0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                {
                    at++;
                }
            }
        }

        return progressive ? JpegEnd.Cut : JpegEnd.Unmarked;
    }

    /// <summary>Whether a PNG ends early: its compressed data do not hold all rows.</summary>
    public static bool IsPngCut(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        long needed = 0;
        for (int at = 8; NextPngChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body, out _);)
        {
            if (kind.SequenceEqual("IHDR"u8) && body.Length == 13)
            {
                needed = UnpackedLength(body);
            }
            else if (kind.SequenceEqual("IDAT"u8))
            {
                packed.Write(body);
            }
        }

        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        byte[] buffer = new byte[81920];
        try
        {
            for (int read; needed > 0 && (read = unpacked.Read(buffer)) > 0;)
            {
                needed -= read;
            }
        }
        catch (InvalidDataException)
        {
            // Wrong or cut short: what was unpacked so far counts.
        }

        return needed > 0;
    }

    /// <summary>
    /// The file as ImageSharp 2 can read it: a JPEG gets the end mark it lacks, PNG data whose first chunk is too short are joined, of
    /// a moving WebP the first frame is taken.
    /// </summary>
    public static byte[] Readable(byte[] data)
    {
        if (IsJpeg(data))
        {
            return data is [.., 0xFF, 0xD9] ? data : [.. data, 0xFF, 0xD9];
        }

        if (IsPng(data))
        {
            for (int at = 8; NextPngChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body, out _);)
            {
                if (kind.SequenceEqual("IDAT"u8))
                {
                    return body.Length < 2 ? WithJoinedData(data) : data;
                }
            }
        }

        if (IsWebp(data))
        {
            for (int at = 12; NextRiffChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body);)
            {
                if (kind.SequenceEqual("ANMF"u8) && body.Length > 16)
                {
                    return StillWebp(body);
                }
            }
        }

        return data;
    }

    private static byte[] StillWebp(ReadOnlySpan<byte> frame)
    {
        // A frame with transparency needs the extended header: flag 16, then width and height less one, three bytes each, as they
        // stand in the frame.
        byte[] header = frame[16..].StartsWith("ALPH"u8) ? [.. "VP8X"u8, 10, 0, 0, 0, 16, 0, 0, 0, .. frame[6..12]] : [];
        byte[] file = [.. "RIFF\0\0\0\0WEBP"u8, .. header, .. frame[16..]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static byte[] WithJoinedData(ReadOnlySpan<byte> data)
    {
        using var result = new MemoryStream();
        using var joined = new MemoryStream();
        joined.Write("IDAT"u8);
        result.Write(data[..8]);
        Span<byte> number = stackalloc byte[4];
        for (int at = 8; NextPngChunk(data, ref at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body,
            out ReadOnlySpan<byte> whole);)
        {
            if (kind.SequenceEqual("IDAT"u8))
            {
                joined.Write(body);
                continue;
            }

            if (kind.SequenceEqual("IEND"u8))
            {
                ReadOnlySpan<byte> chunk = joined.ToArray();
                BinaryPrimitives.WriteInt32BigEndian(number, chunk.Length - 4);
                result.Write(number);
                result.Write(chunk);
                BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(chunk));
                result.Write(number);
            }

            result.Write(whole);
        }

        return result.ToArray();
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = crc >> 1 ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }

    // Rows with their filter byte; of an interlaced image those of the seven passes (PNG specification, sections 7.3 and 8.2).
    private static long UnpackedLength(ReadOnlySpan<byte> header)
    {
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int bits = header[8] * header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        (int X, int Y, int Right, int Down)[] passes = header[12] == 0
            ? [(0, 0, 1, 1)]
            : [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        return passes.Sum(pass =>
        {
            long columns = (width - pass.X + pass.Right - 1) / pass.Right, rows = (height - pass.Y + pass.Down - 1) / pass.Down;
            return columns > 0 && rows > 0 ? rows * (1 + (columns * bits + 7) / 8) : 0;
        });
    }

    private static int TiffOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }

        bool little = tiff[0] == 'I';
        long at = Number(tiff[4..], 4);
        if (at > tiff.Length - 2)
        {
            return 1;
        }

        int entries = (int)Number(tiff[(int)at..], 2);
        for (int entry = (int)at + 2; entries-- > 0 && entry + 12 <= tiff.Length; entry += 12)
        {
            if (Number(tiff[entry..], 2) == 0x112 && Number(tiff[(entry + 2)..], 2) == 3)
            {
                return Number(tiff[(entry + 8)..], 2) is >= 1 and <= 8 and long orientation ? (int)orientation : 1;
            }
        }

        return 1;

        long Number(ReadOnlySpan<byte> from, int bytes) => (little, bytes) switch
        {
            (true, 2) => BinaryPrimitives.ReadUInt16LittleEndian(from),
            (false, 2) => BinaryPrimitives.ReadUInt16BigEndian(from),
            (true, _) => BinaryPrimitives.ReadUInt32LittleEndian(from),
            _ => BinaryPrimitives.ReadUInt32BigEndian(from),
        };
    }

    /// <summary>The next marker of a JPEG with what belongs to it; bytes that are no marker are passed over, as libjpeg does.</summary>
    private static bool NextSegment(ReadOnlySpan<byte> data, ref int at, out byte marker, out ReadOnlySpan<byte> body)
    {
        marker = 0;
        body = default;
        while (at + 1 < data.Length && (data[at] != 0xFF || data[at + 1] is 0 or 0xFF))
        {
            at++;
        }

        if (at + 1 >= data.Length)
        {
            return false;
        }

        marker = data[at + 1];
        at += 2;
        if (marker is 0x01 or (>= 0xD0 and <= 0xD9))
        {
            return true;
        }

        int length = at + 2 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data[at..]) : 0;
        if (length < 2 || at + length > data.Length)
        {
            return false;
        }

        body = data.Slice(at + 2, length - 2);
        at += length;
        return true;
    }

    private static bool NextPngChunk(
        ReadOnlySpan<byte> data, ref int at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> whole)
    {
        kind = body = whole = default;
        if (at + 8 > data.Length)
        {
            return false;
        }

        int length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(data[at..]), (uint)(data.Length - at - 8));
        kind = data.Slice(at + 4, 4);
        body = data.Slice(at + 8, length);
        whole = data[at..Math.Min(at + 12 + length, data.Length)];
        at += whole.Length;
        return true;
    }

    private static bool NextRiffChunk(ReadOnlySpan<byte> data, ref int at, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> body)
    {
        kind = body = default;
        if (at + 8 > data.Length)
        {
            return false;
        }

        int length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 4)..]), (uint)(data.Length - at - 8));
        kind = data.Slice(at, 4);
        body = data.Slice(at + 8, length);
        at = (int)Math.Min((long)at + 8 + length + (length & 1), data.Length);
        return true;
    }
}

/// <summary>How the data of a JPEG end.</summary>
internal enum JpegEnd
{
    Whole,
    Unmarked,
    Cut,
}
