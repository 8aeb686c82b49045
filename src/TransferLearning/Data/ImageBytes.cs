using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace TransferLearning;

/// <summary>
/// What can be seen in the bytes of an image file without decoding it: its format, how the camera was held, whether it ends early.
/// ImageSharp 2 throws on damaged EXIF data, unpacks any amount of text in a PNG, and shows cut-off files as half black, so none of that
/// is left to it.
/// </summary>
internal static class ImageBytes
{
    private const string SaveAgain = ", which is not read here; save it as JPEG or PNG";

    // What folders of images hold besides images that are read, by how it begins ("ftyp" and what follows stands four bytes later).
    private static readonly (string Beginning, string Name)[] NotRead =
    [
        ("ftypheic", "a HEIC photo" + SaveAgain), ("ftypheix", "a HEIC photo" + SaveAgain), ("ftypmif1", "a HEIF photo" + SaveAgain),
        ("ftypmsf1", "a HEIF photo" + SaveAgain), ("ftypavi", "an AVIF image" + SaveAgain), ("ftyp", "a video"),
        ("II*\0", "a TIFF image or raw photo" + SaveAgain), ("MM\0*", "a TIFF image or raw photo" + SaveAgain),
        ("8BPS", "a Photoshop file" + SaveAgain), ("\0\0\0\fjP  ", "a JPEG 2000 image" + SaveAgain),
        ("\0\0\0\fJXL ", "a JPEG XL image" + SaveAgain), ("\u00FF\n", "a JPEG XL image" + SaveAgain),
        ("\0\0\u0001\0", "an icon" + SaveAgain), ("P4\n", "a PBM image" + SaveAgain), ("P5\n", "a PGM image" + SaveAgain),
        ("P6\n", "a PPM image" + SaveAgain), ("<svg", "an SVG drawing" + SaveAgain), ("%PDF", "a PDF document"), ("PK", "a ZIP archive"),
        ("version https://git-lfs", "a Git LFS pointer, not the image itself; run \"git lfs pull\""),
        ("<!DOCTYPE html", "a web page, not an image"), ("<html", "a web page, not an image"),
    ];

    public static bool IsJpeg(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static bool IsPng(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8]);

    public static bool IsWebp(ReadOnlySpan<byte> data) => data.Length > 12 && data.StartsWith("RIFF"u8) && data[8..].StartsWith("WEBP"u8);

    /// <summary>What a file is that is none of the formats read, in words; null when it is not known.</summary>
    public static string? NameOf(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start);
        text = text.IndexOf("ftyp", StringComparison.Ordinal) == 4 ? text[4..] : text;
        return NotRead.FirstOrDefault(kind => text.StartsWith(kind.Beginning, StringComparison.OrdinalIgnoreCase)).Name;
    }

    /// <summary>EXIF orientation, 1 to 8; 1 (upright) where there is none or it makes no sense.</summary>
    public static int Orientation(byte[] data)
    {
        ReadOnlySpan<byte> exif =
            IsJpeg(data) ? Segments(data).TakeWhile(segment => segment.Marker != 0xDA)
                .FirstOrDefault(segment => segment.Marker == 0xE1 && segment.Body.AsSpan().StartsWith("Exif\0\0"u8)).Body
            : IsPng(data) || IsWebp(data) ? Chunks(data).FirstOrDefault(chunk => chunk.Kind is "eXIf" or "EXIF").Body
            : default;
        return TiffOrientation([.. exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif]);
    }

    /// <summary>Whether a JPEG ends early; null where it has no end mark, but may have all of its pixels.</summary>
    public static bool? IsJpegCut(byte[] data)
    {
        bool isProgressive = false;
        foreach ((byte marker, _) in Segments(data))
        {
            if (marker == 0xD9)
            {
                return false;
            }

            isProgressive |= marker == 0xC2;
        }

        return isProgressive ? true : null;
    }

    /// <summary>Whether a PNG ends early: its compressed data do not hold all rows.</summary>
    public static bool IsPngCut(byte[] data)
    {
        ArraySegment<byte> header = Chunks(data).FirstOrDefault(chunk => chunk.Kind == "IHDR").Body;
        long needed = header.Count == 13 ? UnpackedLength(header) : 0;
        using MemoryStream packed = PackedPixels(data);
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

    /// <summary>Whether a GIF ends within its first frame, a WebP or BMP before the length that its header says.</summary>
    public static bool IsCutByItsLengths(ReadOnlySpan<byte> data)
    {
        if (IsWebp(data))
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) + 8L > data.Length + 1;   // the last byte may be padding
        }

        if (data.StartsWith("GIF8"u8))
        {
            return IsGifCut(data);
        }

        // BMP, in the header that all but OS/2 have; packed pixels tell no length.
        if (data.Length < 54 || BinaryPrimitives.ReadUInt32LittleEndian(data[14..]) < 40 || data[30] is 1 or 2)
        {
            return false;
        }

        long rowBytes = (Number(data[18..]) * BinaryPrimitives.ReadUInt16LittleEndian(data[28..]) + 31) / 32 * 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(data[10..]) + rowBytes * Number(data[22..]) > data.Length;

        static long Number(ReadOnlySpan<byte> at) => Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(at));
    }

    // Header and colour table, then blocks: "!" of something else, "," of a frame; each in pieces of up to 255 bytes and an empty one.
    private static bool IsGifCut(ReadOnlySpan<byte> data)
    {
        int at = data.Length < 13 ? data.Length : 13 + ColorTable(data[10]);
        while (at + 10 < data.Length && data[at] is (byte)'!' or (byte)',')
        {
            bool isFrame = data[at] == ',';
            at += isFrame ? 11 + ColorTable(data[at + 9]) : 2;
            while (at < data.Length && data[at] != 0)
            {
                at += 1 + data[at];
            }

            if (isFrame)
            {
                break;
            }

            at++;
        }

        return at >= data.Length;

        static int ColorTable(byte flags) => flags < 0x80 ? 0 : 3 << ((flags & 7) + 1);
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

        if (IsPng(data) && Chunks(data).FirstOrDefault(chunk => chunk.Kind == "IDAT").Body is { Array: not null, Count: < 2 } first)
        {
            byte[] joined = [.. "IDAT"u8, .. PackedPixels(data).ToArray()];
            return
            [
                .. data[..(first.Offset - 8)], .. BigEndian((uint)joined.Length - 4), .. joined, .. BigEndian(Crc32.HashToUInt32(joined)),
                0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
            ];
        }

        ArraySegment<byte> frame = IsWebp(data)
            ? Chunks(data).FirstOrDefault(chunk => chunk is { Kind: "ANMF", Body.Count: > 16 }).Body : default;
        return frame.Count > 0 ? StillWebp(frame) : data;
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

    private static MemoryStream PackedPixels(byte[] png)
    {
        var packed = new MemoryStream();
        foreach ((_, ArraySegment<byte> body) in Chunks(png).Where(chunk => chunk.Kind == "IDAT"))
        {
            packed.Write(body);
        }

        packed.Position = 0;
        return packed;
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

    // Entries of twelve bytes: tag, type (3 is a short), count, value.
    private static int TiffOrientation(byte[] tiff)
    {
        bool isLittle = tiff is [(byte)'I', ..];
        long first = Number(4, 4), left = Number(first, 2);
        for (long entry = first + 2; left-- > 0 && entry + 12 <= tiff.Length; entry += 12)
        {
            if (Number(entry, 2) == 0x112 && Number(entry + 2, 2) == 3)
            {
                return Number(entry + 8, 2) is >= 1 and <= 8 and long orientation ? (int)orientation : 1;
            }
        }

        return 1;

        long Number(long at, int bytes) => at + bytes > tiff.Length ? 0 : Enumerable.Range(0, bytes)
            .Aggregate(0L, (number, place) => number << 8 | tiff[at + (isLittle ? bytes - 1 - place : place)]);
    }

    // On a little-endian machine, as all that libtorch runs on are.
    private static byte[] BigEndian(uint number) => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number));

    /// <summary>The markers of a JPEG with what belongs to each; pixels and what is no marker are passed over, as in libjpeg.</summary>
    private static IEnumerable<(byte Marker, ArraySegment<byte> Body)> Segments(byte[] data)
    {
        for (int at = 2; at + 1 < data.Length;)
        {
            byte marker = data[at + 1];
            if (data[at] != 0xFF || marker is 0 or 0xFF or (>= 0xD0 and <= 0xD7))   // among pixels: FF itself, restarts
            {
                at++;
            }
            else if (marker is 0x01 or 0xD8 or 0xD9)
            {
                yield return (marker, default);
                at += 2;
            }
            else
            {
                int length = at + 4 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at + 2)) : 0;
                if (length < 2 || at + 2 + length > data.Length)
                {
                    yield break;
                }

                yield return (marker, new ArraySegment<byte>(data, at + 4, length - 2));
                at += 2 + length;
            }
        }
    }

    /// <summary>The chunks of a PNG (length, kind, body, checksum) or WebP (kind, length, body); the last may be cut off.</summary>
    private static IEnumerable<(string Kind, ArraySegment<byte> Body)> Chunks(byte[] data)
    {
        bool isPng = IsPng(data);
        for (int at = isPng ? 8 : 12; at + 8 <= data.Length;)
        {
            uint claimed = isPng
                ? BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 4));
            int length = (int)Math.Min(claimed, (uint)(data.Length - at - 8));
            yield return (Encoding.Latin1.GetString(data, isPng ? at + 4 : at, 4), new ArraySegment<byte>(data, at + 8, length));
            at += 8 + length + (isPng ? 4 : length & 1);
        }
    }
}
