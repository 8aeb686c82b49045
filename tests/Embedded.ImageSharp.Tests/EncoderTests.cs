using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Embedded.ImageSharp.Tests;

public sealed class EncoderTests
{
    [Theory]
    [InlineData(JpegEncodingColor.YCbCrRatio444, 100, 1.0)]
    [InlineData(JpegEncodingColor.YCbCrRatio444, 75, 6.0)]
    [InlineData(JpegEncodingColor.YCbCrRatio420, 90, 6.0)]
    public void A_jpeg_comes_back_nearly_as_it_was_written(JpegEncodingColor color, int quality, double mean)
    {
        foreach ((int width, int height) in new[] { (1, 1), (8, 8), (17, 33), (61, 40) })
        {
            using Image<Rgb24> image = Pictures.DrawSmooth(width, height);
            using Image<Rgb24> read = Image.Load<Rgb24>(ToJpeg(image, new JpegEncoder { ColorType = color, Quality = quality }));
            Assert.Equal(image.Size, read.Size);
            Assert.InRange(Pictures.MeanDifference(image, read), 0, mean);
        }
    }

    [Fact]
    public void A_lower_quality_makes_a_smaller_file()
    {
        using Image<Rgb24> image = Pictures.Draw(64, 64);
        int[] lengths = [.. new[] { 20, 60, 95 }.Select(quality => ToJpeg(image, new JpegEncoder { Quality = quality }).Length)];
        Assert.True(lengths[0] < lengths[1] && lengths[1] < lengths[2], string.Join(", ", lengths));
        Assert.Throws<ArgumentException>(() => new JpegEncoder { Quality = 101 });
    }

    [Fact]
    public void Greys_and_alpha_come_back_from_png_as_they_were_written()
    {
        using Image<Rgb24> image = Pictures.Draw(20, 10);
        using Image<L8> gray = image.CloneAs<L8>();
        using Image readGray = Image.Load(Pictures.ToPng(gray));
        Assert.Equal(Pictures.Bytes(gray), Pictures.Bytes(Assert.IsType<Image<L8>>(readGray)));

        using Image<Rgba32> transparent = image.CloneAs<Rgba32>();
        transparent[3, 3] = new Rgba32(1, 2, 3, 4);
        using Image readTransparent = Image.Load(Pictures.ToPng(transparent));
        Assert.Equal(Pictures.Bytes(transparent), Pictures.Bytes(Assert.IsType<Image<Rgba32>>(readTransparent)));
    }

    [Fact]
    public void Grey_pictures_become_grey_jpegs_where_asked()
    {
        using Image<L8> gray = Pictures.DrawSmooth(30, 20).CloneAs<L8>();
        byte[] file = ToJpeg(gray, new JpegEncoder { ColorType = JpegEncodingColor.Luminance, Quality = 100 });
        Assert.Equal(8, Image.Identify(file).PixelType.BitsPerPixel);
        using Image<L8> read = Image.Load<L8>(file);
        Assert.InRange(Pictures.MeanDifference(gray, read), 0, 1);
    }

    [Fact]
    public void The_orientation_survives_writing_and_reading()
    {
        using Image<Rgb24> image = Pictures.DrawSmooth(30, 20);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, ExifOrientationMode.RightTop);
        foreach (byte[] file in new[] { ToJpeg(image, new JpegEncoder()), Pictures.ToPng(image) })
        {
            using Image<Rgb24> read = Image.Load<Rgb24>(file);
            read.Mutate(x => x.AutoOrient());
            Assert.Equal(new Size(20, 30), read.Size);
        }
    }

    [Fact]
    public void The_ending_of_a_file_name_chooses_the_format()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using Image<Rgb24> image = Pictures.DrawSmooth(30, 20);
            Dictionary<string, IImageFormat> formats = new() { ["a.png"] = PngFormat.Instance, ["b.JPG"] = JpegFormat.Instance };
            foreach ((string name, IImageFormat format) in formats)
            {
                string path = Path.Combine(folder, name);
                image.Save(path);
                Assert.Same(format, Image.DetectFormat(path));
            }

            Assert.Throws<UnknownImageFormatException>(() => image.Save(Path.Combine(folder, "c.xyz")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_picture_becomes_an_address_that_holds_it()
    {
        using Image<Rgb24> image = Pictures.Draw(5, 5);
        const string start = "data:image/png;base64,";
        string address = image.ToBase64String(PngFormat.Instance);
        Assert.StartsWith(start, address, StringComparison.Ordinal);
        using Image<Rgb24> read = Image.Load<Rgb24>(Convert.FromBase64String(address[start.Length..]));
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(read));
    }

    [PillowFact]
    public void Pillow_reads_what_is_written_here()
    {
        using Image<Rgb24> image = Pictures.DrawSmooth(45, 35);
        using Image<L8> gray = image.CloneAs<L8>();
        AssertPillowReads(ToJpeg(image, new JpegEncoder { ColorType = JpegEncodingColor.YCbCrRatio444, Quality = 95 }), "RGB");
        AssertPillowReads(ToJpeg(image, new JpegEncoder { ColorType = JpegEncodingColor.YCbCrRatio420, Quality = 60 }), "RGB", mean: 3);
        AssertPillowReads(ToJpeg(gray, new JpegEncoder { ColorType = JpegEncodingColor.Luminance }), "L");
        AssertPillowReads(Pictures.ToPng(image), "RGB");
        AssertPillowReads(Pictures.ToPng(gray), "L");
        AssertPillowReads(Pictures.ToPng(image.CloneAs<Rgba32>()), "RGBA");
    }

    private static void AssertPillowReads(byte[] file, string mode, double mean = 1)
    {
        using Image<Rgb24> expected = Image.Load<Rgb24>(file);
        const string script = "import sys,io;from PIL import Image;i=Image.open(io.BytesIO(sys.stdin.buffer.read()));i.load();"
            + "sys.stdout.write('%s %d %d '%(i.mode,*i.size)+i.convert('RGB').tobytes().hex())";
        string[] answer = PillowFactAttribute.Run(script, file).Split(' ');
        Assert.Equal([mode, $"{expected.Width}", $"{expected.Height}"], answer[..3]);
        byte[] pixels = Convert.FromHexString(answer[3]);
        double difference = pixels.Zip(Pictures.Bytes(expected), (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(difference, 0, mean);
    }

    private static byte[] ToJpeg(Image image, JpegEncoder encoder)
    {
        using MemoryStream stream = new();
        image.SaveAsJpeg(stream, encoder);
        return stream.ToArray();
    }
}
