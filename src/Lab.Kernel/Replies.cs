using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lab.Kernel;

/// <summary>
/// What a cell shows, as notebooks keep it (nbformat's outputs), each on one line after an ASCII record separator (RFC 7464): what native
/// code prints in between cannot be taken for one. An update carries its display's id; the end of a cell is an output of type "end".
/// </summary>
internal sealed class Replies(Stream stream)
{
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _writing = new();

    /// <summary>Sends an event of the kernel's on.</summary>
    public void Send(KernelEvent happened)
    {
        switch (happened)
        {
            case ReturnValueProduced { Value: DisplayedValue }:
                break;   // display(x) as the last expression: x has been shown already
            case ReturnValueProduced result:
                Send("execute_result", ("data", Data(result)), ("metadata", new JsonObject()));
                break;
            case DisplayedValueProduced shown:
                Send("display_data", ("data", Data(shown)), ("metadata", new JsonObject()), ("id", shown.ValueId));
                break;
            case DisplayedValueUpdated shown:
                Send("update_display_data", ("data", Data(shown)), ("metadata", new JsonObject()), ("id", shown.ValueId));
                break;
            case StandardOutputValueProduced printed:
                SendText("stdout", Text(printed));
                break;
            case StandardErrorValueProduced printed:
                SendText("stderr", Text(printed));
                break;
            case DiagnosticsProduced found:
                SendText("stderr", string.Concat(found.Diagnostics.Where(IsForTheAuthor).Select(warning => $"{warning}\n")));
                break;
            case CommandFailed { Exception: null or CodeSubmissionCompilationErrorException } failed:
                SendError("CompilationError", failed.Message, []);
                break;
            case CommandFailed failed:
                Exception thrown = Cause(failed.Exception);
                SendError(thrown.GetType().FullName!, thrown.Message, CallsOfCells(thrown));
                break;
        }
    }

    /// <summary>Sends text of a stream.</summary>
    public void SendText(string name, string text)
    {
        if (text.Length > 0)
        {
            Send("stream", ("name", name), ("text", text));
        }
    }

    /// <summary>Says that the cell has ended.</summary>
    public void SendEnd() => Send("end");

    private void SendError(string name, string message, string[] calls) =>
        Send("error", ("ename", name), ("evalue", message), ("traceback", new JsonArray([$"{name}: {message}", .. calls])));

    private void Send(string type, params (string Name, JsonNode? Value)[] entries)
    {
        JsonObject reply = new() { ["output_type"] = type };
        foreach ((string name, JsonNode? value) in entries)
        {
            reply[name] = value;
        }

        lock (_writing)
        {
            stream.Write(Encoding.UTF8.GetBytes($"\u001e{reply.ToJsonString(Layout)}\n"));
            stream.Flush();
        }
    }

    private static JsonObject Data(DisplayEvent shown) => new(shown.FormattedValues.Select(form => KeyValuePair.Create(
        form.MimeType, form.MimeType == "application/json" ? JsonNode.Parse(form.Value) : JsonValue.Create(form.Value))));

    private static string Text(DisplayEvent shown) => shown.FormattedValues.FirstOrDefault()?.Value ?? "";

    /// <summary>A warning of the cell's own code. That libraries want different versions of a third (CS1701) no cell can mend.</summary>
    private static bool IsForTheAuthor(Microsoft.DotNet.Interactive.Diagnostic found) =>
        found is { Severity: DiagnosticSeverity.Warning, Code: not ("CS1701" or "CS1702") };

    /// <summary>What is wrapped: "the type initializer threw an exception" helps nobody.</summary>
    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException or AggregateException or TypeInitializationException && exception.InnerException is { } inner
            ? Cause(inner) : exception;

    /// <summary>The calls that led to an error, without the script engine's around the cells, and without this machine's paths.</summary>
    private static string[] CallsOfCells(Exception thrown) =>
        [.. (thrown.StackTrace ?? "").ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => !line.Contains("Microsoft.CodeAnalysis.Scripting", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("---", StringComparison.Ordinal))
            .Select(line => line.Split(" in ")[0])];
}

/// <summary>A console that sends what is written to it.</summary>
internal sealed class StreamOutput(Replies replies, string name) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => replies.SendText(name, value.ToString());

    public override void Write(char[] buffer, int index, int count) => replies.SendText(name, new string(buffer, index, count));
}
