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
    public void Send(KernelEvent happened) => Write(happened switch
    {
        ReturnValueProduced { Value: DisplayedValue } => null,   // display(x) as the last expression: x has been shown already
        ReturnValueProduced result => Shown("execute_result", result),
        DisplayedValueProduced shown => Shown("display_data", shown),
        DisplayedValueUpdated shown => Shown("update_display_data", shown),
        StandardOutputValueProduced printed => Said("stdout", Text(printed)),
        StandardErrorValueProduced printed => Said("stderr", Text(printed)),
        DiagnosticsProduced found => Said("stderr", string.Concat(found.Diagnostics.Where(IsForTheAuthor).Select(one => $"{one}\n"))),
        CommandFailed { Exception: null or CodeSubmissionCompilationErrorException } failed => Error("CompilationError", failed.Message),
        CommandFailed failed => Error(Cause(failed.Exception)),
        _ => null,
    });

    /// <summary>Says that the cell has ended.</summary>
    public void SendEnd() => Write(new() { ["output_type"] = "end" });

    private void Write(JsonObject? reply)
    {
        if (reply is not null)
        {
            lock (_writing)
            {
                stream.Write(Encoding.UTF8.GetBytes($"\u001e{reply.ToJsonString(Layout)}\n"));
                stream.Flush();
            }
        }
    }

    private static JsonObject Shown(string type, DisplayEvent shown) => new()
    {
        ["output_type"] = type, ["data"] = Data(shown), ["metadata"] = new JsonObject(), ["id"] = shown.ValueId,
    };

    private static JsonObject? Said(string name, string text) =>
        text.Length == 0 ? null : new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    private static JsonObject Error(Exception thrown) => Error(thrown.GetType().FullName!, thrown.Message, CallsOfCells(thrown));

    private static JsonObject Error(string name, string message, params string[] calls) => new()
    {
        ["output_type"] = "error", ["ename"] = name, ["evalue"] = message,
        ["traceback"] = new JsonArray([$"{name}: {message}", .. calls]),
    };

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
