using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>
/// Carries one picture through its steps. A step that makes a new picture replaces the one before; the caller's own picture is
/// left alone unless it is to be changed.
/// </summary>
internal sealed class ProcessingContext<TPixel> : ProcessingContext
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly Image<TPixel> source;
    private readonly bool mutate;
    private Image<TPixel>? copy;

    public ProcessingContext(Image<TPixel> source, bool mutate)
    {
        this.source = source;
        this.mutate = mutate;
    }

    public override Image Result => Current;

    /// <summary>The picture so far, still the caller's own where no step has made a new one.</summary>
    public Image<TPixel> Current => copy ?? source;

    public override IImageProcessingContext Resize(
        Size size, Rectangle target, IResampler sampler, Color padColor, bool premultiplyAlpha)
    {
        Image<TPixel> image = Current;
        if (size == image.Size && target == image.Bounds)
        {
            return this;
        }

        return Replace(Resizer.Resize(image, size, target, sampler, padColor.ToPixel<TPixel>(), premultiplyAlpha));
    }

    public override IImageProcessingContext Crop(Rectangle cropRectangle)
    {
        Image<TPixel> image = Current;
        if (!image.Bounds.Contains(cropRectangle))
        {
            throw new ArgumentException("Crop rectangle should be smaller than the source bounds.", nameof(cropRectangle));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cropRectangle.Width, "width");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cropRectangle.Height, "height");

        return cropRectangle == image.Bounds ? this : Replace(PixelMoves.Crop(image, cropRectangle));
    }

    public override IImageProcessingContext Flip(FlipMode mode)
    {
        if (mode != FlipMode.None)
        {
            PixelMoves.Flip(Writable(), mode);
        }

        return this;
    }

    public override IImageProcessingContext Rotate(RotateMode mode)
    {
        return mode == RotateMode.None ? this : ReplaceTurned(PixelMoves.Rotate(Current, mode));
    }

    public override IImageProcessingContext Rotate(float degrees, IResampler sampler)
    {
        if (degrees % 90 == 0)
        {
            return Rotate((RotateMode)(((int)(degrees % 360) + 360) % 360));
        }

        return ReplaceTurned(Rotator.Rotate(Current, degrees, sampler));
    }

    public override IImageProcessingContext Recolor(ColorRows change)
    {
        Image<TPixel> image = Writable();
        Rgba32[] row = new Rgba32[image.Width];
        for (int y = 0; y < image.Height; y++)
        {
            Span<TPixel> pixels = image.Row(y);
            PixelConversion.Convert<TPixel, Rgba32>(pixels, row);
            change(row);
            PixelConversion.Convert<Rgba32, TPixel>(row, pixels);
        }

        return this;
    }

    /// <summary>Gives the result back, as a picture of its own where <see cref="mutate"/> is false.</summary>
    public Image<TPixel> Finish()
    {
        if (!mutate)
        {
            return copy ?? source.Clone();
        }

        if (copy is not null)
        {
            source.TakeOver(copy);
        }

        return source;
    }

    /// <summary>Drops what a failed step left behind.</summary>
    public void Abandon() => copy?.Dispose();

    public override void MarkUpright() =>
        Writable().Metadata.ExifProfile?.SetValue(ExifTag.Orientation, ExifOrientationMode.TopLeft);

    // The package takes the orientation out of the picture that a turn makes, and keeps that picture only where a clone begins with it.
    private ProcessingContext<TPixel> ReplaceTurned(Image<TPixel> image)
    {
        if (!mutate && copy is null)
        {
            image.Metadata.ExifProfile?.RemoveValue(ExifTag.Orientation);
        }

        return Replace(image);
    }

    private Image<TPixel> Writable() => mutate ? Current : copy ??= source.Clone();

    private ProcessingContext<TPixel> Replace(Image<TPixel> image)
    {
        copy?.Dispose();
        copy = image;
        return this;
    }
}
