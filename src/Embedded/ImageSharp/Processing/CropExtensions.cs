namespace SixLabors.ImageSharp.Processing;

/// <summary>Cropping.</summary>
public static class CropExtensions
{
    /// <summary>Keeps the upper left part of the given size.</summary>
    public static IImageProcessingContext Crop(this IImageProcessingContext source, int width, int height) =>
        source.Crop(new Rectangle(0, 0, width, height));

    /// <summary>Keeps a rectangle, which must lie inside.</summary>
    public static IImageProcessingContext Crop(this IImageProcessingContext source, Rectangle cropRectangle) =>
        ProcessingContext.Of(source).Crop(cropRectangle);
}
