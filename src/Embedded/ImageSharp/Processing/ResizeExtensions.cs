using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Resizing.</summary>
public static class ResizeExtensions
{
    /// <summary>Resizes as the options say.</summary>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, ResizeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProcessingContext context = ProcessingContext.Of(source);
        ResizeGeometry geometry = ResizeGeometry.Calculate(context.GetCurrentSize(), options);
        Color padColor = options.Mode is ResizeMode.Pad or ResizeMode.BoxPad ? options.PadColor : default;
        return context.Resize(geometry.Size, geometry.Target, options.Sampler, padColor, options.PremultiplyAlpha);
    }

    /// <summary>Resizes bicubically; a side of zero follows from the other one.</summary>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, Size size) =>
        source.Resize(size.Width, size.Height);

    /// <summary>Resizes bicubically; a side of zero follows from the other one.</summary>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, int width, int height) =>
        source.Resize(width, height, KnownResamplers.Bicubic);

    /// <summary>Resizes; a side of zero follows from the other one.</summary>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, int width, int height, IResampler sampler) =>
        source.Resize(new ResizeOptions { Mode = ResizeMode.Stretch, Size = new Size(width, height), Sampler = sampler });
}
