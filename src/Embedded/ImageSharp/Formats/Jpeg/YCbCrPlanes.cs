using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>A picture as luminance and two colour differences, by the JFIF factors.</summary>
internal sealed class YCbCrPlanes
{
    private readonly float[][] planes;

    private YCbCrPlanes(int width, int height)
    {
        Width = width;
        Height = height;
        planes = [new float[width * height], new float[width * height], new float[width * height]];
    }

    public int Width { get; }

    public int Height { get; }

    public static YCbCrPlanes From<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        YCbCrPlanes result = new(image.Width, image.Height);
        ReadOnlySpan<TPixel> pixels = image.Pixels;
        Rgba32 color = default;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i].ToRgba32(ref color);
            result.planes[0][i] = (0.299f * color.R) + (0.587f * color.G) + (0.114f * color.B) - 128f;
            result.planes[1][i] = (-0.168735892f * color.R) - (0.331264108f * color.G) + (0.5f * color.B);
            result.planes[2][i] = (0.5f * color.R) - (0.418687589f * color.G) - (0.081312411f * color.B);
        }

        return result;
    }

    /// <summary>Reads 8 × 8 samples, each the mean of a square of the picture; beyond its edges these go on.</summary>
    /// <param name="component">Which plane.</param>
    /// <param name="x">The first column.</param>
    /// <param name="y">The first row.</param>
    /// <param name="scale">The side of the squares in pixels.</param>
    /// <param name="samples">Takes the samples by rows.</param>
    public void ReadBlock(int component, int x, int y, int scale, Span<float> samples)
    {
        float[] plane = planes[component];
        for (int i = 0; i < samples.Length; i++)
        {
            float sum = 0;
            for (int j = 0; j < scale * scale; j++)
            {
                int row = Math.Min(y + ((i >> 3) * scale) + (j / scale), Height - 1);
                int column = Math.Min(x + ((i & 7) * scale) + (j % scale), Width - 1);
                sum += plane[(row * Width) + column];
            }

            samples[i] = sum / (scale * scale);
        }
    }
}
