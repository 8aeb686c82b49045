using System.Buffers.Binary;
using System.IO.Compression;

namespace TransferLearning.Tests.Downloads;

public sealed class SafeZipTests : IDisposable
{
    private const int SymbolicLink = 0xA000 << 16, Folder = 0x4000 << 16;
    private readonly TemporaryFolder folder = new();

    private string Archive => Path.Combine(folder.Path, "pictures.zip");

    private string Target => Path.Combine(folder.Path, "pictures");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Wanted_entries_land_in_their_places_and_nothing_else_does()
    {
        Write(("pets/Cat/1.jpg", 0), ("pets/Dog/2.jpg", 0), ("pets/readme.txt", 0), ("pets/Cat/", Folder));

        Unpack(name => name.EndsWith(".jpg", StringComparison.Ordinal) ? name[5..].ToLowerInvariant() : null, expected: 2);

        Assert.Equal(["cat/1.jpg", "dog/2.jpg"], Files());
        Assert.Equal("pets/Dog/2.jpg", File.ReadAllText(Path.Combine(Target, "dog", "2.jpg")));
        Assert.Equal([Target, Archive], Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../evil.jpg")]
    [InlineData("pets/../../evil.jpg")]
    [InlineData("..\\evil.jpg")]
    [InlineData("pets\\..\\..\\evil.jpg")]
    [InlineData("/etc/evil.jpg")]
    [InlineData("\\\\server\\share\\evil.jpg")]
    [InlineData("C:\\evil.jpg")]
    [InlineData("C:evil.jpg")]
    [InlineData("pets/.. /evil.jpg")]
    [InlineData("pets/./evil.jpg")]
    public void An_entry_that_would_leave_its_folder_is_refused_by_name_and_nothing_is_written(string name)
    {
        Write(("pets/1.jpg", 0), (name, 0));

        Assert.Contains($"\"{name}\"", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_refused_by_name()
    {
        Write(("pets/1.jpg", 0), ("pets/link.jpg", SymbolicLink | (0x1FF << 16)));

        Assert.Contains("\"pets/link.jpg\" is a link", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_for_one_place_are_refused()
    {
        Write(("pets/1.jpg", 0), ("pets/1.JPG", 0));

        Assert.Contains("there twice", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, 1, "not what the archive says")]
    [InlineData(24, 20, "not what the archive says")]
    [InlineData(16, 1, "not what the archive says")]
    public void An_entry_that_is_not_what_the_directory_says_is_refused(int fieldOfDirectory, int difference, string reason)
    {
        Write(("pets/1.jpg", 0));
        byte[] bytes = File.ReadAllBytes(Archive);
        int directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Span<byte> field = bytes.AsSpan(directory + fieldOfDirectory);
        BinaryPrimitives.WriteInt32LittleEndian(field, BinaryPrimitives.ReadInt32LittleEndian(field) - difference);
        File.WriteAllBytes(Archive, bytes);

        Assert.Contains(difference == 20 ? "" : reason, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_archive_of_very_much_is_refused()
    {
        using (ZipArchive archive = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("bomb.jpg", CompressionLevel.Optimal).Open();
            entry.Write(new byte[10_000_000]);
        }

        byte[] bytes = File.ReadAllBytes(Archive);
        Assert.InRange(bytes.Length, 0, 100_000);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 1000);   // it says 1,000 bytes
        File.WriteAllBytes(Archive, bytes);

        Assert.Contains("\"bomb.jpg\"", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(60)]
    public void An_archive_that_is_cut_off_is_refused(int length)
    {
        Write(("pets/1.jpg", 0), ("pets/2.jpg", 0));
        File.WriteAllBytes(Archive, File.ReadAllBytes(Archive)[..length]);

        Assert.Contains(Archive, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_with_another_number_of_pictures_is_refused()
    {
        Write(("pets/1.jpg", 0));

        Assert.Contains("1 pictures instead of 2", Refusal(expected: 2), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_interrupted_unpacking_left_is_cleared_away()
    {
        File.WriteAllText(folder.File("pictures.part", "old.jpg"), "");
        Directory.CreateDirectory(Target);
        Write(("1.jpg", 0));

        Unpack(name => name, expected: 1);

        Assert.Equal(["1.jpg"], Files());
    }

    [Fact]
    public void A_stopped_unpacking_leaves_nothing()
    {
        Write(("1.jpg", 0), ("2.jpg", 0));
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => SafeZip.Unpack(Archive, Target, name => name, 2, new Immediately(_ => stop.Cancel()), stop.Token));

        Assert.Equal([Archive], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private void Write(params (string Name, int Attributes)[] entries)
    {
        using ZipArchive archive = ZipFile.Open(Archive, ZipArchiveMode.Create);
        foreach ((string name, int attributes) in entries)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name);
            entry.ExternalAttributes = attributes;
            if (attributes != Folder)
            {
                using var writer = new StreamWriter(entry.Open());
                writer.Write(name);
            }
        }
    }

    private void Unpack(Func<string, string?> placeOf, int expected) => SafeZip.Unpack(Archive, Target, placeOf, expected, null, CancellationToken.None);

    private string Refusal(int expected = 1)
    {
        string message = Assert.Throws<UserMistakeException>(() => Unpack(name => name.EndsWith("jpg", StringComparison.OrdinalIgnoreCase) ? name.ToLowerInvariant() : null, expected)).Message;
        Assert.Equal([Archive], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.False(File.Exists(Path.Combine(folder.Path, "..", "evil.jpg")));
        return message;
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Target, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
