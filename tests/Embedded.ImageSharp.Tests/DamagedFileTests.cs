using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace Embedded.ImageSharp.Tests;

/// <summary>Damaged files load or are refused with the package's exceptions; nothing else may happen.</summary>
public sealed class DamagedFileTests
{
    private const int Mutants = 4000;
    private static readonly DecoderOptions Small = new() { TargetSize = new Size(9, 9) };

    [Theory]
    [InlineData(".jpg", 1)]
    [InlineData(".jpg", 2)]
    [InlineData(".png", 3)]
    public void Mutated_files_load_or_are_refused(string ending, int seed)
    {
        byte[][] files = [.. Fixtures.Names.Where(name => name.EndsWith(ending, StringComparison.Ordinal)).Select(Fixtures.File)];
        Random random = new(seed);
        int loaded = 0;
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = Mutate(files[random.Next(files.Length)], files[random.Next(files.Length)], random);
            if (ending == ".png" && random.Next(4) != 0)
            {
                // With wrong checksums only few would come to the decoder's inner parts.
                PngRepair.FixChecksums(mutant);
            }

            loaded += LoadsOrIsRefused(mutant) ? 1 : 0;
        }

        // Both must happen, or the mutants are too tame or too wild to tell anything.
        Assert.InRange(loaded, Mutants / 20, Mutants - (Mutants / 20));
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    public void Files_cut_off_anywhere_load_or_are_refused(string ending)
    {
        foreach (string name in Fixtures.Names.Where(name => name.EndsWith(ending, StringComparison.Ordinal)))
        {
            byte[] file = Fixtures.File(name);
            for (int length = 1; length < file.Length; length += 1 + (length / 40))
            {
                LoadsOrIsRefused(file[..length]);
            }
        }
    }

    [Theory]
    [InlineData("pillow-420.jpg")]
    [InlineData("plain-restart.jpg")]
    [InlineData("plain-scans.jpg")]
    public void A_jpeg_cut_off_in_its_picture_data_loads_at_full_size(string name)
    {
        byte[] file = Fixtures.File(name);
        using Image<Rgb24> whole = Image.Load<Rgb24>(file);
        foreach (double part in new[] { 0.75, 0.9, 0.99 })
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(file.AsSpan(0, (int)(file.Length * part)));
            Assert.Equal(whole.Size, image.Size);
        }
    }

    [Theory]
    [InlineData("pillow-420.jpg")]
    [InlineData("plain-restart.jpg")]
    public void What_comes_before_the_cut_is_shown_and_the_rest_is_black(string name)
    {
        byte[] file = Fixtures.File(name);
        using Image<Rgb24> whole = Image.Load<Rgb24>(file);
        int start = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        using Image<Rgb24> cut = Image.Load<Rgb24>(file.AsSpan(0, start + ((file.Length - start) * 6 / 10)));
        Assert.Equal(whole[0, 0], cut[0, 0]);
        Assert.Equal(whole[whole.Width - 1, 5], cut[whole.Width - 1, 5]);
        Assert.Equal(new Rgb24(0, 0, 0), cut[whole.Width - 1, whole.Height - 1]);
    }

    [Fact]
    public void A_jpeg_cut_off_in_its_header_is_refused()
    {
        byte[] file = Fixtures.File("pillow-420.jpg");
        InvalidImageContentException exception =
            Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file.AsSpan(0, 60)));
        const string start = "Input stream does not have enough bytes to parse declared contents of the";
        Assert.StartsWith(start, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_with_a_wrong_checksum_is_refused()
    {
        byte[] file = (byte[])Fixtures.File("rgb-8.png").Clone();
        int data = file.AsSpan().IndexOf("IDAT"u8);
        file[data + 20] ^= 1;
        InvalidImageContentException exception = Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file));
        Assert.Equal("CRC Error. PNG IDAT chunk is corrupt!", exception.Message);
    }

    [Fact]
    public void A_header_that_lies_about_the_size_gets_no_memory()
    {
        byte[] jpeg = (byte[])Fixtures.File("pillow-420.jpg").Clone();
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        jpeg.AsSpan(frame + 5, 4).Fill(0xFF);
        Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(jpeg));

        byte[] png = (byte[])Fixtures.File("rgb-8.png").Clone();
        png.AsSpan(16, 8).Fill(0x7F);
        PngRepair.FixChecksums(png);
        Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(png));
    }

    private static bool LoadsOrIsRefused(byte[] file)
    {
        try
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(file);
            using Image<Rgb24> small = Image.Load<Rgb24>(Small, file);
            Assert.Equal(image.Width * image.Height * 3, Pictures.Bytes(image).Length);
            return true;
        }
        catch (Exception exception) when (exception is ImageFormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        byte[] mutant = (byte[])file.Clone();
        int changes = 1 << random.Next(5);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(2, mutant.Length);
            switch (random.Next(5))
            {
                case 0:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 2:
                    mutant[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    // A piece of another file.
                    int length = Math.Min(random.Next(1, 40), Math.Min(mutant.Length - at, other.Length));
                    other.AsSpan(random.Next(other.Length - length + 1), length).CopyTo(mutant.AsSpan(at));
                    break;
                default:
                    // A byte less or more.
                    mutant = random.Next(2) == 0
                        ? [.. mutant[..at], .. mutant[(at + 1)..]]
                        : [.. mutant[..at], (byte)random.Next(256), .. mutant[at..]];
                    break;
            }
        }

        return mutant;
    }
}
