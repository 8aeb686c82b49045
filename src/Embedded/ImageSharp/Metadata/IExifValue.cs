namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>A note of a camera.</summary>
/// <typeparam name="TValueType">Its type.</typeparam>
public interface IExifValue<TValueType>
{
    /// <summary>What it says.</summary>
    TValueType? Value { get; set; }
}
