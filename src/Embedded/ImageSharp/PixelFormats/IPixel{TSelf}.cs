namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>What images can be made of.</summary>
/// <typeparam name="TSelf">The pixel itself.</typeparam>
public interface IPixel<TSelf> : IPixel, IEquatable<TSelf>
    where TSelf : unmanaged, IPixel<TSelf>
{
}
