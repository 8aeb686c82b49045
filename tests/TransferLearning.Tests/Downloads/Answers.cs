using System.Text;

namespace TransferLearning.Tests;

/// <summary>Good and bad ways to answer a request.</summary>
internal static class Answers
{
    /// <summary>As a good server does: the range that it is asked for, or else the whole file.</summary>
    public static LoopbackServer.Answer Proper(byte[] file, int? breakOffAfter = null) => async (request, connection, stop) =>
    {
        bool isRange = request.From is not null;
        int from = isRange ? (int)request.From!.Value : 0;
        if (from >= file.Length)
        {
            await HeadAsync(connection, "416 Range Not Satisfiable", 0, $"Content-Range: bytes */{file.Length}\r\n");
            return;
        }

        string range = isRange ? $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n" : "";
        await HeadAsync(connection, isRange ? "206 Partial Content" : "200 OK", file.Length - from, range);
        await connection.WriteAsync(file.AsMemory(from, Math.Min(file.Length - from, breakOffAfter ?? int.MaxValue)), stop);
    };

    /// <summary>As <see cref="Proper"/>, but in pieces with pauses in between.</summary>
    public static LoopbackServer.Answer Slow(byte[] file, int pieces, TimeSpan pause) => async (request, connection, cancellation) =>
    {
        int from = (int)(request.From ?? 0), length = file.Length / pieces;
        string range = from > 0 ? $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n" : "";
        await HeadAsync(connection, from > 0 ? "206 Partial Content" : "200 OK", file.Length - from, range);
        for (int at = from; at < file.Length; at += length)
        {
            await connection.WriteAsync(file.AsMemory(at, Math.Min(length, file.Length - at)), cancellation);
            await Task.Delay(pause, cancellation);
        }
    };

    /// <summary>Says one length and sends another.</summary>
    public static LoopbackServer.Answer Claiming(long length, byte[] file) => async (_, connection, cancellation) =>
    {
        await HeadAsync(connection, "200 OK", length);
        await connection.WriteAsync(file, cancellation);
    };

    /// <summary>Sends a piece of another place than was asked for.</summary>
    public static LoopbackServer.Answer OtherRange(byte[] file) => async (_, connection, cancellation) =>
    {
        await HeadAsync(connection, "206 Partial Content", file.Length - 1, $"Content-Range: bytes 1-{file.Length - 1}/{file.Length}\r\n");
        await connection.WriteAsync(file.AsMemory(1), cancellation);
    };

    public static LoopbackServer.Answer Status(string status, string headers = "") => (_, connection, _) =>
        HeadAsync(connection, status, 0, headers);

    /// <summary>Sends the beginning, then nothing more, without hanging up.</summary>
    public static LoopbackServer.Answer FallingSilentAfter(int bytes, byte[] file) => async (_, connection, cancellation) =>
    {
        await HeadAsync(connection, "200 OK", file.Length);
        await connection.WriteAsync(file.AsMemory(0, bytes), cancellation);
        await Task.Delay(Timeout.Infinite, cancellation);
    };

    private static async Task HeadAsync(Stream connection, string status, long? length, string headers = "")
    {
        string lengthLine = length is null ? "" : $"Content-Length: {length}\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{lengthLine}{headers}\r\n"));
    }
}
