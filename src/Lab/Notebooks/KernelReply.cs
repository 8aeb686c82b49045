using System.Text.Json;

namespace Lab.Notebooks;

/// <summary>One line that the kernel's process writes.</summary>
/// <param name="Kind">result, display, update, stdout, stderr, failed or done.</param>
/// <param name="Id">Of a display: its place.</param>
/// <param name="Data">Of a result or display: the value by MIME type.</param>
/// <param name="Text">Of a stream: what was written.</param>
/// <param name="Name">Of a failure: the exception's type.</param>
/// <param name="Message">Of a failure: the exception's message, or the compiler's.</param>
/// <param name="Line">Of a failure: the line of the cell, where it is known.</param>
/// <param name="Trace">Of a failure: the calls that led to it.</param>
internal sealed record KernelReply(
    string Kind, string? Id = null, Dictionary<string, string>? Data = null, string? Text = null, string? Name = null, string? Message = null, int? Line = null, string[]? Trace = null)
{
    private static readonly JsonSerializerOptions names = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads a line. What is no reply was written past the kernel, by native code, and counts as output; a reply may follow it on the same line.</summary>
    public static IEnumerable<KernelReply> Parse(string line)
    {
        int at = line.IndexOf("{\"kind\":", StringComparison.Ordinal);
        KernelReply? reply = null;
        try
        {
            reply = at >= 0 ? JsonSerializer.Deserialize<KernelReply>(line.AsSpan(at), names) : null;
        }
        catch (JsonException)
        {
            // Output that looks like a reply.
        }

        if (reply is null)
        {
            return [new KernelReply("stdout", Text: line + "\n")];
        }

        return at == 0 ? [reply] : [new KernelReply("stdout", Text: line[..at]), reply];
    }
}
