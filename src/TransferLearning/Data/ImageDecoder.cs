using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace TransferLearning;

/// <summary>
/// Reads image files: JPEG, PNG, GIF and WebP (first frame), BMP; nothing else, whatever their names end in. A file that cannot be read
/// is a reason in words, never an exception: the decoders throw what they like on damaged files, so everything is caught.
/// </summary>
public static class ImageDecoder
{
    // Part of the keys of caches and results: raise the first number when the way pixels are made changes.
    internal static readonly string Version = $"1, triangle, stretched, ImageSharp {typeof(Image).Assembly.GetName().Version}";

    internal const string FormatNames = "JPEG, PNG, GIF, WebP, BMP";   // those of MakeConfiguration

    private const double MostMegapixels = 110;     // of 24 bits; progressive JPEGs of that size take 1 GB
    private const double LargeMegapixels = 16;     // from here on one at a time
    private const int ZerosOfNoImage = 16;         // so many at the end of a JPEG or GIF are not its pixels
    private const string Empty = "the file is empty";

    private static readonly object OneLarge = new();
    private static readonly Configuration Formats = MakeConfiguration();

    /// <summary>Looks at a file's header and end.</summary>
    /// <returns>Why the file cannot be used; null when it can.</returns>
    internal static string? WhyUnusable(string path, bool onlyJfif = false) => Try(() =>
    {
        using FileStream stream = OpenRead(path);
        if (onlyJfif && Read(stream, 0, 10).AsSpan().IndexOf("JFIF"u8) < 0)
        {
            throw new InvalidDataException("no JFIF in its first ten bytes");
        }

        return Check(stream, MostMegapixels);
    }).Reason;

    /// <summary>
    /// Width and height in pixels as the image is seen, that is with its EXIF orientation; 0 and 0 for a file that cannot be read.
    /// </summary>
    internal static (int Width, int Height) SizeOf(string path) => Try(() =>
    {
        byte[] data = ReadAll(path);
        IImageInfo info = Check(new MemoryStream(data), MostMegapixels);
        return ImageBytes.Orientation(data) >= 5 ? (info.Height, info.Width) : (info.Width, info.Height);
    }).Value;

    /// <summary>Decodes a file, upright, stretched to a square (triangle filter, as Pillow's BILINEAR).</summary>
    /// <returns>H×W×3, RGB, and null; or null and the reason.</returns>
    internal static (byte[]? Pixels, string? Reason) Decode(string path, int imageSize) =>
        Try(() => PixelsOf(ReadAll(path), imageSize, MostMegapixels));

    /// <summary>Decodes a file that is in memory, upright, stretched to a square, as for training. Any thread may call it.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="imageSize">Width and height of the square.</param>
    /// <param name="mostMegapixels">A file whose header promises more is not decoded; 110 at most.</param>
    /// <returns>H×W×3, RGB, and null; or null and the reason.</returns>
    public static (byte[]? Pixels, string? Reason) Decode(byte[] data, int imageSize, double mostMegapixels = MostMegapixels) =>
        Try(() => PixelsOf(data, imageSize, Math.Min(mostMegapixels, MostMegapixels)));

    /// <summary>One image as a batch of one: uint8, 1×3×H×W.</summary>
    /// <exception cref="UserMistakeException">The file cannot be read.</exception>
    internal static Tensor Load(string path, int imageSize)
    {
        (byte[]? pixels, string? reason) = Decode(path, imageSize);
        UserMistakeException.ThrowIf(pixels is null, $"{path} cannot be used: {reason}.");

        using Tensor rows = tensor(pixels, [1, imageSize, imageSize, 3]);
        return rows.permute(0, 3, 1, 2);
    }

    private static byte[] PixelsOf(byte[] data, int imageSize, double mostMegapixels)
    {
        IImageInfo info = Check(new MemoryStream(data), mostMegapixels);
        lock (Megapixels(info) > LargeMegapixels ? OneLarge : new object())
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(Formats, ImageBytes.Readable(data));
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)ImageBytes.Orientation(data));
            image.Mutate(context => context.Resize(imageSize, imageSize, KnownResamplers.Triangle).AutoOrient());
            byte[] pixels = new byte[imageSize * imageSize * 3];
            image.CopyPixelDataTo(pixels);
            return pixels;
        }
    }

    private static FileStream OpenRead(string path)
    {
        var file = new FileInfo(path);
        return file.Length > 0 ? file.OpenRead()   // a named pipe has no length, and opening it would wait
            : throw new InvalidDataException(Empty);
    }

    private static byte[] ReadAll(string path)
    {
        using FileStream stream = OpenRead(path);
        return Read(stream, 0, stream.Length);
    }

    /// <summary>Bytes from a place on, as far as there are any.</summary>
    private static byte[] Read(Stream stream, long from, long count)
    {
        stream.Position = Math.Max(0, from);
        byte[] data = new byte[Math.Min(count, stream.Length - stream.Position)];
        stream.ReadExactly(data);
        return data;
    }

    /// <summary>What the header says; throws where the image cannot be used.</summary>
    private static IImageInfo Check(Stream stream, double mostMegapixels)
    {
        byte[] start = Read(stream, 0, 32), end = Read(stream, stream.Length - 8, 8);
        stream.Position = 0;
        IImageInfo? info = Image.Identify(
            Formats, ImageBytes.IsWebp(start) ? new MemoryStream(ImageBytes.Readable(Read(stream, 0, stream.Length))) : stream);
        if (info is null)
        {
            throw new InvalidDataException(start.Length == 0 ? Empty
                : ImageBytes.NameOf(start) ?? $"not an image in a format that is read ({FormatNames})");
        }

        if (Megapixels(info) * Math.Max(1, info.PixelType.BitsPerPixel / 24.0) > mostMegapixels)
        {
            throw new InvalidDataException($"{info.Width}×{info.Height} pixels are too many ({mostMegapixels} megapixels are the most)");
        }

        return ImageBytes.EndsAsItShould(start, end, stream.Length) || IsWhole(Read(stream, 0, stream.Length)) ? info
            : throw new InvalidDataException("cut off: its data end early");
    }

    private static double Megapixels(IImageInfo info) => (double)info.Width * info.Height / 1e6;

    // What cannot even be decoded without its end lacks more than that.
    private static bool IsWhole(byte[] data) => Try(() => !(ImageBytes.IsCut(data) ?? DependsOnWhatFollows(data))).Value;

    /// <summary>An image without its end mark is whole when all pixels are there: it then looks the same whatever is put behind.</summary>
    private static bool DependsOnWhatFollows(byte[] data)
    {
        // Programs that make room for a file before it has come leave zeros behind what came; in a BMP they are black.
        ReadOnlySpan<byte> come = data.AsSpan().TrimEnd((byte)0);
        come = data.Length - come.Length < ZerosOfNoImage || data is [(byte)'B', ..] ? data : come;
        using Image<Rgb24> zeros = Image.Load<Rgb24>(Formats, (byte[])[.. come, .. new byte[1024], 0xFF, 0xD9]);
        using Image<Rgb24> others = Image.Load<Rgb24>(Formats, (byte[])[.. come, .. Enumerable.Repeat((byte)0xA5, 1024), 0xFF, 0xD9]);
        return !Enumerable.Range(0, zeros.Height).All(row => Row(zeros, row).SequenceEqual(Row(others, row)));

        static ReadOnlySpan<Rgb24> Row(Image<Rgb24> image, int row) => image.DangerousGetPixelRowMemory(row).Span;
    }

    private static (T? Value, string? Reason) Try<T>(Func<T> read)
    {
        try
        {
            return (read(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (default, exception switch
            {
                FileNotFoundException or DirectoryNotFoundException =>
                    "not found: it is gone, is a link to nowhere, or has a name that is not UTF-8",
                UnauthorizedAccessException => "no permission to read it",
                InvalidDataException or EndOfStreamException => exception.Message,
                IOException => $"cannot be read ({exception.Message})",
                OutOfMemoryException or InvalidMemoryOperationException => "it would take more memory than an image should",
                ImageFormatException or NotSupportedException => $"damaged: {exception.Message}",
                _ => "damaged: it does not hold what its header promises",
            });
        }
    }

    private static Configuration MakeConfiguration()
    {
        var made = new Configuration(
            new JpegConfigurationModule(), new PngConfigurationModule(), new GifConfigurationModule(), new WebpConfigurationModule(),
            new BmpConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,   // images are decoded side by side instead
            MemoryAllocator = MemoryAllocator.Create(
                new MemoryAllocatorOptions { AllocationLimitMegabytes = 512, MaximumPoolSizeMegabytes = 64 }),
        };
        made.ImageFormatsManager.SetDecoder(JpegFormat.Instance, new JpegDecoder { IgnoreMetadata = true });
        made.ImageFormatsManager.SetDecoder(PngFormat.Instance, new PngDecoder { IgnoreMetadata = true });
        made.ImageFormatsManager.SetDecoder(GifFormat.Instance,
            new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First });
        made.ImageFormatsManager.SetDecoder(WebpFormat.Instance, new WebpDecoder { IgnoreMetadata = true });
        return made;
    }
}
