using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace TransferLearning.Tests;

public sealed class ImageArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Zip => Path.Combine(folder.Path, "images.zip");

    private string Target => Path.Combine(folder.Path, "images");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("PetImages/Cat/0.jpg", "cat/0.jpg")]
    [InlineData("PetImages/Dog/12499.jpg", "dog/12499.jpg")]
    [InlineData("PetImages/Cat/Thumbs.db", null)]
    [InlineData("PetImages/Cat/../0.jpg", null)]
    [InlineData("PetImages/Cat/..\\0.jpg", null)]
    [InlineData("/PetImages/Cat/0.jpg", null)]
    public void The_large_archive_becomes_a_folder_per_class(string entry, string? place) =>
        Assert.Equal(place?.Replace('/', Path.DirectorySeparatorChar), ImageArchive.CatsVsDogs.PlaceOf(entry));

    [Theory]
    [InlineData("cats_and_dogs_filtered/train/cats/cat.0.jpg", "train/cat/cat.0.jpg")]
    [InlineData("cats_and_dogs_filtered/validation/dogs/dog.2499.jpg", "validation/dog/dog.2499.jpg")]
    [InlineData("cats_and_dogs_filtered/vectorize.py", null)]
    public void The_small_archive_keeps_its_split(string entry, string? place) =>
        Assert.Equal(place?.Replace('/', Path.DirectorySeparatorChar), ImageArchive.CatsVsDogsSmall.PlaceOf(entry));

    [Fact]
    public void Hostile_names_are_passed_over_and_what_an_interrupted_unpacking_left_is_cleared_away()
    {
        File.WriteAllText(folder.File("images.part", "old.jpg"), "");
        Write("PetImages/Cat/1.jpg", "../evil.jpg", "/tmp/evil.jpg", "PetImages/Cat/../../../2.jpg", "C:\\evil.jpg",
            "PetImages\\Cat\\..\\3.jpg");

        Unpack(count: 1);

        Assert.Equal([Path.Combine(Target, "cat", "1.jpg")], Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories));
        Assert.Equal([Target, Zip], Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(folder.Path, "..", "evil.jpg")));
    }

    [Fact]
    public void A_link_becomes_a_file_that_holds_its_text()
    {
        using (ZipArchive archive = ZipFile.Open(Zip, ZipArchiveMode.Create))
        {
            ZipArchiveEntry entry = archive.CreateEntry("PetImages/Cat/1.jpg");
            entry.ExternalAttributes = (0xA000 | 0x1FF) << 16;
            using var writer = new StreamWriter(entry.Open());
            writer.Write("/etc/passwd");
        }

        Unpack(count: 1);

        var unpacked = new FileInfo(Path.Combine(Target, "cat", "1.jpg"));
        Assert.Null(unpacked.LinkTarget);
        Assert.Equal("/etc/passwd", File.ReadAllText(unpacked.FullName));
    }

    [Theory]
    [InlineData(24, 1u)]                // shorter than it is
    [InlineData(24, uint.MaxValue)]     // longer
    [InlineData(24, 0x90000000u)]       // by far too long
    [InlineData(16, 1u)]                // another CRC-32
    public void An_entry_that_is_not_what_the_directory_says_is_refused_by_name(int fieldOfDirectory, uint difference)
    {
        Write("PetImages/Cat/1.jpg");
        byte[] bytes = File.ReadAllBytes(Zip);
        Span<byte> field = bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + fieldOfDirectory);
        BinaryPrimitives.WriteUInt32LittleEndian(field, BinaryPrimitives.ReadUInt32LittleEndian(field) - difference);
        File.WriteAllBytes(Zip, bytes);

        Assert.Contains("PetImages/Cat/1.jpg", Refusal(count: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_for_one_place_another_number_of_images_and_half_an_archive_are_refused()
    {
        Write("PetImages/Cat/1.jpg", "PetImages/Cat/1.jpg");
        Assert.Contains("1 images instead of 2", Refusal(count: 2), StringComparison.Ordinal);

        File.Delete(Zip);
        Write("PetImages/Cat/1.jpg");
        Assert.Contains("1 images instead of 25,000", Refusal(count: 25_000), StringComparison.Ordinal);

        File.WriteAllBytes(Zip, File.ReadAllBytes(Zip)[..40]);
        Assert.Contains(Zip, Refusal(count: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_some_of_the_images_is_not_taken_for_all()
    {
        Assert.False(ImageArchive.CatsVsDogs.IsUnpacked(Path.Combine(folder.Path, "none")));
        Assert.False(ImageArchive.CatsVsDogs.IsUnpacked(folder.Path));
        File.WriteAllText(folder.File("cat", "0.jpg"), "");

        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => ImageArchive.CatsVsDogs.IsUnpacked(folder.Path));

        Assert.Contains("1 of 25,000 images", mistake.Message, StringComparison.Ordinal);
    }

    private void Write(params string[] names)
    {
        using ZipArchive archive = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (string name in names)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(name);
        }
    }

    private void Unpack(int count) => (ImageArchive.CatsVsDogs with { Count = count }).Unpack(Zip, Target, null, CancellationToken.None);

    private string Refusal(int count)
    {
        string message = Assert.Throws<UserMistakeException>(() => Unpack(count)).Message;
        Assert.Equal([Zip], Directory.EnumerateFileSystemEntries(folder.Path));
        return message;
    }
}
