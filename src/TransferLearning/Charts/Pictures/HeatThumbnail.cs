using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace TransferLearning.Charting;

/// <summary>A picture in grey under a heat map that is coarser than it: from violet over orange to yellow, ever lighter, for every eye.</summary>
internal static class HeatThumbnail
{
    private static readonly double[][] Ramp = [[106, 44, 140], [226, 96, 60], [255, 240, 110]];

    /// <summary>The picture as the network sees it, squeezed into a square; without a map in its own colours. Null where the file cannot be read.</summary>
    public static string? DataUri(string path, int size, float[,]? heat) => Thumbnail.DataUri(path, image =>
    {
        image.Mutate(context => context.AutoOrient().Resize(size, size, KnownResamplers.Triangle));
        if (heat is not null)
        {
            Cover(image, heat);
        }
    });

    private static void Cover(Image<Rgb24> image, float[,] heat)
    {
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                Rgb24 pixel = image[x, y];
                double grey = ((0.299 * pixel.R) + (0.587 * pixel.G) + (0.114 * pixel.B)) * 0.8;
                double warmth = At(heat, (y + 0.5) / image.Height, (x + 0.5) / image.Width), share = 0.75 * warmth;
                image[x, y] = new Rgb24(Channel(0), Channel(1), Channel(2));

                byte Channel(int channel) => (byte)Math.Round((grey * (1 - share)) + (ColorOf(warmth, channel) * share));
            }
        }
    }

    private static double ColorOf(double warmth, int channel)
    {
        double place = Math.Clamp(warmth, 0, 1) * (Ramp.Length - 1);
        int below = Math.Min((int)place, Ramp.Length - 2);
        return Ramp[below][channel] + ((Ramp[below + 1][channel] - Ramp[below][channel]) * (place - below));
    }

    /// <summary>The map between the middles of its cells, from 0 to 1 down and across.</summary>
    internal static double At(float[,] heat, double down, double across)
    {
        (int top, int bottom, double y) = Between(down, heat.GetLength(0));
        (int left, int right, double x) = Between(across, heat.GetLength(1));
        double upper = heat[top, left] + ((heat[top, right] - heat[top, left]) * x);
        double lower = heat[bottom, left] + ((heat[bottom, right] - heat[bottom, left]) * x);
        double value = upper + ((lower - upper) * y);
        return double.IsFinite(value) ? Math.Clamp(value, 0, 1) : 0;
    }

    private static (int Below, int Above, double Part) Between(double part, int cells)
    {
        double place = Math.Clamp((part * cells) - 0.5, 0, cells - 1);
        int below = (int)place;
        return (below, Math.Min(below + 1, cells - 1), place - below);
    }
}
