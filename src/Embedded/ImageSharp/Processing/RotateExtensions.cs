using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Turning.</summary>
public static class RotateExtensions
{
    /// <summary>Turns by whole quarters, clockwise.</summary>
    public static IImageProcessingContext Rotate(this IImageProcessingContext source, RotateMode rotateMode) =>
        ProcessingContext.Of(source).Rotate(rotateMode);

    /// <summary>Turns clockwise, bicubically; the picture grows to hold its corners.</summary>
    public static IImageProcessingContext Rotate(this IImageProcessingContext source, float degrees) =>
        source.Rotate(degrees, KnownResamplers.Bicubic);

    /// <summary>Turns clockwise; the picture grows to hold its corners.</summary>
    public static IImageProcessingContext Rotate(this IImageProcessingContext source, float degrees, IResampler sampler) =>
        ProcessingContext.Of(source).Rotate(degrees, sampler);
}
