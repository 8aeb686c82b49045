using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace TransferLearning;

/// <summary>
/// What can be seen in the bytes of an image file without decoding it: its format, how the camera was held, whether it ends early.
/// ImageSharp 2 throws on damaged EXIF data and shows cut-off files as half black, so neither is left to it.
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

    /// <summary>Whether the last bytes of a file are those that its format puts there.</summary>
    public static bool EndsAsItShould(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, long length) =>
        IsJpeg(start) ? end.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9])
        : IsPng(start) ? end.StartsWith("IEND"u8)
        : IsWebp(start) ? BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) + 8L <= length + 1   // the last byte may be padding
        : start.StartsWith("GIF8"u8) ? end.EndsWith(";"u8)
        : BinaryPrimitives.ReadUInt32LittleEndian(start[2..]) == length;   // BMP

    /// <summary>Whether a file that ends otherwise has lost something; null where only its pixels can tell.</summary>
    public static bool? IsCut(byte[] data)
    {
        if (IsJpeg(data))
        {
            HashSet<byte> markers = [.. Segments(data).Select(segment => segment.Marker)];
            return markers.Contains(0xD9) ? false : markers.Contains(0xC2) ? true : null;   // the end; progressive
        }

        return IsPng(data) ? data.AsSpan().LastIndexOf("IEND"u8) < 0 : IsWebp(data) ? true : null;
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
            return WithJoinedPixels(data, first.Offset - 8);
        }

        ArraySegment<byte> frame = IsWebp(data)
            ? Chunks(data).FirstOrDefault(chunk => chunk is { Kind: "ANMF", Body.Count: > 16 }).Body : default;
        return frame.Count > 0 ? StillWebp(frame) : data;
    }

    private static byte[] WithJoinedPixels(byte[] png, int start)
    {
        byte[] pixels = [.. "IDAT"u8, .. Chunks(png).Where(chunk => chunk.Kind == "IDAT").SelectMany(chunk => chunk.Body)];
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, pixels.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(pixels));
        return [.. png[..start], .. length, .. pixels, .. checksum, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];
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
