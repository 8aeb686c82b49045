using System.Security.Cryptography;

namespace TransferLearning.Tests.Downloads;

public sealed class DownloaderTests : IDisposable
{
    private const string FileName = "weights.pth";
    private static readonly byte[] Contents = Bytes(seed: 1, count: 300_000);
    private static readonly byte[] Others = Bytes(seed: 2, count: 300_000);
    private static readonly DownloadOptions Hasty = new() { FirstWait = TimeSpan.FromMilliseconds(1), LongestSilence = TimeSpan.FromSeconds(20), MostTries = 3 };

    private readonly TemporaryFolder folder = new();
    private readonly Downloader downloader = new(Hasty);

    private string Target => Path.Combine(folder.Path, FileName);

    private string Part => Target + ".part";

    public void Dispose()
    {
        downloader.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_lands_whole_and_leaves_nothing_beside_it()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        FetchedFile fetched = await FetchAsync(server);

        Assert.Equal(new FetchedFile(Target, FetchOutcome.Downloaded), fetched);
        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_taken_up_where_it_broke()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 100_000), Answers.Proper(Contents, breakOffAfter: 50_000), Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Equal([null, 100_000, 150_000], server.Requests.Select(request => request.From));
        Assert.Equal([null, "\"one\"", "\"one\""], server.Requests.Select(request => request.IfRange));
    }

    [Fact]
    public async Task A_server_that_cannot_send_parts_sends_all_of_it_again()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 100_000), Answers.IgnoringRange(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Equal(100_000, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_file_that_changes_between_two_tries_is_fetched_anew()
    {
        await using var server = new LoopbackServer(Answers.Proper(Others, "\"old\"", breakOffAfter: 100_000), Answers.Proper(Contents, "\"new\""));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task Pieces_of_two_versions_are_noticed_and_the_file_is_fetched_once_more()
    {
        await using var server = new LoopbackServer(Answers.Proper(Others, version: null, breakOffAfter: 100_000), Answers.Proper(Contents, checksVersion: false));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Equal([null, 100_000, null], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_part_from_another_day_is_taken_up()
    {
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Equal(200_000, Assert.Single(server.Requests).From);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task A_part_that_cannot_be_of_this_file_is_fetched_anew(int length)
    {
        await File.WriteAllBytesAsync(Part, new byte[length]);
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task A_whole_part_needs_no_network()
    {
        await File.WriteAllBytesAsync(Part, Contents);
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    [InlineData(3_000)]
    public async Task A_server_that_offers_another_length_is_not_believed(int length)
    {
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        await using var server = new LoopbackServer(Answers.Claiming(length, Contents[..Math.Min(length, Contents.Length)]));

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => FetchAsync(server));

        Assert.Contains($"offers {length:N0} bytes where the official file has 300,000", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        Assert.Equal(200_000, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task A_server_that_always_sends_less_than_it_says_is_given_up_and_the_part_kept()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 1000));

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => FetchAsync(server));

        Assert.Contains("broke off, 3 times in a row; run it again to go on from 3,000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Contents[..3000], await File.ReadAllBytesAsync(Part));
    }

    [Fact]
    public async Task A_server_that_brings_the_file_on_is_never_given_up()
    {
        using var patient = new Downloader(Hasty with { WorthwhileBytes = 1000, MostTries = 2 });
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 30_000));

        await patient.FetchAsync(Official(server), folder.Path);

        await AssertLandedAsync(Contents);
        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_sends_more_than_the_file_has_is_stopped()
    {
        await using var server = new LoopbackServer(Answers.WithoutLength([.. Contents, .. Others]));

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => FetchAsync(server));

        Assert.Contains("sends more than the 300,000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_wrong_checksum_lands_nowhere_and_leaves_no_part()
    {
        await using var server = new LoopbackServer(Answers.Proper(Others));

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => FetchAsync(server));

        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("403 Forbidden")]
    public async Task A_file_that_is_not_there_is_not_asked_for_twice(string status)
    {
        await using var server = new LoopbackServer(Answers.Status(status));

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => FetchAsync(server));

        Assert.Contains($"answers {status[..3]}", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        await using var server = new LoopbackServer(Answers.Status("503 Service Unavailable", "Retry-After: 0\r\n"), Answers.Status("429 Too Many Requests"), Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task A_part_of_another_place_than_asked_for_is_not_used()
    {
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        await using var server = new LoopbackServer(Answers.OtherRange(Contents), Answers.Proper(Contents));

        await FetchAsync(server);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        using var impatient = new Downloader(Hasty with { LongestSilence = TimeSpan.FromMilliseconds(500), MostTries = 20 });
        await using var server = new LoopbackServer(Answers.FallingSilentAfter(100_000, Contents), Answers.Proper(Contents));

        await impatient.FetchAsync(Official(server), folder.Path);

        await AssertLandedAsync(Contents);
        Assert.Equal(100_000, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        using var impatient = new Downloader(Hasty with { LongestSilence = TimeSpan.FromSeconds(1.5) });
        await using var server = new LoopbackServer(Answers.Slowly(Contents, pieces: 10, TimeSpan.FromMilliseconds(200)));

        await impatient.FetchAsync(Official(server), folder.Path);

        await AssertLandedAsync(Contents);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_server_at_all_is_one_sentence()
    {
        var server = new LoopbackServer(Answers.Proper(Contents));
        OfficialFile file = Official(server);
        await server.DisposeAsync();

        DownloadFailedException failure = await Assert.ThrowsAsync<DownloadFailedException>(() => downloader.FetchAsync(file, folder.Path));

        Assert.Contains("no connection came about", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_download_keeps_its_part_and_goes_on_from_there()
    {
        await using var server = new LoopbackServer(Answers.FallingSilentAfter(100_000, Contents), Answers.Proper(Contents));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => downloader.FetchAsync(Official(server), folder.Path, null, new Immediately(_ => stop.Cancel()), stop.Token));
        byte[] part = await File.ReadAllBytesAsync(Part);
        Assert.NotEmpty(part);
        Assert.Equal(Contents[..part.Length], part);
        await FetchAsync(server);

        await AssertLandedAsync(Contents);
        Assert.Equal(part.Length, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_file_that_is_there_and_right_needs_no_network()
    {
        await File.WriteAllBytesAsync(Target, Contents);
        await using var server = new LoopbackServer(Answers.Status("500 Oops"));

        Assert.Equal(new FetchedFile(Target, FetchOutcome.AlreadyThere), await FetchAsync(server));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(300_000, "SHA-256")]
    [InlineData(10, "10 bytes where the official file has 300,000")]
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
        using var first = PartFile.Open(Target);

        UserMistakeException mistake = await Assert.ThrowsAsync<UserMistakeException>(() => FetchAsync(server));

        Assert.Contains("another program", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_unknown_length_and_checksum_is_taken_as_the_server_says()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 100_000), Answers.Proper(Contents));

        await downloader.FetchAsync(Official(server) with { Bytes = null, Sha256 = null }, folder.Path);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task The_first_digits_of_a_checksum_are_checked_where_only_those_are_published()
    {
        await using var server = new LoopbackServer(Answers.Proper(Contents));
        OfficialFile file = Official(server);

        await downloader.FetchAsync(file with { Sha256 = file.Sha256![..8].ToUpperInvariant() }, folder.Path);

        await AssertLandedAsync(Contents);
    }

    [Fact]
    public async Task Progress_rises_to_the_whole()
    {
        var steps = new List<StepProgress>();
        await using var server = new LoopbackServer(Answers.Proper(Contents, breakOffAfter: 100_000), Answers.Proper(Contents));

        await downloader.FetchAsync(Official(server), folder.Path, null, new Immediately(steps.Add));

        StepProgress[] fetching = [.. steps.Where(step => step.Step == $"fetching {FileName}")];
        Assert.Equal(fetching.OrderBy(step => step.Done), fetching);
        Assert.Equal((300_000, 300_000), (fetching[^1].Done, fetching[^1].Total));
        Assert.Equal($"checking {FileName}", steps[^1].Step);
    }

    [Fact]
    public async Task What_came_on_another_day_does_not_count_for_the_time_left()
    {
        var steps = new List<StepProgress>();
        await File.WriteAllBytesAsync(Part, Contents[..200_000]);
        await using var server = new LoopbackServer(Answers.Proper(Contents));

        await downloader.FetchAsync(Official(server), folder.Path, null, new Immediately(steps.Add));

        Assert.Equal(200_000, steps[0].DoneBefore);
        var half = new StepProgress("fetching", 250_000, 300_000, TimeSpan.FromSeconds(7)) { DoneBefore = 200_000 };
        Assert.Equal(TimeSpan.FromSeconds(7), half.Remaining);
    }

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static OfficialFile Official(LoopbackServer server) =>
        new("weights", server.Address(FileName), Contents.Length, Convert.ToHexStringLower(SHA256.HashData(Contents)), "a test");

    private Task<FetchedFile> FetchAsync(LoopbackServer server) => downloader.FetchAsync(Official(server), folder.Path);

    private async Task AssertLandedAsync(byte[] contents)
    {
        Assert.Equal(contents, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
