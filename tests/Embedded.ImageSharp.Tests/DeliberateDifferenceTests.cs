using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>
/// Valid files that the published package misreads. Imitating that would mean wrong pixels, so here they are read as their standards, libjpeg
/// and libpng have it; Fixtures/record_cases.py recorded the package's pixels, and each test shows that they are others.
/// </summary>
public sealed class DeliberateDifferenceTests
{
    private static readonly Dictionary<string, byte[]> Recorded = Fixtures.Read("cases.zip");

    /// <summary>Without a JFIF or an Adobe segment, libjpeg knows RGB by the letters; the package takes all for YCbCr.</summary>
    [Fact]
    public void Components_named_R_G_and_B_are_red_green_and_blue() => AssertApartFrom("apart-rgb-ids.jpg", Load("rgb-ids.png"));

    /// <summary>Each scan counts its restart intervals from its own start; the package goes on where the scan before left off.</summary>
    [Fact]
    public void Restart_intervals_begin_anew_in_each_scan() => AssertApartFrom("apart-scans-restart.jpg", Load("scans-restart.png"));

    /// <summary>The key is big-endian as all of PNG is; the package reads it little-endian, and so another colour becomes transparent.</summary>
    [Fact]
    public void The_transparent_colour_of_sixteen_bits_is_found() => AssertApartFrom("apart-key-of-16-bits.png", Load("key-of-16-bits.png"));

    /// <summary>Passes that such a small picture has no pixels for are not stored; the package reads lines for some of them.</summary>
    [Theory]
    [InlineData("interlaced-2x1.png")]
    [InlineData("interlaced-3x5.png")]
    public void An_interlaced_picture_may_be_smaller_than_its_passes(string name) => AssertApartFrom("apart-" + name, Load(name));

    /// <summary>Empty pieces of data are allowed; the package takes the checksum behind one for the beginning of the data.</summary>
    [Fact]
    public void Data_may_begin_with_an_empty_piece()
    {
        using Image<Rgb24> image = Pictures.Draw(9, 7);
        byte[] file = Pictures.ToPng(image);
        int data = file.AsSpan().IndexOf("IDAT"u8) - 4;
        byte[] empty = [0, 0, 0, 0, .. "IDAT"u8, 0x35, 0xAF, 0x06, 0x1E];
        using Image<Rgb24> read = Image.Load<Rgb24>([.. file[..data], .. empty, .. file[data..]]);
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(read));
        Assert.Equal(PngFormat.Instance, read.Metadata.DecodedImageFormat);
    }

    /// <summary>Where the package answers with a NullReferenceException or the like, this edition says what is wrong.</summary>
    [Fact]
    public void A_jpeg_without_a_picture_is_refused_in_words()
    {
        byte[] file = Fixtures.File("pillow-420.jpg");
        int scan = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        InvalidImageContentException exception = Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file.AsSpan(0, scan)));
        Assert.Equal("The JPEG stream has no picture data.", exception.Message);
    }

    private static Image<Rgba32> Load(string name) => Image.Load<Rgba32>(Recorded["meant-" + name]);

    private static void AssertApartFrom(string name, Image<Rgba32> meant)
    {
        using Image<Rgba32> read = Image.Load<Rgba32>(Recorded[name]);
        using (meant)
        {
            Assert.Equal(meant.Size, read.Size);
            Assert.Equal(0, PackageCaseTests.ShareOfOtherBytes(Pictures.Bytes(meant), Pictures.Bytes(read)));
            Assert.NotEqual(0, PackageCaseTests.ShareOfOtherBytes(Recorded[name + ".package"], Pictures.Bytes(read)));
        }
    }
}
