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

    /// <summary>Reads a line; what is no reply was written past the kernel, by native code, and counts as output.</summary>
    public static KernelReply Parse(string line)
    {
        try
        {
            if (line.StartsWith("{\"kind\":", StringComparison.Ordinal) && JsonSerializer.Deserialize<KernelReply>(line, names) is { } reply)
            {
                return reply;
            }
        }
        catch (JsonException)
        {
            // Output that looks like a reply.
        }

        return new KernelReply("stdout", Text: line + "\n");
    }
}
