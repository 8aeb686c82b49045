using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace TransferLearning.Tests;

/// <summary>Tiny pictures that are easy to tell apart: "bright" ones and "dark" ones, with noise.</summary>
internal static class MadeUpPictures
{
    public static void Write(TemporaryFolder folder, string className, int count, byte level, int size = 40, string prefix = "")
    {
        for (int i = 0; i < count; i++)
        {
            var random = new Random(level * 1000 + i);
            using var image = new Image<Rgb24>(size, size);
            for (int y = 0; y < size; y++)
            {
                for (int x = 0; x < size; x++)
                {
                    byte value = (byte)Math.Clamp(level + random.Next(-40, 41), 0, 255);
                    image[x, y] = new Rgb24(value, (byte)(value / 2), (byte)(255 - value));
                }
            }

            image.SaveAsPng(folder.File(prefix, className, $"{i:000}.png"));
        }
    }

    /// <summary>Two classes of so many pictures each.</summary>
    public static ImageFolder TwoClasses(TemporaryFolder folder, int perClass, int size = 40)
    {
        Write(folder, "bright", perClass, 190, size);
        Write(folder, "dark", perClass, 60, size);
        return ImageFolder.Open(folder.Path);
    }
}
