using System.Buffers;
using System.IO.Compression;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Decodes a PNG stream (ISO/IEC 15948) held in memory: all colour types and depths, interlaced or not.</summary>
internal static unsafe class PngDecoderCore
{
    // Adam7: first column and row of each pass, and the distance to the next.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Decodes a picture.</summary>
    /// <param name="data">The whole stream.</param>
    /// <param name="exif">The camera's notes, where there are any.</param>
    public static Image<TPixel> Decode<TPixel>(ReadOnlySpan<byte> data, out ExifProfile? exif)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        exif = null;
        PngScanlines? scanlines = null;
        List<Range> parts = [];
        PngChunks chunks = new(data);
        while (chunks.MoveNext() && chunks.Type != PngChunk.End)
        {
            switch (chunks.Type)
            {
                case PngChunk.Header:
                    scanlines = scanlines is null ? new PngScanlines(PngHeader.Parse(chunks.Contents)) : throw PngHeader.Misplaced();
                    break;
                case PngChunk.Palette when scanlines is not null:
                    scanlines.Palette = chunks.Contents.ToArray();
                    break;
                case PngChunk.Transparency when scanlines is not null:
                    scanlines.SetTransparency(chunks.Contents);
                    break;
                case PngChunk.Exif:
                    exif = new ExifProfile(chunks.Contents.ToArray());
                    break;
                case PngChunk.Data:
                    parts.Add(chunks.ContentsAt);
                    break;
            }
        }

        if (scanlines is null)
        {
            throw PngHeader.Misplaced();
        }

        if (parts.Count == 0)
        {
            throw new InvalidImageContentException("PNG Image does not contain a data chunk.");
        }

        if (scanlines.Header.ColorType == PngColorType.Palette && scanlines.Palette is not { Length: >= 3 })
        {
            throw new InvalidImageContentException("PNG Image does not contain a palette chunk.");
        }

        DecodedSize.Guard(scanlines.Header.Width, scanlines.Header.Height, 4, data.Length, DecodedSize.PngSamplesPerByte);
        Image<TPixel> image = new(scanlines.Header.Width, scanlines.Header.Height);
        try
        {
            fixed (byte* file = data)
            {
                using PngDataStream compressed = new(file, data.Length, parts);
                SkipZlibHeader(compressed);
                using DeflateStream pixels = new(compressed, CompressionMode.Decompress);
                ReadPasses(pixels, scanlines, image);
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // Only what says how to decompress counts: as the package does, a wrong check of these two bytes or of all data is passed over.
    private static void SkipZlibHeader(PngDataStream compressed)
    {
        const int deflate = 8;
        const int largestWindow = 7;
        const int hasDictionary = 0x20;
        int method = compressed.ReadByte();
        int flags = compressed.ReadByte();
        if (method < 0 || flags < 0)
        {
            return;
        }

        if ((method & 15) != deflate)
        {
            throw new ImageFormatException($"Bad method for ZLIB header: cmf={method}");
        }

        if (method >> 4 > largestWindow)
        {
            throw new ImageFormatException($"Invalid window size for ZLIB header: cinfo={method >> 4}");
        }

        if ((flags & hasDictionary) != 0)
        {
            compressed.ReadAtLeast(new byte[4], 4, throwOnEndOfStream: false);
        }
    }

    private static void ReadPasses<TPixel>(Stream pixels, PngScanlines scanlines, Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            if (!scanlines.Header.IsInterlaced)
            {
                ReadPass(pixels, scanlines, image, (0, 0, 1, 1));
                return;
            }

            foreach (var pass in Passes)
            {
                if (pass.X < image.Width && pass.Y < image.Height && !ReadPass(pixels, scanlines, image, pass))
                {
                    return;
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidImageContentException("The compressed data of the PNG is damaged.", exception);
        }
    }

    // Returns false where the data ends early: the rows so far are shown.
    private static bool ReadPass<TPixel>(
        Stream pixels, PngScanlines scanlines, Image<TPixel> image, (int X, int Y, int StepX, int StepY) pass)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int width = (image.Width - pass.X + pass.StepX - 1) / pass.StepX;
        int length = scanlines.ScanlineLength(width);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * (length + 1));
        Rgba32[] colors = ArrayPool<Rgba32>.Shared.Rent(width);
        try
        {
            Span<byte> line = buffer.AsSpan(0, length + 1);
            Span<byte> above = buffer.AsSpan(length + 1, length + 1);
            above.Clear();
            for (int y = pass.Y; y < image.Height; y += pass.StepY)
            {
                if (pixels.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                {
                    return false;
                }

                PngFilters.Undo(line[0], line[1..], above[1..], scanlines.FilterStep);
                Span<TPixel> row = image.Row(y);
                if (pass.StepX == 1)
                {
                    scanlines.Expand(line[1..], row, colors.AsSpan(0, width));
                }
                else
                {
                    scanlines.Expand(line[1..], colors.AsSpan(0, width));
                    for (int x = 0; x < width; x++)
                    {
                        row[pass.X + (x * pass.StepX)].FromRgba32(colors[x]);
                    }
                }

                Span<byte> next = above;
                above = line;
                line = next;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<Rgba32>.Shared.Return(colors);
        }
    }
}
