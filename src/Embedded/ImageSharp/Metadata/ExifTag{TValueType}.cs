namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>What a camera's note is about, and of which type it is.</summary>
/// <typeparam name="TValueType">The type of its value.</typeparam>
public sealed class ExifTag<TValueType> : ExifTag
{
    internal ExifTag(ushort id)
        : base(id)
    {
    }
}
