using System.Buffers;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Resizes in two passes: each row of the result is first weighed together from source rows, then squeezed along.</summary>
internal static class Resizer
{
    /// <summary>Makes a picture of the given size, the source resized to fill <paramref name="target"/> in it.</summary>
    public static Image<TPixel> Resize<TPixel>(
        Image<TPixel> source, Size size, Rectangle target, IResampler sampler, TPixel padColor, bool premultiplyAlpha)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(sampler);
        Span<byte> from = MemoryMarshal.AsBytes(source.Pixels);
        Image<TPixel> result = new(size, source.Metadata.DeepClone());
        Rectangle visible = Rectangle.Intersect(target, result.Bounds);
        if (visible != result.Bounds)
        {
            result.Pixels.Fill(padColor);
        }

        if (visible.Width == 0 || visible.Height == 0)
        {
            return result;
        }

        if (sampler is NearestNeighborResampler)
        {
            TakeNearest(source, result, target, visible);
            return result;
        }

        using ResizeKernels columns =
            ResizeKernels.Create(sampler, source.Width, target.Width, visible.X - target.X, visible.Width);
        using ResizeKernels rows =
            ResizeKernels.Create(sampler, source.Height, target.Height, visible.Y - target.Y, visible.Height);
        int channels = result.PixelType.BitsPerPixel / 8;
        bool hasAlpha = channels == 4 && premultiplyAlpha;
        int lineLength = source.Width * channels;
        float[] line = ArrayPool<float>.Shared.Rent(lineLength + ResizePasses.Overrun);
        byte[] resized = ArrayPool<byte>.Shared.Rent((visible.Width * channels) + ResizePasses.Overrun);
        Array.Clear(line, lineLength, ResizePasses.Overrun);
        for (int y = 0; y < visible.Height; y++)
        {
            ReadOnlySpan<byte> used = from.Slice(rows.Starts[y] * lineLength, rows.Lengths[y] * lineLength);
            if (hasAlpha)
            {
                AlphaPasses.WeighRows(used, rows.Weights(y), line.AsSpan(0, lineLength));
            }
            else
            {
                ResizePasses.WeighRows(used, rows.Weights(y), line.AsSpan(0, lineLength));
            }

            if (channels == 1)
            {
                ResizePasses.SqueezeOne(line, columns, resized);
            }
            else
            {
                ResizePasses.Squeeze(line, columns, resized, channels, hasAlpha);
            }

            Span<TPixel> to = result.Row(visible.Y + y).Slice(visible.X, visible.Width);
            resized.AsSpan(0, visible.Width * channels).CopyTo(MemoryMarshal.AsBytes(to));
        }

        ArrayPool<float>.Shared.Return(line);
        ArrayPool<byte>.Shared.Return(resized);
        return result;
    }

    private static void TakeNearest<TPixel>(Image<TPixel> source, Image<TPixel> result, Rectangle target, Rectangle visible)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        float widthFactor = source.Width / (float)target.Width;
        float heightFactor = source.Height / (float)target.Height;
        for (int y = visible.Top; y < visible.Bottom; y++)
        {
            Span<TPixel> from = source.Row((int)((y - target.Y) * heightFactor));
            Span<TPixel> to = result.Row(y);
            for (int x = visible.Left; x < visible.Right; x++)
            {
                to[x] = from[(int)((x - target.X) * widthFactor)];
            }
        }
    }
}
