using System.Security.Cryptography;

namespace TransferLearning.Tests;

public sealed class DownloadsTests : IDisposable
{
    private const string FileName = "weights.pth";
    private static readonly byte[] Contents = Bytes(seed: 1, count: 300_000);
    private static readonly byte[] Others = Bytes(seed: 2, count: 300_000);

    private readonly TemporaryFolder folder = new();

    public DownloadsTests() => (Downloads.Retries.Delay, Downloads.Retries.MaxRetryAttempts) = (TimeSpan.FromMilliseconds(1), 2);

    private string Target => Path.Combine(folder.Path, FileName);

    private string Part => Target + ".part";

    private string Mirror => Path.Combine(folder.Path, "mirror");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_connection_that_breaks_off_is_taken_up_where_it_broke()
    {
        await using var server = new LoopbackServer(
            Answers.Proper(Contents, breakOffAfter: 100_000), Answers.Proper(Contents, breakOffAfter: 50_000), Answers.Proper(Contents));

        Assert.Equal(Target, await FetchAsync(server));

        await AssertLandedAsync();
        Assert.Equal([null, 100_000, 150_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_part_from_another_day_is_taken_up()
    {
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        var steps = new List<StepProgress>();
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        await Downloads.FetchAsync(Official(server), folder.Path, progress: new Immediately(steps.Add));

        await AssertLandedAsync();
        Assert.Equal(200_000, Assert.Single(server.Requests).From);
        Assert.Equal((100_000, 100_000), (steps[^1].Done, steps[^1].Total));
    }

    [Theory]
    [InlineData(200_000, 1)]
    [InlineData(300_000, 1)]
    [InlineData(400_000, 0)]   // too long: seen before anything is asked for
    public async Task A_part_that_is_not_of_this_file_is_thrown_away(int length, int failures)
    {
        await File.WriteAllBytesAsync(Part, new byte[length]);
        await using var server = new LoopbackServer(Answers.Proper(Contents));
        for (int failure = 0; failure < failures; failure++)
        {
            Assert.Contains("run it again", (await Assert.ThrowsAsync<IOException>(() => FetchAsync(server))).Message);
        }

        await FetchAsync(server);

        await AssertLandedAsync();
    }

    [Fact]
    public async Task A_part_of_another_place_than_asked_for_is_not_used()
    {
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        await using var server = new LoopbackServer(Answers.OtherRange(Contents), Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync();
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(3_000)]
    public async Task A_server_that_offers_another_length_is_not_believed(int length)
    {
        await using var server = new LoopbackServer(Answers.Claiming(length, Contents[..length]));

        IOException failure = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains("not the official file: its length", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_is_given_up_and_the_part_kept()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 1000));

        IOException failure = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains("; run it again to go on from 3,000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Contents[..3000], await File.ReadAllBytesAsync(Part));
    }

    [Fact]
    public async Task A_wrong_checksum_lands_nowhere_and_leaves_no_part()
    {
        await using var server = new LoopbackServer(Answers.Proper(Others));

        IOException failure = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("404 Not Found", 1)]
    [InlineData("503 Service Unavailable", 3)]
    public async Task Only_a_busy_server_is_asked_again(string status, int requests)
    {
        await using var server = new LoopbackServer(Answers.Status(status));

        IOException failure = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains(status[..3], failure.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        TimeSpan before = Downloads.LongestSilence;
        Downloads.LongestSilence = TimeSpan.FromSeconds(2);
        try
        {
            await using var server = new LoopbackServer(Answers.FallingSilentAfter(100_000, Contents), Answers.Proper(Contents));

            await FetchAsync(server);

            await AssertLandedAsync();
            Assert.Equal(100_000, server.Requests.Last().From);
        }
        finally
        {
            Downloads.LongestSilence = before;
        }
    }

    [Fact]
    public async Task No_server_at_all_is_one_sentence()
    {
        var server = new LoopbackServer(Answers.Proper(Contents));
        OfficialFile file = Official(server);
        await server.DisposeAsync();

        IOException failure = await Assert.ThrowsAsync<IOException>(() => Downloads.FetchAsync(file, folder.Path));

        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_download_keeps_its_part_and_goes_on_from_there()
    {
        await using var server = new LoopbackServer(Answers.FallingSilentAfter(100_000, Contents), Answers.Proper(Contents));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Downloads.FetchAsync(Official(server), folder.Path, null, new Immediately(_ => stop.Cancel()), stop.Token));
        byte[] part = await File.ReadAllBytesAsync(Part);
        Assert.NotEmpty(part);
        Assert.Equal(Contents[..part.Length], part);
        await FetchAsync(server);

        await AssertLandedAsync();
        Assert.Equal(part.Length, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_file_that_is_there_and_right_needs_no_network()
    {
        await File.WriteAllBytesAsync(Target, Contents);
        await using var server = new LoopbackServer(Answers.Status("500 Oops"));

        Assert.Equal(Target, await FetchAsync(server));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(300_000, "SHA-256")]
    [InlineData(10, "length")]
    public async Task Another_file_in_its_place_is_left_alone_and_said(int length, string reason)
    {
        await File.WriteAllBytesAsync(Target, Others[..length]);
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => FetchAsync(server));

        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(Others[..length], await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_meet()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents));
        await using var other = new FileStream(Part, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        IOException failure = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));

        Assert.Contains("another process", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public async Task A_file_of_unknown_length_is_taken_by_the_digits_of_its_checksum_that_are_published(int? digits)
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 100_000), Answers.Proper(Contents));
        OfficialFile file = Official(server);

        await Downloads.FetchAsync(file with { Bytes = null, Sha256 = digits is { } count ? file.Sha256[..count] : "" }, folder.Path);

        await AssertLandedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("weights")]
    public async Task A_mirror_takes_the_place_of_the_network(string place)
    {
        Directory.CreateDirectory(Path.Combine(Mirror, place));
        await File.WriteAllBytesAsync(Path.Combine(Mirror, place, FileName), Contents);
        await using var server = new LoopbackServer(Answers.Status("500 Oops"));

        await Downloads.FetchAsync(Official(server), Path.Combine(folder.Path, "here"), Mirror);

        string here = Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "here")));
        Assert.Equal(Contents, await File.ReadAllBytesAsync(here));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(-1, "no folder")]
    [InlineData(0, "no weights.pth")]
    [InlineData(3, "length")]
    [InlineData(300_000, "SHA-256")]
    public async Task A_mirror_that_lacks_the_file_is_told(int bytes, string said)
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents));
        if (bytes >= 0)
        {
            Directory.CreateDirectory(Mirror);
        }

        if (bytes > 0)
        {
            await File.WriteAllBytesAsync(Path.Combine(Mirror, FileName), Others[..bytes]);
        }

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(
            () => Downloads.FetchAsync(Official(server), Path.Combine(folder.Path, "here"), Mirror));

        Assert.Contains(said, mistake.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "here")));
    }

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static OfficialFile Official(LoopbackServer server) =>
        new("weights", server.Address(FileName), Contents.Length, Convert.ToHexStringLower(SHA256.HashData(Contents)), "a test");

    private Task<string> FetchAsync(LoopbackServer server) => Downloads.FetchAsync(Official(server), folder.Path);

    private async Task AssertLandedAsync()
    {
        Assert.Equal(Contents, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>Hears of progress at once, on the thread that makes it.</summary>
    private sealed class Immediately(Action<StepProgress> hear) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => hear(value);
    }
}
