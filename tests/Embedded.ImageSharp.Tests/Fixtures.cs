using System.Buffers.Binary;
using System.IO.Compression;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>The made-up pictures of Fixtures/pictures.zip and the pixels recorded beside them.</summary>
internal static class Fixtures
{
    private const int HeaderLength = 8;
    private static readonly Dictionary<string, byte[]> Entries = Read("pictures.zip");

    /// <summary>All pictures.</summary>
    public static IEnumerable<string> Names =>
        Entries.Keys.Where(name => !name.EndsWith(".bin", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static byte[] File(string name) => Entries[name];

    /// <summary>The largest and the mean difference between a picture's bytes and the recorded ones.</summary>
    public static (int Worst, double Mean) Compare<TPixel>(string name, Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        byte[] recorded = Entries[name + ".bin"];
        Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(recorded), image.Width);
        Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(recorded.AsSpan(4)), image.Height);
        byte[] bytes = Pictures.Bytes(image);
        Assert.Equal(recorded.Length - HeaderLength, bytes.Length);
        int[] differences = [.. bytes.Select((value, i) => Math.Abs(value - recorded[HeaderLength + i]))];
        return (differences.Max(), differences.Average());
    }

    /// <summary>What a recorded archive holds.</summary>
    public static Dictionary<string, byte[]> Read(string archiveName)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", archiveName));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            byte[] contents = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(contents);
            return contents;
        });
    }
}
