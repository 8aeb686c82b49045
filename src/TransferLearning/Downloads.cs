using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace TransferLearning;

/// <summary>A published file, and how to tell that it arrived whole.</summary>
/// <param name="Name">What people call it, such as "mobilenet_v2".</param>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">How long it is; null when nobody published that.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal, or the first digits of it where only those are published.</param>
/// <param name="Description">What it is, in a few words.</param>
public sealed record OfficialFile(string Name, Uri Address, long? Bytes, string Sha256, string Description)
{
    /// <summary>The file's name on the server.</summary>
    public string FileName => Path.GetFileName(Address.LocalPath);
}

/// <summary>
/// Brings published files here. A file lands under its name only when it is whole and its SHA-256 is right; until then it grows in
/// "NAME.part", from which the next call goes on, even days later.
/// </summary>
internal static class Downloads
{
    private const string Another = "not the official file: its length or its SHA-256 is another";

    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>How long a server may stay silent.</summary>
    internal static TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a connection is tried, and the waits in between.</summary>
    internal static RetryStrategyOptions Retries { get; } = new()
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
        MaxRetryAttempts = 10,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(30),
        UseJitter = true,
    };

    /// <summary>Sees to it that a file is in a folder; gives its path.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it shall be; made if need be.</param>
    /// <param name="from">A folder that holds it already (a stick in a classroom), used in place of the network; checked likewise.</param>
    /// <param name="progress">Hears how far it is, in bytes.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next time.</param>
    /// <exception cref="UserMistakeException">Another file is in its place or its mirror.</exception>
    /// <exception cref="IOException">
    /// The server or the connection failed for good, or the file cannot be written; the message is one sentence for people.
    /// </exception>
    public static async Task<string> FetchAsync(
        OfficialFile file, string folder, string? from = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string target = Path.Combine(Path.GetFullPath(folder), file.FileName), part = target + ".part";
        if (File.Exists(target))
        {
            await CheckAsync(file, target, "move it away and fetch again", cancellation);
        }
        else if (from is not null)
        {
            string source = Find(file, from);
            await CheckAsync(file, source, "put a right copy there", cancellation);
            WholeFile.Write(target, copy => File.Copy(source, copy));
        }
        else if (await DownloadAsync(file, part, progress, cancellation))
        {
            File.Move(part, target, overwrite: true);
        }
        else
        {
            File.Delete(part);
            throw Failed(file, $"what came is {Another}; perhaps a login page stands in between: run it again, or over another network");
        }

        return target;
    }

    /// <summary>Gets the whole file, by as many requests as it takes; false if it is not the official one.</summary>
    private static async Task<bool> DownloadAsync(
        OfficialFile file, string path, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var part = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);   // no two at once
        if (part.Length > file.Bytes || file.Sha256.Length == 0)
        {
            part.SetLength(0);   // without a checksum nobody would notice pieces of two versions
        }

        try
        {
            ResiliencePipeline retries = new ResiliencePipelineBuilder().AddRetry(Retries).Build();
            await retries.ExecuteAsync(async stop => await RequestAsync(file, part, progress, stop), cancellation);
        }
        catch (Exception broken) when (IsPassing(broken))
        {
            throw Failed(file, $"{broken.Message.TrimEnd('.')}; run it again to go on from {part.Length:N0} bytes", broken);
        }
        catch (HttpRequestException refused)
        {
            throw Failed(file, $"{refused.Message.TrimEnd('.')}; fetch the file elsewhere and give its folder with --from", refused);
        }

        return await IsOfficialAsync(file, part, cancellation);
    }

    /// <summary>Asks for what is missing, and puts it behind what is there.</summary>
    private static async Task RequestAsync(
        OfficialFile file, FileStream part, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        if (part.Length == file.Bytes)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        request.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
        using HttpResponseMessage response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
            .WaitAsync(LongestSilence, cancellation);
        long begins = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable ? -1
            : response.EnsureSuccessStatusCode().Content.Headers.ContentRange?.From ?? 0;
        if (begins != part.Length)
        {
            part.SetLength(0);
            if (begins != 0)
            {
                throw new HttpIOException(HttpRequestError.InvalidResponse);
            }
        }

        long before = part.Position = part.Length, rest = response.Content.Headers.ContentLength ?? 0;
        var clock = Stopwatch.StartNew();
        byte[] chunk = new byte[1 << 17];
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        while (await body.ReadAsync(chunk, cancellation).AsTask().WaitAsync(LongestSilence, cancellation) is > 0 and var count)
        {
            await part.WriteAsync(chunk.AsMemory(0, count), cancellation);
            if (rest > 0)
            {
                progress?.Report(new StepProgress($"bytes of {file.FileName}", part.Position - before, rest, clock.Elapsed));
            }
        }
    }

    private static async Task<bool> IsOfficialAsync(OfficialFile file, FileStream stream, CancellationToken cancellation)
    {
        stream.Position = 0;
        return stream.Length == (file.Bytes ?? stream.Length)
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)).StartsWith(file.Sha256, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(OfficialFile file, string path, string cure, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        UserMistakeException.ThrowIf(!await IsOfficialAsync(file, stream, cancellation), $"{path} is {Another}; {cure}.");
    }

    // Somebody's whole data folder will do, too: there, weights are one folder down.
    private static string Find(OfficialFile file, string mirror)
    {
        string folder = Path.GetFullPath(mirror);
        return Array.Find([Path.Combine(folder, file.FileName), Path.Combine(folder, "weights", file.FileName)], File.Exists)
            ?? throw new UserMistakeException(
                Directory.Exists(folder) ? $"There is no {file.FileName} in {folder}." : $"There is no folder {folder}.");
    }

    /// <summary>Whether another try may mend it.</summary>
    private static bool IsPassing(Exception exception) =>
        exception is TimeoutException or HttpIOException or IOException { InnerException: SocketException }
        or HttpRequestException
        {
            HttpRequestError: not (HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError),
            StatusCode: null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        };

    private static IOException Failed(OfficialFile file, string reason, Exception? cause = null) =>
        new($"{file.FileName} could not be fetched from {file.Address.Host}: {reason}.", cause);
}
