using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace TransferLearning;

/// <summary>One file on its way from its server: as many requests as it takes, each going on where the last one broke off.</summary>
internal sealed class Download(HttpClient client, DownloadOptions options, OfficialFile file, string target, IProgress<StepProgress>? progress)
{
    private const int ChunkBytes = 1 << 17;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly DownloadProgress meter = new(file, progress);
    private bool isPieced;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var part = PartFile.Open(target);
        isPieced = part.Length > 0;
        meter.Begin(part.Length);
        while (true)
        {
            await GetWholeAsync(part, cancellation);
            if (file.Sha256 is null || file.Accepts(await part.HashAsync(new FileHash(file.FileName, progress), cancellation)))
            {
                part.Land(target);
                return;
            }

            if (!isPieced)
            {
                part.Delete();
                throw Failed("its SHA-256 is not that of the official file, so what came is deleted; try again later or over another network");
            }

            // Perhaps pieces of two versions were put together: once more from the start.
            part.Restart();
            meter.Begin(0);
            isPieced = false;
        }
    }

    private async Task GetWholeAsync(PartFile part, CancellationToken cancellation)
    {
        if (part.Length > file.Bytes)
        {
            part.Restart();
        }

        int failures = 0;
        while (part.Length != file.Bytes)
        {
            long before = part.Length;
            try
            {
                await RequestAsync(part, cancellation);
                return;
            }
            catch (TransientException exception)
            {
                failures = part.Length - before >= options.WorthwhileBytes ? 1 : failures + 1;
                if (failures >= options.MostTries)
                {
                    throw Failed($"{exception.Message}, {failures} times in a row; run it again to go on from {part.Length:N0} bytes", exception);
                }

                await Task.Delay(exception.RetryAfter ?? Wait(failures), cancellation);
                isPieced |= part.Length > 0;
            }
        }
    }

    private TimeSpan Wait(int failures) => TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, options.FirstWait.Ticks << (failures - 1)));

    private async Task RequestAsync(PartFile part, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(options.LongestSilence);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
            if (part.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
                request.Headers.IfRange = part.Version;
            }

            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            long? total = Begin(part, response);
            await ReceiveAsync(part, response, total, silence);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException("the server fell silent", innerException: exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.NameResolutionError)
        {
            throw Failed("the name of the server is not known, so there is no network; fetch the file elsewhere and give its folder with --from", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new TransientException(exception.HttpRequestError is HttpRequestError.SecureConnectionError ? "no secure connection came about" : "no connection came about", innerException: exception);
        }
        catch (IOException exception) when (exception is not DownloadFailedException)
        {
            throw new TransientException("the connection broke off", innerException: exception);
        }
    }

    // Makes the part ready for what the server sends, and gives the length that the whole file then has, if it says.
    private long? Begin(PartFile part, HttpResponseMessage response)
    {
        long? total = response.StatusCode switch
        {
            HttpStatusCode.OK => response.Content.Headers.ContentLength,
            HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable => response.Content.Headers.ContentRange?.Length,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                throw new TransientException($"the server answers {(int)response.StatusCode}", WaitAsked(response)),
            _ => throw Failed($"the server answers {(int)response.StatusCode} ({response.ReasonPhrase}); fetch the file elsewhere and give its folder with --from"),
        };
        if (file.Bytes is { } bytes && total is { } offered && offered != bytes)
        {
            throw Failed($"the server offers {offered:N0} bytes where the official file has {bytes:N0}; perhaps a login page or a proxy stands in between");
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Restart(response);
                meter.Begin(0);
                isPieced = false;
                break;
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when total == part.Length:
                break;   // it was whole already
            default:
                part.Restart();
                throw new TransientException("the server did not send the part that it was asked for");
        }

        return total;
    }

    private async Task ReceiveAsync(PartFile part, HttpResponseMessage response, long? total, CancellationTokenSource silence)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return;
        }

        await using Stream stream = await response.Content.ReadAsStreamAsync(silence.Token);
        byte[] chunk = new byte[ChunkBytes];
        int count;
        while ((count = await stream.ReadAsync(chunk, silence.Token)) > 0)
        {
            if (part.Length + count > file.Bytes)
            {
                part.Restart();
                throw Failed($"the server sends more than the {file.Bytes:N0} bytes of the official file; perhaps a proxy stands in between");
            }

            await part.AppendAsync(chunk.AsMemory(0, count), silence.Token);
            meter.Report(part.Length, total);
            silence.CancelAfter(options.LongestSilence);
        }

        if (part.Length < (file.Bytes ?? total))
        {
            throw new TransientException("the connection broke off");
        }
    }

    private static TimeSpan? WaitAsked(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? asked = response.Headers.RetryAfter;
        TimeSpan? wait = asked?.Delta ?? asked?.Date - DateTimeOffset.UtcNow;
        return wait is { } span ? TimeSpan.FromTicks(Math.Clamp(span.Ticks, 0, LongestWait.Ticks)) : null;
    }

    private DownloadFailedException Failed(string reason, Exception? inner = null) =>
        new($"{file.FileName} could not be fetched from {file.Address.Host}: {reason}.", inner);
}
