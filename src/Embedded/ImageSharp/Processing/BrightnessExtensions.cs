using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Brightness.</summary>
public static class BrightnessExtensions
{
    /// <summary>Multiplies colours: 0 is black, 1 leaves them as they are.</summary>
    public static IImageProcessingContext Brightness(this IImageProcessingContext source, float amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        byte[] scaled = new byte[256];
        for (int value = 0; value < scaled.Length; value++)
        {
            scaled[value] = (byte)MathF.Min(255f, (value * amount) + 0.5f);
        }

        return ProcessingContext.Of(source).Recolor(pixels =>
        {
            foreach (ref Rgba32 pixel in pixels)
            {
                pixel = new Rgba32(scaled[pixel.R], scaled[pixel.G], scaled[pixel.B], pixel.A);
            }
        });
    }
}
