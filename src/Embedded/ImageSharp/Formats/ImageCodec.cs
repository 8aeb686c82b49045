using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp.Formats;

/// <summary>Chooses the decoder by a file's first bytes.</summary>
internal static class ImageCodec
{
    /// <summary>How many bytes tell the format.</summary>
    public const int HeaderLength = 11;

    /// <summary>All formats.</summary>
    public static readonly IImageFormat[] Formats = [JpegFormat.Instance, PngFormat.Instance];

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static IImageFormat DetectFormat(ReadOnlySpan<byte> data)
    {
        if (data.Length >= HeaderLength && data[0] == 0xFF && data[1] == JpegMarker.StartOfImage)
        {
            return JpegFormat.Instance;
        }

        return data.StartsWith(PngSignature)
            ? PngFormat.Instance
            : throw new UnknownImageFormatException(
                $"Image cannot be loaded. Available decoders:{Environment.NewLine} - JPEG{Environment.NewLine} - PNG{Environment.NewLine}");
    }

    /// <summary>What writes a format.</summary>
    public static IImageEncoder EncoderOf(IImageFormat format) => format is PngFormat ? new PngEncoder() : new JpegEncoder();

    public static Image<TPixel> Decode<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        IImageFormat format = DetectFormat(data);
        Image<TPixel> image = format is PngFormat ? DecodePng<TPixel>(options, data) : DecodeJpeg<TPixel>(options, data);
        image.Metadata.DecodedImageFormat = format;
        if (options.TargetSize is Size target && image.Width != target.Width && image.Height != target.Height)
        {
            ResizeOptions resize = new() { Size = target, Mode = ResizeMode.Max, Sampler = options.Sampler };
            image.Mutate(context => context.Resize(resize));
        }

        return image;
    }

    public static Image Decode(DecoderOptions options, ReadOnlySpan<byte> data)
    {
        if (DetectFormat(data) is JpegFormat)
        {
            return Decode<Rgb24>(options, data);
        }

        // Of the package's formats, those that this edition has: 8 bits a channel, alpha with colours only.
        return PngHeader.Read(data, out _) switch
        {
            { ColorType: PngColorType.Grayscale, HasTransparency: false } => Decode<L8>(options, data),
            { ColorType: PngColorType.Rgb, HasTransparency: false } => Decode<Rgb24>(options, data),
            _ => Decode<Rgba32>(options, data),
        };
    }

    public static ImageInfo Identify(ReadOnlySpan<byte> data)
    {
        IImageFormat format = DetectFormat(data);
        ImageMetadata metadata = new() { DecodedImageFormat = format };
        if (format is PngFormat)
        {
            PngHeader header = PngHeader.Read(data, out ExifProfile? exif);
            metadata.ExifProfile = exif;
            return new ImageInfo(new PixelTypeInfo(header.BitsPerPixel), new Size(header.Width, header.Height), metadata);
        }

        JpegDecoderCore decoder = new();
        JpegFrame frame = decoder.ReadHeader(data);
        metadata.ExifProfile = decoder.Exif;
        PixelTypeInfo pixelType = new(frame.Components.Length * frame.Precision);
        return new ImageInfo(pixelType, new Size(frame.Width, frame.Height), metadata);
    }

    private static Image<TPixel> DecodeJpeg<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        JpegDecoderCore decoder = new();
        Image<TPixel>? image = null;
        ImageRows<TPixel>? rows = null;
        try
        {
            decoder.Decode(data, options.TargetSize, size =>
            {
                image = new Image<TPixel>(size, new ImageMetadata());
                return rows = new ImageRows<TPixel>(image);
            });

            // What a cut-off file lacks stays black.
            image!.Pixels[(rows!.Next * image.Width)..].Clear();
        }
        catch
        {
            image?.Dispose();
            throw;
        }

        image.Metadata.ExifProfile = options.SkipMetadata ? null : decoder.Exif;
        return image;
    }

    private static Image<TPixel> DecodePng<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Image<TPixel> image = PngDecoderCore.Decode<TPixel>(data, out var exif);
        image.Metadata.ExifProfile = options.SkipMetadata ? null : exif;
        return image;
    }
}
