using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats;

/// <summary>Writes pictures in one format.</summary>
public interface IImageEncoder
{
    /// <summary>Whether to leave out what is not pixels.</summary>
    bool SkipMetadata { get; init; }

    /// <summary>Writes a picture.</summary>
    void Encode<TPixel>(Image<TPixel> image, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>;
}
