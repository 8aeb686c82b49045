using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace TransferLearning.Tests.Data;

public sealed class FolderCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_folder_has_no_findings()
    {
        ImageFolder good = MadeUpPictures.TwoClasses(folder, 25);

        Assert.Equal("50 images, and nothing that stands out.", FolderCheck.Of(good, imageSize: 32, good.Split()).ToString());
    }

    [Fact]
    public void A_class_of_three_is_named_and_called_lopsided()
    {
        MadeUpPictures.Write(folder, "bright", 25, 190);
        MadeUpPictures.Write(folder, "dark", 3, 60);

        IReadOnlyList<FolderFinding> findings = FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings;

        Assert.Equal(2, findings.Count);
        Assert.Contains("The class \"dark\" has 3 images", findings[0].What);
        Assert.Contains("always saying \"bright\" is right 89% of the time", findings[1].What.Replace(" %", "%"));
    }

    [Fact]
    public void A_class_without_a_usable_image_is_named_and_nothing_is_thrown()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        File.WriteAllBytes(folder.File("iphone", "IMG_1.jpg"), [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[200]]);

        IReadOnlyList<FolderFinding> findings = FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings;

        Assert.Contains("The class \"iphone\" has no image", findings[0].What);
        Assert.Contains("HEIC", findings[1].What);
        File.WriteAllText(folder.File("only", "a", "x.jpg"), "version https://git-lfs");
        File.WriteAllText(folder.File("only", "b", "x.jpg"), "version https://git-lfs");
        Assert.Contains("Git LFS", FolderCheck.Of(ImageFolder.Open(folder.File("only", "x")[..^2]), 32).ToString());
    }

    [Fact]
    public void Copies_are_found_by_their_pixels_and_can_be_left_out()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        using (Image image = Image.Load(folder.File("bright", "003.png")))
        {
            image.SaveAsBmp(folder.File("bright", "holiday.jpg"));   // other bytes, other name, same pixels
        }

        ImageFolder images = ImageFolder.Open(folder.Path);
        FolderFinding finding = Assert.Single(FolderCheck.Of(images, imageSize: 32).Findings);

        Assert.StartsWith("1 file is a copy of another", finding.What);
        Assert.Equal([Path.Combine("bright", "holiday.jpg")], finding.Files);
        Assert.DoesNotContain(
            FolderCheck.Of(images.Without(finding.Files, "a copy"), imageSize: 32).Findings, later => later.What.Contains("copy of"));
    }

    [Fact]
    public void The_same_image_in_two_classes_comes_first_then_what_was_left_out()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        File.Copy(folder.File("bright", "003.png"), folder.File("dark", "003b.png"));
        File.WriteAllText(folder.File("dark", "notes.jpg"), "no image");

        IReadOnlyList<FolderFinding> findings = FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings;

        Assert.StartsWith("2 files are the same image in different classes", findings[0].What);
        Assert.StartsWith("1 file is left out", findings[1].What);
        Assert.Equal([Path.Combine("dark", "notes.jpg")], findings[1].Files);
    }

    [Fact]
    public void Copies_across_parts_and_classes_missing_in_a_part_are_told()
    {
        foreach ((string part, int count) in new[] { ("train", 30), ("val", 20) })
        {
            MadeUpPictures.Write(folder, "bright", count, 190, prefix: part);
            MadeUpPictures.Write(folder, "dark", count, 60, prefix: part);
        }

        MadeUpPictures.Write(folder, "dark", 1, 70, prefix: "test");
        ImageFolder images = ImageFolder.Open(folder.Path);
        IReadOnlyList<FolderFinding> findings = FolderCheck.Of(images, imageSize: 32, images.Split()).Findings;

        Assert.StartsWith("40 images are copies of training images (40 of the validation part)", findings[0].What);
        Assert.Equal(40, findings[0].Files.Count);
        Assert.Contains("\"bright\" has no image in the test part", findings[1].What);
    }

    [Fact]
    public void Cut_off_files_are_named()
    {
        MadeUpPictures.TwoClasses(folder, 25);
        byte[] whole = Jpeg(64, 64, orientation: 1);
        File.WriteAllBytes(folder.File("dark", "cut0.jpg"), whole[..^(whole.Length / 3)]);

        FolderFinding finding = Assert.Single(FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings);

        Assert.Contains("cut off", finding.What);
        Assert.Equal([Path.Combine("dark", "cut0.jpg")], finding.Files);
    }

    [Theory]
    [InlineData(180, 240, 240, 180, 6, false)]   // portraits all, of which one class is stored turned
    [InlineData(180, 240, 180, 240, 6, true)]    // stored alike, seen differently
    [InlineData(60, 60, 260, 260, 1, true)]
    public void Sizes_that_go_with_the_class_are_told_as_they_are_seen(
        int aWidth, int aHeight, int bWidth, int bHeight, ushort bOrientation, bool told)
    {
        for (int i = 0; i < 25; i++)
        {
            File.WriteAllBytes(folder.File("a", $"{i}.jpg"), Jpeg(aWidth, aHeight, 1, seed: i));
            File.WriteAllBytes(folder.File("b", $"{i}.jpg"), Jpeg(bWidth, bHeight, bOrientation, seed: 100 + i));
        }

        IReadOnlyList<FolderFinding> findings = FolderCheck.Of(ImageFolder.Open(folder.Path), imageSize: 32).Findings;

        Assert.Equal(told ? 1 : 0, findings.Count);
        Assert.All(findings, finding => Assert.StartsWith("Sizes are mixed", finding.What));
    }

    [Fact]
    public void Images_that_have_to_be_enlarged_are_told()
    {
        FolderFinding finding = Assert.Single(FolderCheck.Of(MadeUpPictures.TwoClasses(folder, 25), imageSize: 160).Findings);

        Assert.Contains("50 images are smaller than 160×160", finding.What);
    }

    private static byte[] Jpeg(int width, int height, ushort orientation, int seed = 0)
    {
        var random = new Random(seed);
        using var image =
            new Image<Rgb24>(width, height, new Rgb24((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        for (int i = 0; i < 200; i++)
        {
            image[random.Next(width), random.Next(height)] = new Rgb24(255, 0, 0);
        }

        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation);
        using var stream = new MemoryStream();
        image.SaveAsJpeg(stream);
        return stream.ToArray();
    }
}
