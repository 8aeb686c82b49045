using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>Made-up pictures and what tests ask of pictures.</summary>
internal static class Pictures
{
    /// <summary>Smooth colours with a disc and a grid of single pixels in them, different everywhere.</summary>
    public static Image<Rgb24> Draw(int width, int height)
    {
        Image<Rgb24> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double distance = Math.Sqrt(Math.Pow(x - (width / 2.0), 2) + Math.Pow(y - (height / 2.0), 2));
                bool isDisc = distance < Math.Min(width, height) / 3.0;
                bool isDot = x % 7 == 3 && y % 5 == 2;
                image[x, y] = isDot
                    ? new Rgb24((byte)(x * 13), (byte)(y * 29), (byte)(x + y))
                    : new Rgb24((byte)(255 * x / width), (byte)(255 * y / height), isDisc ? (byte)200 : (byte)40);
            }
        }

        return image;
    }

    /// <summary>Colours that change slowly, as JPEG likes them.</summary>
    public static Image<Rgb24> DrawSmooth(int width, int height)
    {
        Image<Rgb24> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image[x, y] = new Rgb24(
                    (byte)(128 + (100 * Math.Sin(x / 9.0))),
                    (byte)(128 + (100 * Math.Cos(y / 11.0))),
                    (byte)(128 + (60 * Math.Sin((x + y) / 15.0))));
            }
        }

        return image;
    }

    public static double MeanDifference<TPixel>(Image<TPixel> one, Image<TPixel> other)
        where TPixel : unmanaged, IPixel<TPixel> =>
        Bytes(one).Zip(Bytes(other), (a, b) => Math.Abs(a - b)).Average();

    public static byte[] Bytes<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        byte[] bytes = new byte[image.Width * image.Height * image.PixelType.BitsPerPixel / 8];
        image.CopyPixelDataTo(bytes);
        return bytes;
    }

    public static double[] Means(Image<Rgb24> image)
    {
        byte[] bytes = Bytes(image);
        double[] sums = new double[3];
        for (int i = 0; i < bytes.Length; i++)
        {
            sums[i % 3] += bytes[i];
        }

        return [.. sums.Select(sum => sum / (image.Width * image.Height))];
    }

    public static byte[] ToPng(Image image)
    {
        using MemoryStream stream = new();
        image.SaveAsPng(stream);
        return stream.ToArray();
    }
}
