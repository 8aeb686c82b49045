using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats;

/// <summary>Writes decoded rows into an image of any pixel format.</summary>
internal sealed class ImageRows<TPixel>(Image<TPixel> image) : IRgbRows
    where TPixel : unmanaged, IPixel<TPixel>
{
    public int Width => image.Width;

    public int Height => image.Height;

    public void WriteRow(int y, ReadOnlySpan<byte> rgb) =>
        PixelConversion.Convert(MemoryMarshal.Cast<byte, Rgb24>(rgb[..(image.Width * 3)]), image.Row(y));
}
