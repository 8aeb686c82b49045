namespace SixLabors.ImageSharp.Processing;

/// <summary>Mirroring.</summary>
public static class FlipExtensions
{
    /// <summary>Mirrors the picture.</summary>
    public static IImageProcessingContext Flip(this IImageProcessingContext source, FlipMode flipMode) =>
        ProcessingContext.Of(source).Flip(flipMode);
}
