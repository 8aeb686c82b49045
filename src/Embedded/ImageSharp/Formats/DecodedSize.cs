namespace SixLabors.ImageSharp.Formats;

/// <summary>Keeps a header that lies about its size from asking for memory without bound.</summary>
internal static class DecodedSize
{
    /// <summary>A JPEG spends at least one bit on the 64 samples of a block.</summary>
    public const int JpegSamplesPerByte = 64 * 8;

    /// <summary>Deflate makes at most 1032 bytes of one, each of at most eight pixels.</summary>
    public const int PngSamplesPerByte = 1032 * 8;

    // A picture up to this many samples may be cut off as early as it likes and still be shown.
    private const long AlwaysAllowed = 1L << 24;

    /// <summary>Throws where <paramref name="length"/> bytes cannot hold a picture of this size.</summary>
    public static void Guard(int width, int height, int channels, long length, int samplesPerByte)
    {
        long pixels = (long)width * height;
        long samples = Math.Min(pixels, Array.MaxLength) * channels;
        long allowed = Math.Clamp(length * samplesPerByte, AlwaysAllowed, Array.MaxLength);
        if (pixels > Array.MaxLength || samples > allowed)
        {
            throw new InvalidImageContentException(
                $"Cannot decode image. Failed to allocate buffers for possibly degenerate dimensions: {width}x{height}.");
        }
    }
}
