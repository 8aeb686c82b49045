using System.Numerics;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>
/// Turns pictures by any angle. The result holds all four corners; what lies farther outside the source than the
/// sampler reaches is left zero. Pixels are points here: the middle of a picture of n pixels is at (n - 1) / 2.
/// </summary>
internal static class Rotator
{
    public static Image<TPixel> Rotate<TPixel>(Image<TPixel> source, float degrees, IResampler sampler)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(sampler);
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        Image<TPixel> result = new(RotatedSize(source.Size, sine, cosine), source.Metadata.DeepClone());
        double middleX = (source.Width - 1) / 2.0;
        double middleY = (source.Height - 1) / 2.0;
        for (int y = 0; y < result.Height; y++)
        {
            Span<TPixel> row = result.Row(y);
            double down = y - ((result.Height - 1) / 2.0);
            for (int x = 0; x < row.Length; x++)
            {
                double across = x - ((result.Width - 1) / 2.0);
                float sourceX = (float)(middleX + (across * cosine) + (down * sine));
                float sourceY = (float)(middleY - (across * sine) + (down * cosine));
                row[x] = sampler is NearestNeighborResampler
                    ? TakeNearest(source, sourceX, sourceY)
                    : Weigh(source, sourceX, sourceY, sampler);
            }
        }

        return result;
    }

    private static Size RotatedSize(Size size, double sine, double cosine)
    {
        double right = size.Width - 1;
        double bottom = size.Height - 1;
        return new Size(
            Extent(right * cosine, -bottom * sine),
            Extent(right * sine, bottom * cosine));
    }

    // The corners of a turned rectangle lie at 0, a, b and a + b along each axis.
    private static int Extent(double a, double b)
    {
        double least = Math.Min(0, Math.Min(a, Math.Min(b, a + b)));
        double most = Math.Max(0, Math.Max(a, Math.Max(b, a + b)));
        return (int)(Math.Ceiling(most) - Math.Floor(least)) + 1;
    }

    private static TPixel TakeNearest<TPixel>(Image<TPixel> source, float x, float y)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int column = (int)MathF.Round(x);
        int row = (int)MathF.Round(y);
        return (uint)column < (uint)source.Width && (uint)row < (uint)source.Height ? source.Row(row)[column] : default;
    }

    private static TPixel Weigh<TPixel>(Image<TPixel> source, float x, float y, IResampler sampler)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        float radius = sampler.Radius;
        if (x < -radius || y < -radius || x > source.Width - 1 + radius || y > source.Height - 1 + radius)
        {
            return default;
        }

        // Beyond an edge its pixels go on.
        Vector4 sum = Vector4.Zero;
        for (int row = (int)MathF.Ceiling(y - radius); row <= (int)MathF.Floor(y + radius); row++)
        {
            ReadOnlySpan<TPixel> pixels = source.Row(Math.Clamp(row, 0, source.Height - 1));
            float rowWeight = sampler.GetValue(row - y);
            for (int column = (int)MathF.Ceiling(x - radius); column <= (int)MathF.Floor(x + radius); column++)
            {
                // A pixel counts as much as it shows.
                Vector4 color = pixels[Math.Clamp(column, 0, source.Width - 1)].ToVector4();
                float alpha = color.W;
                color *= alpha;
                color.W = alpha;
                sum += color * (rowWeight * sampler.GetValue(column - x));
            }
        }

        if (source is Image<Rgba32> && sum.W > 0)
        {
            float alpha = sum.W;
            sum /= alpha;
            sum.W = alpha;
        }

        TPixel result = default;
        result.FromVector4(sum);
        return result;
    }
}
