using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using TransferLearning;

namespace Lab.Tests;

/// <summary>A folder of its own for a test, a cache in it, and small images and weights to put there.</summary>
public abstract class Inputs : IDisposable
{
    private readonly string? cache = Environment.GetEnvironmentVariable("TRANSFER_LEARNING_CACHE");

    protected Inputs() => UseCache("cache");

    protected string Folder { get; } = Directory.CreateTempSubdirectory("lab-test-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", cache);
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void UseCache(string name) => Environment.SetEnvironmentVariable("TRANSFER_LEARNING_CACHE", In(name));

    protected string In(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Reddish horizontal stripes ("a") or bluish vertical ones ("b") with noise: any network tells them apart.</summary>
    protected static Image<Rgb24> Striped(char kind, int seed, int width = 40, int height = 40)
    {
        Random random = new((seed * 7) + kind);
        double phase = random.NextDouble() * 6;
        int tint = kind == 'a' ? 40 : -40;
        Image<Rgb24> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double level = (Math.Sin(((kind == 'a' ? y : x) * 2 * Math.PI / (6 + (seed % 5))) + phase) * 60) + 128;
                byte Noisy(double value) => (byte)Math.Clamp(value + random.Next(-40, 41), 0, 255);
                image[x, y] = new Rgb24(Noisy(level + tint), Noisy(level), Noisy(level - tint));
            }
        }

        return image;
    }

    protected static Image<Rgb24> Noise(int seed, int size = 40)
    {
        byte[] pixels = new byte[size * size * 3];
        new Random(seed).NextBytes(pixels);
        return Image.LoadPixelData<Rgb24>(pixels, size, size);
    }

    /// <summary>Saves an image as JPEG, whatever its name is, and makes its folder.</summary>
    protected string Save(Image<Rgb24> image, params string[] place)
    {
        string path = In(place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (image)
        {
            image.Save(path, new JpegEncoder { Quality = 95 });
        }

        return path;
    }

    /// <summary>Two classes, a and b, of so many images each.</summary>
    protected string Two(string place, int count, int first = 0, int size = 40)
    {
        foreach (char kind in "ab")
        {
            for (int i = first; i < first + count; i++)
            {
                Save(Striped(kind, i, size, size), place, $"{kind}", $"{kind}{i:0000}.jpg");
            }
        }

        return In(place);
    }

    /// <summary>Random weights of a narrow MobileNetV2.</summary>
    protected string Weights()
    {
        string path = In("weights.safetensors");
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25 };
        using TransferModel model = TransferModel.Create(backbone, ["a", "b"], seed: 1);
        Dictionary<string, string> notes = new() { ["backbone"] = backbone.Name, ["width"] = "0.25", ["image_size"] = "32" };
        Safetensors.Write(
            path, model.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal)).ToDictionary(), notes);
        return path;
    }
}
