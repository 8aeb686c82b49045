namespace TransferLearning;

/// <summary>
/// Brings official files here. A file lands under its name only when it is whole and its SHA-256 is right; until then it grows in "NAME.part",
/// from which the next try goes on, even days later.
/// </summary>
public sealed class Downloader : IDisposable
{
    private readonly HttpClient client;
    private readonly DownloadOptions options;

    /// <summary>Makes a downloader.</summary>
    /// <param name="options">How patient it is.</param>
    public Downloader(DownloadOptions? options = null)
    {
        this.options = options ?? new DownloadOptions();
        client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = this.options.LongestSilence }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("TransferLearning/1.0");
    }

    /// <summary>Sees to it that a file is in a folder.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it shall be; made if need be.</param>
    /// <param name="mirror">A folder that has the file under the same name, used in place of the network: for classrooms. Checked likewise.</param>
    /// <param name="progress">Hears how far it is, in bytes.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next time.</param>
    /// <exception cref="UserMistakeException">Another file is in its place, the mirror has no such file or a wrong one, or the disk is full.</exception>
    /// <exception cref="DownloadFailedException">The server or the connection failed for good.</exception>
    public async Task<FetchedFile> FetchAsync(OfficialFile file, string folder, string? mirror = null, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        string target = Path.Combine(Path.GetFullPath(folder), file.FileName);
        if (File.Exists(target))
        {
            await CheckPresentAsync(file, target, progress, cancellation);
            return new FetchedFile(target, FetchOutcome.AlreadyThere);
        }

        if (mirror is not null)
        {
            await Mirror.CopyAsync(file, mirror, target, progress, cancellation);
            return new FetchedFile(target, FetchOutcome.Copied);
        }

        FreeSpace.Require(file, target);
        await new Download(client, options, file, target, progress).RunAsync(cancellation);
        return new FetchedFile(target, FetchOutcome.Downloaded);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => client.Dispose();

    private static async Task CheckPresentAsync(OfficialFile file, string target, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        long length = new FileInfo(target).Length;
        if (file.Bytes is { } bytes && length != bytes)
        {
            throw new UserMistakeException($"{target} is there, but has {length:N0} bytes where the official file has {bytes:N0}; move it away and fetch again.");
        }

        if (file.Sha256 is not null && !file.Accepts(await new FileHash(file.FileName, progress).ComputeAsync(target, cancellation)))
        {
            throw new UserMistakeException($"{target} is there, but its SHA-256 is not that of the official file; move it away and fetch again.");
        }
    }
}
