using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>What the steps do, whatever the pixel format.</summary>
internal abstract class ProcessingContext : IImageProcessingContext
{
    /// <summary>The picture as far as it has come.</summary>
    public abstract Image Result { get; }

    public Size GetCurrentSize() => Result.Size;

    public static ProcessingContext Of(IImageProcessingContext source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (ProcessingContext)source;
    }

    public abstract IImageProcessingContext Resize(Size size, Rectangle target, IResampler sampler, Color padColor, bool premultiplyAlpha);

    public abstract IImageProcessingContext Crop(Rectangle cropRectangle);

    public abstract IImageProcessingContext Flip(FlipMode mode);

    public abstract IImageProcessingContext Rotate(RotateMode mode);

    public abstract IImageProcessingContext Rotate(float degrees, IResampler sampler);

    /// <summary>Notes that the picture needs no turning any more.</summary>
    public abstract void MarkUpright();

    public abstract IImageProcessingContext Recolor(ColorRows change);
}
