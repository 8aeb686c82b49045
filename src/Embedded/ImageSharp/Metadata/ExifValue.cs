namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

internal sealed class ExifValue<TValueType>(TValueType value) : IExifValue<TValueType>
{
    public TValueType? Value { get; set; } = value;
}
