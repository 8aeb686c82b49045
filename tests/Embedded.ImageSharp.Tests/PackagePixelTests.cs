using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>Whole pictures against the pixels of the published package (Fixtures/record_package.py), with Pillow's beside them.</summary>
public sealed class PackagePixelTests
{
    private static readonly Dictionary<string, byte[]> Recorded = Fixtures.Read("package.zip");

    public static TheoryData<string> Pictures() =>
        [.. Recorded.Keys.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name))];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_jpeg_gives_the_pixels_of_the_published_package(string name)
    {
        int[] differences = Differences(Decode(name), Recorded[name + ".package"]);

        Assert.InRange(differences.Max(), 0, 1);
        Assert.InRange(differences.Count(difference => difference > 0), 0, differences.Length / 2000);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_jpeg_is_no_farther_from_pillow_than_the_published_package_is(string name)
    {
        int[] here = Differences(Decode(name), Pillow(name));
        int[] package = Differences(Recorded[name + ".package"], Pillow(name));

        Assert.Equal(package.Max(), here.Max());
        Assert.Equal(package.Average(), here.Average(), 1e-3);
    }

    /// <summary>
    /// Why "within 2 of libjpeg" cannot be asked for: where all colour is stored, the package itself misses it by one in a few samples of a
    /// hundred thousand, since it transforms in floats and libjpeg in integers. (60 photographs so encoded: 0.001 % of samples.)
    /// </summary>
    [Fact]
    public void The_published_package_differs_by_three_from_pillow_at_full_colour()
    {
        int[] differences = Differences(Recorded["full-colour.package"], Pillow("full-colour"));

        Assert.Equal(3, differences.Max());
        Assert.InRange(differences.Count(difference => difference == 3), 1, differences.Length / 5000);
    }

    private static byte[] Decode(string name)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Recorded[name + ".jpg"]);
        byte[] pixels = new byte[3 * image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        return pixels;
    }

    private static byte[] Pillow(string name) =>
        [.. Recorded[name + ".package"].Zip(Recorded[name + ".pillow"], (package, more) => unchecked((byte)(package + more)))];

    private static int[] Differences(byte[] first, byte[] second)
    {
        Assert.Equal(second.Length, first.Length);
        return [.. first.Zip(second, (a, b) => Math.Abs(a - b))];
    }
}
