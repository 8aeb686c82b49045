using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransferLearning.Tests;

/// <summary>A web server on this machine alone, which answers each request as the test says; the last answer is repeated.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const int LongestRequestBytes = 8192;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Answer[] answers;
    private readonly Task serving;

    public LoopbackServer(params Answer[] answers)
    {
        this.answers = answers;
        listener.Start();
        serving = ServeAsync();
    }

    public delegate Task Answer(LoopbackRequest request, Stream connection, CancellationToken cancellation);

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    public Uri Address(string file) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/models/{file}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await Task.WhenAll(open);   // the test is over
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        using TcpClient open = connection;
        try
        {
            await using NetworkStream stream = open.GetStream();
            LoopbackRequest request = LoopbackRequest.Parse(await ReadHeadAsync(stream));
            Answer answer = answers[Math.Min(Requests.Count, answers.Length - 1)];
            Requests.Enqueue(request);
            await answer(request, stream, stop.Token);
            open.Client.Shutdown(SocketShutdown.Send);
            // until the client has hung up: closing earlier could take back what was sent
            await stream.ReadExactlyAsync(new byte[1], stop.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] letter = new byte[1];
        while (head.Length < LongestRequestBytes && !head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(letter, stop.Token) == 1)
        {
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}

/// <summary>A request as the server saw it.</summary>
/// <param name="From">The first byte of the range that was asked for; null for the whole file.</param>
internal sealed record LoopbackRequest(long? From)
{
    public static LoopbackRequest Parse(string head)
    {
        const string Name = "Range: bytes=";
        string? range = head.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
        return new LoopbackRequest(range is null ? null : long.Parse(range.TrimEnd('-')));
    }
}
