namespace SixLabors.ImageSharp.Formats;

/// <summary>Keeps a header that lies about its size from asking for memory without bound.</summary>
internal static class DecodedSize
{
    // Any picture up to this many samples may be cut off or damaged and still be shown.
    private const long AlwaysAllowed = 1L << 26;

    // A byte cannot stand for more: deflate repeats up to 1032 bytes a byte, each at most eight pixels in one-bit pictures;
    // a progressive scan spends at least a bit on the DC value of 64 samples.
    private const long SamplesPerByte = 1032 * 8;

    /// <summary>Throws where <paramref name="length"/> bytes cannot hold a picture of this size.</summary>
    public static void Guard(int width, int height, int channels, long length)
    {
        long pixels = (long)width * height;
        long samples = Math.Min(pixels, Array.MaxLength) * channels;
        if (pixels > Array.MaxLength || (samples > AlwaysAllowed && (samples > length * SamplesPerByte || samples > Array.MaxLength)))
        {
            throw new InvalidImageContentException(
                $"Cannot decode image. Failed to allocate buffers for possibly degenerate dimensions: {width}x{height}.");
        }
    }
}
