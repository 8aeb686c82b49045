using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Embedded.ImageSharp.Tests;

/// <summary>Every variant of both formats against recorded pixels (Fixtures/record.py).</summary>
public sealed class DecoderTests
{
    public static TheoryData<string> Names(string prefix) =>
        [.. Fixtures.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];

    public static TheoryData<string> Pngs() =>
        [.. Fixtures.Names.Where(name => name.EndsWith(".png", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names), "plain-")]
    public void Jpegs_of_every_sampling_give_the_pixels_that_their_coefficients_stand_for(string name)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Fixtures.File(name));
        Assert.InRange(Fixtures.Compare(name, image).Worst, 0, 1);
    }

    [Theory]
    [MemberData(nameof(Names), "pillow-")]
    public void Jpegs_of_pillow_give_the_pixels_that_it_reads_itself(string name)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Fixtures.File(name));
        (int worst, double mean) = Fixtures.Compare(name, image);

        // Pillow interpolates halved colour, the published package repeats it: at sharp edges they differ.
        bool isSubsampled = name.Contains("42", StringComparison.Ordinal) || name.Contains("cmyk", StringComparison.Ordinal);
        Assert.InRange(mean, 0, isSubsampled ? 3 : 0.5);
        Assert.InRange(worst, 0, isSubsampled ? 64 : 2);
    }

    [Theory]
    [MemberData(nameof(Names), "oriented-")]
    public void Pictures_of_every_orientation_are_put_upright(string name)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Fixtures.File(name));
        image.Mutate(x => x.AutoOrient());
        Assert.InRange(Fixtures.Compare(name, image).Worst, 0, 2);
        byte[] once = Pictures.Bytes(image);
        image.Mutate(x => x.AutoOrient());
        Assert.Equal(once, Pictures.Bytes(image));
    }

    [Theory]
    [MemberData(nameof(Pngs))]
    public void Pngs_of_every_type_and_depth_give_exactly_their_pixels(string name)
    {
        using Image<Rgba32> image = Image.Load<Rgba32>(Fixtures.File(name));
        Assert.Equal(0, Fixtures.Compare(name, image).Worst);
        using Image<Rgb24> opaque = Image.Load<Rgb24>(Fixtures.File(name));
        using Image<Rgb24> converted = image.CloneAs<Rgb24>();
        Assert.Equal(Pictures.Bytes(converted), Pictures.Bytes(opaque));
    }

    [Theory]
    [MemberData(nameof(Names), "p")]
    public void A_picture_is_identified_as_it_is_decoded(string name)
    {
        byte[] file = Fixtures.File(name);
        ImageInfo info = Image.Identify(file);
        using Image image = Image.Load(file);
        Assert.Equal(image.Size, info.Size);
        Assert.Equal(name.EndsWith(".png", StringComparison.Ordinal) ? "PNG" : "JPEG", info.Metadata.DecodedImageFormat?.Name);
        Assert.Equal(info.Metadata.DecodedImageFormat, Image.DetectFormat(new MemoryStream(file)));
    }

    [Fact]
    public void Several_threads_decode_at_once()
    {
        string[] names = [.. Fixtures.Names];
        byte[][] expected = [.. names.Select(DecodeSmall)];
        Parallel.For(0, 20 * names.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            Assert.Equal(expected[i % names.Length], DecodeSmall(names[i % names.Length])));
    }

    private static byte[] DecodeSmall(string name)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Fixtures.File(name));
        image.Mutate(x => x.Resize(11, 7, KnownResamplers.Triangle));
        return Pictures.Bytes(image);
    }

    [Fact]
    public async Task A_picture_loads_on_another_thread()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => Image.LoadAsync<Rgb24>("nope.jpg"));
    }

    [Fact]
    public void A_picture_is_the_same_from_a_file_a_stream_and_memory()
    {
        byte[] file = Fixtures.File("pillow-420.jpg");
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using Image<Rgb24> fromMemory = Image.Load<Rgb24>(file);
            using Image<Rgb24> fromStream = Image.Load<Rgb24>(new MemoryStream(file));
            using Image<Rgb24> fromFile = Image.Load<Rgb24>(path);
            Assert.Equal(Pictures.Bytes(fromMemory), Pictures.Bytes(fromStream));
            Assert.Equal(Pictures.Bytes(fromMemory), Pictures.Bytes(fromFile));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
