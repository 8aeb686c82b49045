using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace Embedded.ImageSharp.Tests;

public sealed class ResizeTests
{
    public static TheoryData<string> Samplers() =>
    [
        nameof(KnownResamplers.Bicubic),
        nameof(KnownResamplers.Box),
        nameof(KnownResamplers.Lanczos3),
        nameof(KnownResamplers.Triangle),
    ];

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Resized_pixels_are_the_weighed_means_of_the_source(string name)
    {
        IResampler sampler = (IResampler)typeof(KnownResamplers).GetProperty(name)!.GetValue(null)!;
        using Image<Rgb24> image = Pictures.Draw(31, 22);
        foreach ((int width, int height) in new[] { (13, 9), (31, 5), (47, 60), (1, 1) })
        {
            using Image<Rgb24> resized = image.Clone(x => x.Resize(width, height, sampler));
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double expected = Weigh(image, x, y, width, height, sampler);
                    Assert.InRange(resized[x, y].G, expected - 0.51, expected + 0.51);
                }
            }
        }
    }

    [Theory]
    [InlineData(ResizeMode.Stretch, 20, 20)]
    [InlineData(ResizeMode.Crop, 20, 20)]
    [InlineData(ResizeMode.Pad, 20, 20)]
    [InlineData(ResizeMode.BoxPad, 20, 20)]
    [InlineData(ResizeMode.Max, 20, 10)]
    [InlineData(ResizeMode.Min, 40, 20)]
    public void Each_mode_leads_to_its_size(ResizeMode mode, int width, int height)
    {
        using Image<Rgb24> image = new(80, 40, new Rgb24(255, 255, 255));
        image.Mutate(x => x.Resize(new ResizeOptions { Size = new Size(20, 20), Mode = mode }));
        Assert.Equal(new Size(width, height), image.Size);
        bool hasMargins = mode is ResizeMode.Pad or ResizeMode.BoxPad;
        Assert.Equal(hasMargins ? new Rgb24(0, 0, 0) : new Rgb24(255, 255, 255), image[10, 0]);
        Assert.Equal(new Rgb24(255, 255, 255), image[width / 2, height / 2]);
    }

    [Fact]
    public void Cropping_keeps_the_part_that_is_asked_for()
    {
        using Image<Rgb24> image = Pictures.Draw(40, 20);
        using Image<Rgb24> left = image.Clone(x => x.Resize(Covering(AnchorPositionMode.Left)));
        using Image<Rgb24> right = image.Clone(x => x.Resize(Covering(AnchorPositionMode.Right)));
        using Image<Rgb24> expectedLeft = image.Clone(x => x.Resize(20, 10).Crop(new Rectangle(0, 0, 10, 10)));
        using Image<Rgb24> expectedRight = image.Clone(x => x.Resize(20, 10).Crop(new Rectangle(10, 0, 10, 10)));
        Assert.Equal(Pictures.Bytes(expectedLeft), Pictures.Bytes(left));
        Assert.Equal(Pictures.Bytes(expectedRight), Pictures.Bytes(right));
    }

    [Fact]
    public void Transparent_pixels_do_not_bleed_into_others()
    {
        using Image<Rgba32> image = new(8, 8, new Rgba32(0, 255, 0, 0));
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 4; x++)
            {
                image[x, y] = new Rgba32(255, 0, 0, 255);
            }
        }

        image.Mutate(x => x.Resize(3, 3, KnownResamplers.Box));
        Assert.Equal(new Rgba32(255, 0, 0, 255), image[0, 1]);
        Assert.Equal((byte)0, image[1, 1].G);
        Assert.InRange(image[1, 1].A, 100, 150);
        Assert.Equal((byte)0, image[2, 1].A);
    }

    [Fact]
    public void Greys_are_resized_as_colours_are()
    {
        using Image<L8> gray = Pictures.Draw(31, 22).CloneAs<L8>();
        using Image<Rgb24> colored = gray.CloneAs<Rgb24>();
        gray.Mutate(x => x.Resize(12, 17));
        colored.Mutate(x => x.Resize(12, 17));
        Assert.Equal(Pictures.Bytes(colored.CloneAs<Rgb24>()).Where((_, i) => i % 3 == 0), Pictures.Bytes(gray));
    }

    private static ResizeOptions Covering(AnchorPositionMode position) =>
        new() { Size = new Size(10, 10), Mode = ResizeMode.Crop, Position = position };

    private static double Weigh(Image<Rgb24> image, int x, int y, int width, int height, IResampler sampler)
    {
        double[] columns = Weights(x, image.Width, width, sampler);
        double[] rows = Weights(y, image.Height, height, sampler);
        double sum = 0;
        for (int j = 0; j < image.Height; j++)
        {
            for (int i = 0; i < image.Width; i++)
            {
                sum += rows[j] * columns[i] * image[i, j].G;
            }
        }

        return Math.Clamp(sum, 0, 255);
    }

    private static double[] Weights(int place, int from, int to, IResampler sampler)
    {
        double ratio = (double)from / to;
        double center = ((place + 0.5) * ratio) - 0.5;
        double[] weights = [.. Enumerable.Range(0, from).Select(i => (double)sampler.GetValue((float)((i - center) / Math.Max(1, ratio))))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
