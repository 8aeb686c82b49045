using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Formats;

/// <summary>How pixels are stored.</summary>
public class PixelTypeInfo
{
    /// <summary>Pixels of so many bits.</summary>
    public PixelTypeInfo(int bitsPerPixel) => BitsPerPixel = bitsPerPixel;

    /// <summary>The bits of one pixel.</summary>
    public int BitsPerPixel { get; }

    internal static PixelTypeInfo Of<TPixel>()
        where TPixel : unmanaged => new(Unsafe.SizeOf<TPixel>() * 8);
}
