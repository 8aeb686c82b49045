using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Writes baseline JPEG.</summary>
public sealed class JpegEncoder : ImageEncoder
{
    private const int DefaultQuality = 75;
    private const int MaxSide = ushort.MaxValue;
    private readonly int? quality;

    /// <summary>From 1 to 100; 75 where not given.</summary>
    public int? Quality
    {
        get => quality;
        init
        {
            if (value is < 1 or > 100)
            {
                throw new ArgumentException("Quality factor must be in [1..100] range.", nameof(value));
            }

            quality = value;
        }
    }

    /// <summary>How colours are stored; at half size where not given.</summary>
    public JpegEncodingColor? ColorType { get; init; }

    internal override void Write<TPixel>(Image<TPixel> image, Stream stream)
    {
        if (image.Width > MaxSide || image.Height > MaxSide)
        {
            throw new ImageFormatException($"Image is too large to encode at {image.Width}x{image.Height} for JPEG format.");
        }

        JpegEncodingColor color = ColorType ?? JpegEncodingColor.YCbCrRatio420;
        JpegEncoderCore encoder = new(stream, YCbCrPlanes.From(image), color, Quality ?? DefaultQuality);
        encoder.Write(SkipMetadata ? null : image.Metadata.ExifProfile);
    }
}
