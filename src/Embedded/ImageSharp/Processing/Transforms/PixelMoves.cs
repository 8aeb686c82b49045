using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>What only moves pixels: cropping, mirroring, turning by quarters.</summary>
internal static class PixelMoves
{
    public static Image<TPixel> Crop<TPixel>(Image<TPixel> source, Rectangle rectangle)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Image<TPixel> result = new(new Size(rectangle.Width, rectangle.Height), source.Metadata.DeepClone());
        for (int y = 0; y < rectangle.Height; y++)
        {
            source.Row(rectangle.Y + y).Slice(rectangle.X, rectangle.Width).CopyTo(result.Row(y));
        }

        return result;
    }

    public static void Flip<TPixel>(Image<TPixel> image, FlipMode mode)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (mode == FlipMode.Horizontal)
        {
            for (int y = 0; y < image.Height; y++)
            {
                image.Row(y).Reverse();
            }

            return;
        }

        TPixel[] spare = new TPixel[image.Width];
        for (int y = 0; y < image.Height / 2; y++)
        {
            Span<TPixel> upper = image.Row(y);
            Span<TPixel> lower = image.Row(image.Height - 1 - y);
            upper.CopyTo(spare);
            lower.CopyTo(upper);
            spare.CopyTo(lower);
        }
    }

    public static Image<TPixel> Rotate<TPixel>(Image<TPixel> source, RotateMode mode)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (mode == RotateMode.Rotate180)
        {
            Image<TPixel> turned = source.Clone();
            turned.Pixels.Reverse();
            return turned;
        }

        Image<TPixel> result = new(new Size(source.Height, source.Width), source.Metadata.DeepClone());
        Span<TPixel> pixels = result.Pixels;
        for (int y = 0; y < source.Height; y++)
        {
            Span<TPixel> row = source.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                int at = mode == RotateMode.Rotate90
                    ? (x * source.Height) + source.Height - 1 - y
                    : ((source.Width - 1 - x) * source.Height) + y;
                pixels[at] = row[x];
            }
        }

        return result;
    }
}
