namespace TransferLearning.Tests.Downloads;

/// <summary>A request as the server saw it.</summary>
/// <param name="From">The first byte of the range that was asked for; null for the whole file.</param>
/// <param name="IfRange">The version of which the range was asked for, if it was named.</param>
internal sealed record LoopbackRequest(long? From, string? IfRange)
{
    public static LoopbackRequest Parse(string head)
    {
        string? range = Header(head, "Range: bytes=");
        return new LoopbackRequest(range is null ? null : long.Parse(range.TrimEnd('-')), Header(head, "If-Range: "));
    }

    private static string? Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];
}
