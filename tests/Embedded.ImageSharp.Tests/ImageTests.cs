using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace Embedded.ImageSharp.Tests;

public sealed class ImageTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(33, 70)]
    public void A_png_comes_back_as_it_was_written(int width, int height)
    {
        using Image<Rgb24> image = Pictures.Draw(width, height);
        using Image<Rgb24> read = Image.Load<Rgb24>(Pictures.ToPng(image));
        Assert.Equal("PNG", read.Metadata.DecodedImageFormat?.Name);
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(read));
    }

    [Fact]
    public void Pixel_data_comes_back_as_it_was_given()
    {
        byte[] bytes = [.. Enumerable.Range(0, 5 * 4 * 3).Select(i => (byte)(i * 3))];
        using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(bytes, 5, 4);
        Assert.Equal(bytes, Pictures.Bytes(image));
        Assert.Equal(new Rgb24(bytes[(3 * 5 * 2) + 6], bytes[(3 * 5 * 2) + 7], bytes[(3 * 5 * 2) + 8]), image[2, 2]);
    }

    [Fact]
    public void Rows_are_read_and_written_through_the_accessor()
    {
        using Image<L8> image = new(4, 3);
        image.ProcessPixelRows(accessor =>
        {
            for (int y = 0; y < accessor.Height; y++)
            {
                accessor.GetRowSpan(y).Fill(new L8((byte)(y + 1)));
            }
        });
        Assert.Equal<byte>([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], Pictures.Bytes(image));
    }

    [Fact]
    public void A_clone_shares_nothing_with_its_source()
    {
        using Image<Rgb24> image = Pictures.Draw(9, 9);
        byte[] before = Pictures.Bytes(image);
        using Image<Rgb24> clone = image.Clone(x => x.Flip(FlipMode.Vertical));
        clone[0, 0] = new Rgb24(1, 2, 3);
        Assert.Equal(before, Pictures.Bytes(image));
    }

    [Fact]
    public void Flipping_twice_gives_the_same_picture()
    {
        using Image<Rgb24> image = Pictures.Draw(10, 7);
        foreach (FlipMode mode in new[] { FlipMode.Horizontal, FlipMode.Vertical })
        {
            using Image<Rgb24> once = image.Clone(x => x.Flip(mode));
            using Image<Rgb24> twice = once.Clone(x => x.Flip(mode));
            Assert.NotEqual(Pictures.Bytes(image), Pictures.Bytes(once));
            Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(twice));
        }
    }

    [Fact]
    public void Four_quarter_turns_give_the_same_picture()
    {
        using Image<Rgb24> image = Pictures.Draw(10, 7);
        using Image<Rgb24> quarter = image.Clone(x => x.Rotate(RotateMode.Rotate90));
        Assert.Equal(new Size(7, 10), quarter.Size);
        Assert.Equal(image[0, 6], quarter[0, 0]);
        using Image<Rgb24> whole = quarter.Clone(x => x.Rotate(RotateMode.Rotate90).Rotate(RotateMode.Rotate180));
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(whole));
        using Image<Rgb24> back = quarter.Clone(x => x.Rotate(RotateMode.Rotate270));
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(back));
    }

    [Fact]
    public void Resizing_to_the_same_size_changes_nothing()
    {
        using Image<Rgb24> image = Pictures.Draw(12, 9);
        using Image<Rgb24> same = image.Clone(x => x.Resize(12, 9));
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(same));
    }

    [Fact]
    public void A_picture_of_one_colour_keeps_it_in_every_size()
    {
        using Image<Rgb24> image = new(37, 23, new Rgb24(10, 200, 77));
        IResampler[] samplers =
        [
            KnownResamplers.Bicubic, KnownResamplers.Box, KnownResamplers.Lanczos3, KnownResamplers.Triangle, KnownResamplers.NearestNeighbor,
        ];
        foreach (IResampler sampler in samplers)
        {
            using Image<Rgb24> small = image.Clone(x => x.Resize(11, 5, sampler));
            using Image<Rgb24> large = image.Clone(x => x.Resize(80, 90, sampler));
            Assert.All(Pictures.Bytes(small).Chunk(3), pixel => Assert.Equal<byte>([10, 200, 77], pixel));
            Assert.All(Pictures.Bytes(large).Chunk(3), pixel => Assert.Equal<byte>([10, 200, 77], pixel));
        }
    }
}
