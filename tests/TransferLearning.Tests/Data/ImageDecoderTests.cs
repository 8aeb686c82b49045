using System.Diagnostics;
using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace TransferLearning.Tests.Data;

public sealed class ImageDecoderTests : IDisposable
{
    private static readonly Lazy<(string Name, byte[] File, byte[]? Pixels)[]> Recorded = new(Read);
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Recorded.Value.Select(image => image.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_read_as_Pillow_reads_it_or_refused_as_Pillow_refuses_it(string name)
    {
        (_, byte[] file, byte[]? expected) = Recorded.Value.Single(image => image.Name == name);
        string path = folder.File(name);
        File.WriteAllBytes(path, file);

        (byte[]? pixels, string? reason) = ImageDecoder.Decode(path, 16);

        if (IsWholeWithoutEnd(name))
        {
            // Pillow refuses these, yet no pixel is missing.
            File.WriteAllBytes(path, Recorded.Value.Single(image => image.Name == name.Replace("-no-end", "")).File);
            Assert.Equal(ImageDecoder.Decode(path, 16).Pixels, pixels);
        }
        else if (expected is null)
        {
            Assert.Null(pixels);
            Assert.Contains(name.Contains("zeros-instead") && !reason!.Contains("cut off") ? "damaged" : "cut off", reason);
        }
        else
        {
            Assert.Null(reason);
            Assert.Null(ImageDecoder.WhyUnusable(path));
            Assert.InRange(expected.Zip(pixels!, (a, b) => Math.Abs(a - b)).Average(), 0, 2.5);
            bool isTurned = name.Contains("orientation-6")
                || name is "orientation-5.jpg" or "orientation-7.jpg" or "orientation-8.jpg" or "exif-sub-ifd-loop.jpg";
            Assert.Equal(isTurned ? (40, 48) : (48, 40), ImageDecoder.SizeOf(path));
        }
    }

    [Fact]
    public void Files_that_end_early_are_already_named_when_a_folder_is_opened()
    {
        string[] late = [];   // seen only when decoded
        foreach ((string name, byte[] file, _) in Recorded.Value.Where(image => image.Pixels is null && !IsWholeWithoutEnd(image.Name)))
        {
            string path = folder.File(name);
            File.WriteAllBytes(path, file);
            late = ImageDecoder.WhyUnusable(path) is null ? [.. late, name] : late;
        }

        Assert.Equal(["webp-lossless-zeros-instead.webp"], late);
    }

    [Theory]
    [InlineData(0x7FFFFFF0u, 2000u)]   // Make: text far beyond the segment
    [InlineData(8u, 0xFFFFFFFFu)]      // of a length that no file has
    public void Damaged_EXIF_data_lose_neither_the_image_nor_its_orientation(uint where, uint length)
    {
        byte[] jpeg = Recorded.Value.Single(image => image.Name == "baseline.jpg").File;
        byte[] make = [0x0F, 0x01, 2, 0, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(where)];
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, .. make, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff];
        File.WriteAllBytes(folder.File("a.jpg"), [.. jpeg[..2], .. segment, .. jpeg[2..]]);

        Assert.Null(ImageDecoder.Decode(folder.File("a.jpg"), 16).Reason);
        Assert.Equal((40, 48), ImageDecoder.SizeOf(folder.File("a.jpg")));
    }

    [Theory]
    [InlineData(30000, 30000, 1, "too many")]
    [InlineData(12000, 9000, 2, null)]       // 108 megapixels, as phones have them: the header is accepted
    [InlineData(70000, 70000, 6, "too many")]
    public void Headers_that_promise_too_many_pixels_are_refused(int width, int height, byte colorType, string? expected)
    {
        byte[] png = Recorded.Value.Single(image => image.Name == "png.png").File;
        byte[] header = [.. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), (byte)(colorType == 1 ? 1 : 8),
            (byte)(colorType == 1 ? 0 : colorType), 0, 0, 0];
        byte[] file = [.. png[..12], .. header, .. BigEndian((int)Crc32(header)), .. png[33..]];
        File.WriteAllBytes(folder.File("a.png"), file);

        string? reason = ImageDecoder.WhyUnusable(folder.File("a.png"));

        Assert.True(expected is null ? reason is null : reason!.Contains(expected), reason);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(65500, 8)]
    public void Extreme_shapes_are_read(int width, int height)
    {
        string[] paths = [folder.File("a.jpg"), folder.File("a.png"), folder.File("a.bmp")];
        using (var image = new Image<Rgb24>(width, height, new Rgb24(200, 100, 50)))
        {
            Array.ForEach(paths, path => image.Save(path));
        }

        Assert.All(paths, path =>
        {
            Assert.Null(ImageDecoder.WhyUnusable(path));
            Assert.Equal((width, height), ImageDecoder.SizeOf(path));
            byte[] pixels = ImageDecoder.Decode(path, 16).Pixels!;
            Assert.InRange(pixels[0], 198, 202);
            Assert.InRange(pixels[^1], 48, 52);
        });
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_sentence_with_its_path()
    {
        string path = folder.File("page.jpg");
        File.WriteAllText(path, "<html>404</html>");

        Assert.Equal(
            $"{path} cannot be used: a web page, not an image.",
            Assert.Throws<UserMistakeException>(() => ImageDecoder.Load(path, 16)).Message);
        Assert.Contains("not found", Assert.Throws<UserMistakeException>(() => ImageDecoder.Load(path + "x", 16)).Message);
        Assert.Equal("the file is empty", ImageDecoder.Decode([], 16).Reason);
    }

    /// <summary>
    /// Damages files of every kind at random, as often as TRANSFER_LEARNING_MUTANTS says: each is pixels or a reason, and takes neither
    /// long nor much memory.
    /// </summary>
    [Fact]
    public void No_damaged_file_throws()
    {
        int mutants = int.TryParse(Environment.GetEnvironmentVariable("TRANSFER_LEARNING_MUTANTS"), out int wanted) ? wanted : 20_000;
        byte[][] files = [.. Recorded.Value.Select(image => image.File), Tiff()];
        int read = 0, refused = 0;
        long largest = 0, peak = Math.Max(PeakOfProcess(), Environment.WorkingSet + (1L << 30));
        for (int mutant = 0; mutant < mutants; mutant++)
        {
            var random = new Random(mutant);
            byte[] file = [.. files[mutant % files.Length]];
            for (int changes = 1 << random.Next(5); changes > 0; changes--)
            {
                // Headers hurt more than pixels: half of the changes are among the first hundred bytes.
                int at = random.Next(random.Next(2) == 0 ? Math.Min(100, file.Length) : file.Length);
                file[at] =
                    random.Next(4) switch { 0 => 0, 1 => 255, 2 => (byte)(file[at] ^ 1 << random.Next(8)), _ => (byte)random.Next(256) };
            }

            file = random.Next(8) == 0 ? file[..random.Next(file.Length)] : file;
            string path = folder.File("mutant");
            File.WriteAllBytes(path, file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? header = ImageDecoder.WhyUnusable(path);
            (byte[]? pixels, string? reason) = ImageDecoder.Decode(path, 16);
            ImageDecoder.SizeOf(path);
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.True(pixels is null ^ reason is null, $"mutant {mutant}");
            Assert.True(header != "" && reason != "", $"mutant {mutant}");
            read += pixels is null ? 0 : 1;
            refused += pixels is null ? 1 : 0;
        }

        Assert.True(read > mutants / 20 && refused > mutants / 20, $"{read} read, {refused} refused");
        Assert.True(
            largest < 1L << 30 && PeakOfProcess() <= peak, $"{largest:N0} bytes for one file, {PeakOfProcess():N0} for the process");
    }

    private static long PeakOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static bool IsWholeWithoutEnd(string name) => name.EndsWith("-no-end.jpg", StringComparison.Ordinal)
        && !name.StartsWith("progressive", StringComparison.Ordinal);

    private static (string, byte[], byte[]?)[] Read()
    {
        using JsonDocument recorded =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Data", "images.json")));
        return
        [
            .. recorded.RootElement.GetProperty("images").EnumerateArray().Select(image => (
                image.GetProperty("name").GetString()!, image.GetProperty("file").GetBytesFromBase64(),
                image.GetProperty("pixels").ValueKind == JsonValueKind.Null ? null : image.GetProperty("pixels").GetBytesFromBase64())),
        ];
    }

    private static byte[] Tiff()
    {
        using var image = new Image<Rgb24>(20, 20);
        using var stream = new MemoryStream();
        image.SaveAsTiff(stream);
        return stream.ToArray();
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = crc >> 1 ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
