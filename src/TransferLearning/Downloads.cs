using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace TransferLearning;

/// <summary>
/// Brings published files here. A file lands under its name only when it is whole and its SHA-256 is right; until then it grows in
/// "NAME.part", from which the next call goes on, even days later.
/// </summary>
public static class Downloads
{
    /// <summary>Sees to it that a file is in a folder; gives its path.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it shall be; made if need be.</param>
    /// <param name="from">A folder that holds it already (a stick in a classroom), used in place of the network; checked likewise.</param>
    /// <param name="progress">Hears how far it is, in bytes.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next time.</param>
    /// <exception cref="UserMistakeException">Another file is in its place or its mirror, or it cannot be written.</exception>
    /// <exception cref="IOException">The server or the connection failed for good; the message is one sentence for people.</exception>
    public static async Task<string> FetchAsync(
        OfficialFile file,
        string folder,
        string? from = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string target = Path.Combine(Path.GetFullPath(folder), file.FileName), part = target + ".part";
        if (File.Exists(target))
        {
            await CheckAsync(file, target, "move it away and fetch again", cancellation);
            return target;
        }

        if (from is not null)
        {
            string source = Find(file, from);
            await CheckAsync(file, source, "put a right copy there", cancellation);
            await using FileStream original = File.OpenRead(source), copy = OpenPart(part);
            copy.SetLength(0);
            var step = new StepProgress($"copying {file.FileName}", 0, original.Length, default);
            await AppendAsync(original, copy, step, progress, null, cancellation);
        }
        else if (!await DownloadAsync(file, part, progress, cancellation))
        {
            File.Delete(part);
            throw new IOException(
                $"What {file.Address.Host} sent as {file.FileName} is not the official file: its SHA-256 is another. "
                + "It is deleted; try again later or over another network.");
        }

        File.Move(part, target);
        return target;
    }

    /// <summary>Puts all that a stream gives behind what is there.</summary>
    /// <param name="from">The stream.</param>
    /// <param name="to">The file.</param>
    /// <param name="step">What is being done, and the length of the whole; 0 where it is not known.</param>
    /// <param name="progress">Hears how far it is, a few times a second.</param>
    /// <param name="heard">Called whenever something came.</param>
    /// <param name="cancellation">Stops.</param>
    internal static async Task AppendAsync(
        Stream from, FileStream to, StepProgress step, IProgress<StepProgress>? progress, Action? heard, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan next = TimeSpan.Zero;
        long before = to.Position = to.Length;
        byte[] chunk = new byte[1 << 17];
        int count;
        while ((count = await from.ReadAsync(chunk, cancellation)) > 0)
        {
            heard?.Invoke();
            try
            {
                await to.WriteAsync(chunk.AsMemory(0, count), cancellation);
            }
            catch (IOException exception)
            {
                // A full disk, for one: another try mends nothing.
                throw new UserMistakeException($"{to.Name} cannot be written: {exception.Message}", exception);
            }

            if (clock.Elapsed >= next || to.Position == step.Total)
            {
                next = clock.Elapsed + TimeSpan.FromMilliseconds(100);
                progress?.Report(step with { Done = to.Position, DoneBefore = before, Elapsed = clock.Elapsed });
            }
        }
    }

    /// <summary>Gets the whole file; false if it is not the official one.</summary>
    private static async Task<bool> DownloadAsync(
        OfficialFile file, string path, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        await using FileStream part = OpenPart(path);
        if (part.Length > file.Bytes || file.Sha256.Length == 0)
        {
            part.SetLength(0);   // without a checksum nobody would notice pieces of two versions
        }

        bool isOfAnotherDay = part.Length > 0;
        await new Download(file, part, progress).RunAsync(cancellation);
        if (isOfAnotherDay && !await IsOfficialAsync(file, part, cancellation))
        {
            part.SetLength(0);
            await new Download(file, part, progress).RunAsync(cancellation);
        }

        return await IsOfficialAsync(file, part, cancellation);
    }

    private static FileStream OpenPart(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException(
                $"{path} cannot be written, perhaps because another program fetches the same file: {exception.Message}", exception);
        }
    }

    private static async Task<bool> IsOfficialAsync(OfficialFile file, FileStream stream, CancellationToken cancellation)
    {
        stream.Position = 0;
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        return sha256.StartsWith(file.Sha256, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task CheckAsync(OfficialFile file, string path, string cure, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        if (file.Bytes is { } bytes && stream.Length != bytes)
        {
            throw new UserMistakeException($"{path} has {stream.Length:N0} bytes where the official file has {bytes:N0}; {cure}.");
        }

        if (!await IsOfficialAsync(file, stream, cancellation))
        {
            throw new UserMistakeException($"{path} is not the official file: its SHA-256 is another; {cure}.");
        }
    }

    // Somebody's whole data folder will do, too: there, weights are one folder down.
    private static string Find(OfficialFile file, string mirror)
    {
        string folder = Path.GetFullPath(mirror);
        return Array.Find([Path.Combine(folder, file.FileName), Path.Combine(folder, "weights", file.FileName)], File.Exists)
            ?? throw new UserMistakeException(
                Directory.Exists(folder) ? $"There is no {file.FileName} in {folder}." : $"There is no folder {folder}.");
    }
}

/// <summary>One file on its way from its server: as many requests as it takes, each going on where the last one broke off.</summary>
internal sealed class Download(OfficialFile file, FileStream part, IProgress<StepProgress>? progress)
{
    // So many new bytes show that the server means well, and the tries are counted anew.
    private const int WorthwhileBytes = 1_000_000;

    private static readonly HttpClient Client = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    // What the server calls the version that it is sending, so that the rest of another is never put behind it.
    private RangeConditionHeaderValue? version;

    /// <summary>How long a server may stay silent.</summary>
    internal static TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a connection is tried in a row, and the waits in between.</summary>
    internal static RetryStrategyOptions Retries { get; } = new()
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
        MaxRetryAttempts = 5,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        UseJitter = true,
    };

    public async Task RunAsync(CancellationToken cancellation)
    {
        ResiliencePipeline retries = new ResiliencePipelineBuilder().AddRetry(Retries).Build();
        while (part.Length != file.Bytes)
        {
            long before = part.Length;
            try
            {
                await retries.ExecuteAsync(RequestAsync, cancellation);
                return;
            }
            catch (Exception broken) when (IsPassing(broken) && part.Length >= before + WorthwhileBytes)
            {
                // It comes on, however often the line breaks.
            }
            catch (Exception broken) when (IsPassing(broken))
            {
                throw Failed($"{Reason(broken)}; run it again to go on from {part.Length:N0} bytes", broken);
            }
            catch (HttpRequestException refused)
            {
                throw Failed($"{Reason(refused)}; fetch the file elsewhere and give its folder with --from", refused);
            }
        }
    }

    private async ValueTask RequestAsync(CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(LongestSilence);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
            if (part.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
                request.Headers.IfRange = version;
            }

            using HttpResponseMessage response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            HttpContentHeaders headers = response.Content.Headers;
            switch (response.StatusCode)
            {
                case HttpStatusCode.PartialContent when headers.ContentRange?.From == part.Length:
                    break;
                case HttpStatusCode.RequestedRangeNotSatisfiable when headers.ContentRange?.Length == part.Length:
                    return;   // it was whole already
                case HttpStatusCode.OK:
                    part.SetLength(0);
                    break;
                case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                    part.SetLength(0);
                    throw new HttpIOException(HttpRequestError.InvalidResponse);
                default:
                    throw new HttpRequestException(response.ReasonPhrase, null, response.StatusCode);
            }

            long? total = headers.ContentRange?.Length ?? headers.ContentLength;
            if (file.Bytes is { } bytes && total is { } offered && offered != bytes)
            {
                throw Failed(
                    $"the server offers {offered:N0} bytes where the official file has {bytes:N0}; perhaps a login page stands in between");
            }

            version = response.Headers.ETag is { IsWeak: false } tag ? new(tag) : headers.LastModified is { } date ? new(date) : null;
            await using Stream body = await response.Content.ReadAsStreamAsync(silence.Token);
            var step = new StepProgress($"fetching {file.FileName}", 0, file.Bytes ?? total ?? 0, default);
            await Downloads.AppendAsync(body, part, step, progress, () => silence.CancelAfter(LongestSilence), silence.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("the server fell silent", exception);
        }
    }

    // Whether another try may mend it.
    private static bool IsPassing(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } =>
            status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => false,
        HttpRequestException => true,
        HttpIOException or TimeoutException or IOException { InnerException: SocketException } => true,
        _ => false,
    };

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => $"the server answers {(int)status} ({exception.Message})",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is not known, so there is no network",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection came about",
        HttpRequestException => "no connection came about",
        TimeoutException => exception.Message,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "the server did not send the part that it was asked for",
        _ => "the connection broke off",
    };

    private IOException Failed(string reason, Exception? cause = null) =>
        new($"{file.FileName} could not be fetched from {file.Address.Host}: {reason}.", cause);
}
