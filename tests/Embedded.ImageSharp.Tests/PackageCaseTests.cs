using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>Odd, damaged and broken files against what the published package makes of them (Fixtures/record_cases.py).</summary>
public sealed class PackageCaseTests
{
    private static readonly Dictionary<string, byte[]> Recorded = Fixtures.Read("cases.zip");

    public static TheoryData<string> Files() =>
    [
        .. Recorded.Keys.Where(name => Path.GetExtension(name) is ".jpg" or ".png" && !name.StartsWith("apart-", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_or_refused_as_the_published_package_does(string name)
    {
        byte[] file = Recorded[name];
        byte[]? pixels = null;
        string decoded = Said(() =>
        {
            using Image<Rgba32> image = Image.Load<Rgba32>(file);
            pixels = Pictures.Bytes(image);
            return Describe(image.Size, image.Metadata.ExifProfile);
        });
        string identified = Said(() =>
        {
            ImageInfo info = Image.Identify(file);
            return Describe(info.Size, info.Metadata.ExifProfile);
        });

        Assert.Equal(System.Text.Encoding.UTF8.GetString(Recorded[name + ".said"]), $"{decoded}\n{identified}");
        Assert.Equal(Recorded.ContainsKey(name + ".package"), pixels is not null);
        if (pixels is not null)
        {
            Assert.InRange(ShareOfOtherBytes(Recorded[name + ".package"], pixels), 0, AllowedShare(name));
        }
    }

    /// <summary>The share of bytes that are apart by more than one.</summary>
    internal static double ShareOfOtherBytes(byte[] recorded, byte[] pixels)
    {
        Assert.Equal(recorded.Length, pixels.Length);
        return recorded.Zip(pixels, (a, b) => Math.Abs(a - b) > 1 ? 1.0 : 0.0).Average();
    }

    internal static string Said(Func<string> what)
    {
        try
        {
            return what();
        }
        catch (Exception exception) when (exception is ImageFormatException or SystemException)
        {
            return exception.GetType().FullName!;
        }
    }

    internal static string Describe(Size size, ExifProfile? profile)
    {
        string orientation = profile?.TryGetValue(ExifTag.Orientation, out IExifValue<ushort>? value) == true ? $"{value.Value}" : "none";
        return $"{size.Width}x{size.Height}, orientation {orientation}";
    }

    // Where the data of a JPEG ends too early, the package makes something up for the MCUs there, of 16 x 16 pixels; before and behind them
    // all is the same.
    private static double AllowedShare(string name) =>
        name.StartsWith("cut", StringComparison.Ordinal) || name.StartsWith("rows-missing", StringComparison.Ordinal) ? 2 * 256 / (48.0 * 40) : 0;
}
