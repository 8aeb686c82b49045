using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Embedded.ImageSharp.Tests;

/// <summary>Exceptions as the published package was seen to throw them.</summary>
public sealed class BadInputTests
{
    private static readonly byte[] Text = "This is no picture at all."u8.ToArray();

    [Fact]
    public void No_bytes_are_refused_as_no_pointer() =>
        Assert.Equal("pointer", Assert.Throws<ArgumentNullException>(() => Image.Load<Rgb24>(ReadOnlySpan<byte>.Empty)).ParamName);

    [Fact]
    public void Text_is_of_an_unknown_format()
    {
        UnknownImageFormatException exception = Assert.Throws<UnknownImageFormatException>(() => Image.Load<Rgb24>(Text));
        Assert.StartsWith("Image cannot be loaded. Available decoders:", exception.Message, StringComparison.Ordinal);
        Assert.Throws<UnknownImageFormatException>(() => Image.Identify(Text));
        Assert.Throws<UnknownImageFormatException>(() => Image.DetectFormat(Text));
    }

    [Fact]
    public void A_missing_file_is_not_found() =>
        Assert.Throws<FileNotFoundException>(() => Image.Load<Rgb24>("nope.jpg"));

    [Fact]
    public void A_picture_without_extent_is_refused()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Image<Rgb24>(0, 5));
        Assert.Equal("Parameter \"width\" (System.Int32) must be greater than 0, was 0 (Parameter 'width')", exception.Message);
    }

    [Fact]
    public void Cropping_outside_is_refused()
    {
        using Image<Rgb24> image = Pictures.Draw(10, 10);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => image.Mutate(x => x.Crop(new Rectangle(5, 5, 10, 10))));
        Assert.Equal("Crop rectangle should be smaller than the source bounds. (Parameter 'cropRectangle')", exception.Message);
    }

    [Fact]
    public void A_pixel_outside_is_refused()
    {
        using Image<Rgb24> image = Pictures.Draw(10, 10);
        Assert.Equal("x", Assert.Throws<ArgumentOutOfRangeException>(() => image[10, 0]).ParamName);
        Assert.Equal("y", Assert.Throws<ArgumentOutOfRangeException>(() => image[0, 10]).ParamName);
    }

    [Fact]
    public void A_disposed_picture_is_refused()
    {
        Image<Rgb24> image = Pictures.Draw(10, 10);
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => image.Mutate(x => x.Resize(5, 5)));
    }
}
