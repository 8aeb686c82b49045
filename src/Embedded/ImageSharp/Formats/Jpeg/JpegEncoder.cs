namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Writes baseline JPEG.</summary>
public sealed class JpegEncoder : ImageEncoder
{
    /// <summary>From 1 to 100; 75 where not given.</summary>
    public int? Quality { get; init; }

    /// <summary>How colours are stored; half size where not given.</summary>
    public JpegEncodingColor? ColorType { get; init; }

    internal override void Write<TPixel>(Image<TPixel> image, Stream stream) => throw new NotSupportedException("Not yet.");
}
