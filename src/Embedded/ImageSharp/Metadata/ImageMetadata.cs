using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Metadata;

/// <summary>What comes with a picture besides pixels.</summary>
public sealed class ImageMetadata
{
    /// <summary>The format it was read from; null where it was made in memory.</summary>
    public IImageFormat? DecodedImageFormat { get; internal set; }

    /// <summary>The camera's notes; null where there are none.</summary>
    public ExifProfile? ExifProfile { get; set; }

    /// <summary>A copy that shares nothing.</summary>
    public ImageMetadata DeepClone() =>
        new() { DecodedImageFormat = DecodedImageFormat, ExifProfile = ExifProfile?.DeepClone() };
}
