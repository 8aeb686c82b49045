using System.Security.Cryptography;

namespace TransferLearning.Tests.Downloads;

public sealed class MirrorTests : IDisposable
{
    private static readonly byte[] Contents = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * i))];
    private static readonly OfficialFile File = new("weights", new Uri("https://nowhere.invalid/weights.pth"), Contents.Length, Convert.ToHexStringLower(SHA256.HashData(Contents)), "a test");

    private readonly TemporaryFolder folder = new();
    private readonly Downloader downloader = new();

    private string Here => Path.Combine(folder.Path, "here");

    public void Dispose()
    {
        downloader.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("mirror/weights.pth")]
    [InlineData("mirror/weights/weights.pth")]
    public async Task A_mirror_takes_the_place_of_the_network(string place)
    {
        await System.IO.File.WriteAllBytesAsync(folder.File(place.Split('/')), Contents);

        FetchedFile fetched = await FetchAsync();

        Assert.Equal(new FetchedFile(Path.Combine(Here, "weights.pth"), FetchOutcome.Copied), fetched);
        Assert.Equal(Contents, await System.IO.File.ReadAllBytesAsync(fetched.Path));
        Assert.Single(Directory.EnumerateFileSystemEntries(Here));
    }

    [Theory]
    [InlineData(true, "SHA-256")]
    [InlineData(false, "3 bytes where the official file has 50,000")]
    public async Task A_mirror_with_another_file_is_named(bool sameLength, string reason)
    {
        string source = folder.File("mirror", "weights.pth");
        await System.IO.File.WriteAllBytesAsync(source, sameLength ? new byte[Contents.Length] : new byte[3]);

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(FetchAsync);

        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
        Assert.Contains(source, mistake.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Here) && Directory.EnumerateFileSystemEntries(Here).Any());
    }

    [Fact]
    public async Task A_mirror_without_the_file_or_without_a_folder_is_said()
    {
        Assert.Contains("no folder", (await Assert.ThrowsAsync<UserMistakeException>(FetchAsync)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Path, "mirror"));
        Assert.Contains("no weights.pth", (await Assert.ThrowsAsync<UserMistakeException>(FetchAsync)).Message, StringComparison.Ordinal);
    }

    private Task<FetchedFile> FetchAsync() => downloader.FetchAsync(File, Here, Path.Combine(folder.Path, "mirror"));
}
