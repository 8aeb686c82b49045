using System.Numerics;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Turns pictures by any angle. What lies farther outside the source than the sampler reaches is left zero.</summary>
internal static class Rotator
{
    public static Image<TPixel> Rotate<TPixel>(Image<TPixel> source, float degrees, IResampler sampler)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(sampler);
        RotationGeometry geometry = RotationGeometry.Calculate(source.Size, degrees);
        Image<TPixel> result = new(geometry.Size, source.Metadata.DeepClone());
        Vector2 radius = new(Reach(sampler, source.Width, result.Width), Reach(sampler, source.Height, result.Height));
        for (int y = 0; y < result.Height; y++)
        {
            Span<TPixel> row = result.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                Vector2 from = Vector2.Transform(new Vector2(x, y), geometry.ToSource);
                row[x] = sampler is NearestNeighborResampler ? TakeNearest(source, from) : Weigh(source, from, radius, sampler);
            }
        }

        return result;
    }

    // How far pixels count; farther where the picture shrinks.
    private static float Reach(IResampler sampler, int sourceLength, int length) =>
        MathF.Ceiling(sampler.Radius * Math.Max(1f, (float)sourceLength / length));

    private static TPixel TakeNearest<TPixel>(Image<TPixel> source, Vector2 at)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int column = (int)MathF.Round(at.X);
        int row = (int)MathF.Round(at.Y);
        return (uint)column < (uint)source.Width && (uint)row < (uint)source.Height ? source.Row(row)[column] : default;
    }

    private static TPixel Weigh<TPixel>(Image<TPixel> source, Vector2 at, Vector2 radius, IResampler sampler)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int left = Math.Clamp((int)MathF.Floor(at.X - radius.X), 0, source.Width - 1);
        int right = Math.Clamp((int)MathF.Ceiling(at.X + radius.X), 0, source.Width - 1);
        int top = Math.Clamp((int)MathF.Floor(at.Y - radius.Y), 0, source.Height - 1);
        int bottom = Math.Clamp((int)MathF.Ceiling(at.Y + radius.Y), 0, source.Height - 1);
        if (left == right || top == bottom)
        {
            return default;
        }

        Vector4 sum = Vector4.Zero;
        for (int row = top; row <= bottom; row++)
        {
            ReadOnlySpan<TPixel> pixels = source.Row(row);
            float rowWeight = sampler.GetValue(row - at.Y);
            for (int column = left; column <= right; column++)
            {
                // A pixel counts as much as it shows.
                Vector4 color = pixels[column].ToScaledVector4();
                float alpha = color.W;
                color *= alpha;
                color.W = alpha;
                sum += color * sampler.GetValue(column - at.X) * rowWeight;
            }
        }

        // Beyond an edge there is nothing to weigh: what there is counts as all.
        if (sum.W != 0)
        {
            float alpha = sum.W;
            sum /= alpha;
            sum.W = alpha;
        }

        TPixel result = default;
        result.FromScaledVector4(sum);
        return result;
    }
}
