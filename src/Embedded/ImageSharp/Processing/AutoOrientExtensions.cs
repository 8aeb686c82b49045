using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Putting photographs upright.</summary>
public static class AutoOrientExtensions
{
    /// <summary>Turns and mirrors the picture as its EXIF orientation says, which then says "as stored".</summary>
    public static IImageProcessingContext AutoOrient(this IImageProcessingContext source)
    {
        ProcessingContext context = ProcessingContext.Of(source);
        if (context.Result.Metadata.ExifProfile?.TryGetValue(ExifTag.Orientation, out IExifValue<ushort>? orientation) != true)
        {
            return source;
        }

        switch (orientation!.Value)
        {
            case ExifOrientationMode.TopRight:
                context.Flip(FlipMode.Horizontal);
                break;
            case ExifOrientationMode.BottomRight:
                context.Rotate(RotateMode.Rotate180);
                break;
            case ExifOrientationMode.BottomLeft:
                context.Flip(FlipMode.Vertical);
                break;
            case ExifOrientationMode.LeftTop:
                context.Rotate(RotateMode.Rotate90);
                context.Flip(FlipMode.Horizontal);
                break;
            case ExifOrientationMode.RightTop:
                context.Rotate(RotateMode.Rotate90);
                break;
            case ExifOrientationMode.RightBottom:
                context.Rotate(RotateMode.Rotate270);
                context.Flip(FlipMode.Horizontal);
                break;
            case ExifOrientationMode.LeftBottom:
                context.Rotate(RotateMode.Rotate270);
                break;
        }

        context.MarkUpright();
        return source;
    }
}
