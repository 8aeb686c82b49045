using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats;

/// <summary>Takes decoded rows into an image of any pixel format.</summary>
internal sealed class ImageRows<TPixel>(Image<TPixel> image) : IRgbRows
    where TPixel : unmanaged, IPixel<TPixel>
{
    // Three bytes a pixel are written in place.
    private readonly byte[]? row = typeof(TPixel) == typeof(Rgb24) ? null : new byte[(image.Width * 3) + IRgbRows.Overrun];

    /// <summary>The first row that is not written yet.</summary>
    public int Next { get; private set; }

    public int Width => image.Width;

    public int Height => image.Height;

    public Span<byte> Begin(int y) => row ?? image.BytesFrom(y);

    public void End(int y)
    {
        if (row is not null)
        {
            PixelConversion.Convert(MemoryMarshal.Cast<byte, Rgb24>(row.AsSpan(0, image.Width * 3)), image.Row(y));
        }

        Next = y + 1;
    }
}
