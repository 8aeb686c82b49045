namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>What a camera's note is about.</summary>
public abstract class ExifTag : IEquatable<ExifTag>
{
    private readonly ushort id;

    private protected ExifTag(ushort id) => this.id = id;

    /// <summary>How the camera was held (<see cref="ExifOrientationMode"/>).</summary>
    public static ExifTag<ushort> Orientation { get; } = new(0x0112);

    public bool Equals(ExifTag? other) => id == other?.id;

    public override bool Equals(object? obj) => obj is ExifTag other && Equals(other);

    public override int GetHashCode() => id.GetHashCode();
}
