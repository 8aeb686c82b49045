using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Grey.</summary>
public static class GrayscaleExtensions
{
    /// <summary>Turns colours to grey (BT.709).</summary>
    public static IImageProcessingContext Grayscale(this IImageProcessingContext source) => source.Grayscale(GrayscaleMode.Bt709);

    /// <summary>Turns colours to grey.</summary>
    public static IImageProcessingContext Grayscale(this IImageProcessingContext source, GrayscaleMode mode)
    {
        (float red, float green, float blue) = mode == GrayscaleMode.Bt709 ? (0.2126f, 0.7152f, 0.0722f) : (0.299f, 0.587f, 0.114f);
        return ProcessingContext.Of(source).Recolor(pixels =>
        {
            foreach (ref Rgba32 pixel in pixels)
            {
                byte grey = (byte)MathF.Min(255f, (pixel.R * red) + (pixel.G * green) + (pixel.B * blue) + 0.5f);
                pixel = new Rgba32(grey, grey, grey, pixel.A);
            }
        });
    }
}
