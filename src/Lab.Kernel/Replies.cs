using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lab.Kernel;

/// <summary>Writes the kernel's events as lines of JSON.</summary>
internal sealed class Replies(Stream stream) : IObserver<KernelEvent>, IDisposable
{
    private static readonly JsonSerializerOptions layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void OnNext(KernelEvent value)
    {
        switch (value)
        {
            case ReturnValueProduced { Value: DisplayedValue }:
                break;   // display(x) as a last expression: x has been shown already; Jupyter leaves this out too
            case ReturnValueProduced result:
                Write(new { kind = "result", data = Data(result) });
                break;
            case DisplayedValueProduced display:
                Write(new { kind = "display", id = display.ValueId, data = Data(display) });
                break;
            case DisplayedValueUpdated update:
                Write(new { kind = "update", id = update.ValueId, data = Data(update) });
                break;
            case StandardOutputValueProduced output:
                WriteText("stdout", Text(output));
                break;
            case StandardErrorValueProduced error:
                WriteText("stderr", Text(error));
                break;
            case DiagnosticsProduced diagnostics:
                WriteText("stderr", string.Concat(diagnostics.Diagnostics.Where(IsForTheAuthor).Select(found => $"({found.LinePositionSpan.Start.Line + 1},{found.LinePositionSpan.Start.Character + 1}): warning {found.Code}: {found.Message}\n")));
                break;
            case CommandFailed failed:
                Write(Failure(failed));
                break;
            case CommandSucceeded:
                Write(new { kind = "done" });
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Sends text of a stream.</summary>
    public void WriteText(string stream, string text)
    {
        if (text.Length > 0)
        {
            Write(new { kind = stream, text });
        }
    }

    private static Dictionary<string, string> Data(DisplayEvent shown) => shown.FormattedValues.DistinctBy(form => form.MimeType).ToDictionary(form => form.MimeType, form => form.Value);

    /// <summary>A warning of the cell's own code. That libraries ask for different versions of a third (CS1701, CS1702) no cell can mend; ordinary projects leave it out too.</summary>
    private static bool IsForTheAuthor(Microsoft.DotNet.Interactive.Diagnostic found) => found is { Severity: DiagnosticSeverity.Warning, Code: not ("CS1701" or "CS1702") };

    private static string Text(DisplayEvent shown) => shown.FormattedValues.FirstOrDefault()?.Value ?? "";

    private static object Failure(CommandFailed failed)
    {
        switch (failed.Exception)
        {
            case null:
                return new { kind = "failed", name = "Error", message = failed.Message, line = LineOf(failed.Message), trace = Array.Empty<string>() };
            case CodeSubmissionCompilationErrorException:
                return new { kind = "failed", name = "CompilationError", message = failed.Message, line = LineOf(failed.Message), trace = Array.Empty<string>() };
            default:
                Exception thrown = Cause(failed.Exception);
                return new { kind = "failed", name = thrown.GetType().FullName, message = thrown.Message, line = LineOf(thrown), trace = Trace(thrown) };
        }
    }

    /// <summary>What is wrapped: "the type initializer threw an exception" helps nobody.</summary>
    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException or AggregateException or TypeInitializationException && exception.InnerException is { } inner ? Cause(inner) : exception;

    /// <summary>The line that a compiler's message begins with: "(2,5): error".</summary>
    private static int? LineOf(string message) =>
        message.StartsWith('(') && message.IndexOf(',', StringComparison.Ordinal) is > 1 and int comma && int.TryParse(message.AsSpan(1, comma - 1), CultureInfo.InvariantCulture, out int line) ? line : null;

    /// <summary>The line of the running cell that was at work, where the kernel has debug information for it.</summary>
    private static int? LineOf(Exception thrown)
    {
        var frames = new StackTrace(thrown, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetFileLineNumber() > 0)
            .Select(frame => (Line: frame.GetFileLineNumber(), Cell: SubmissionOf(frame)))
            .Where(frame => frame.Cell is not null)
            .ToArray();
        return frames.Length == 0 ? null : frames.MaxBy(frame => frame.Cell).Line;   // the first of the newest cell
    }

    /// <summary>The number of the cell whose code a call is in: the script engine names each cell's class after it.</summary>
    private static int? SubmissionOf(StackFrame frame)
    {
        const string Prefix = "Submission#";
        string? name = frame.GetMethod()?.DeclaringType?.FullName;
        return name?.StartsWith(Prefix, StringComparison.Ordinal) == true
            && int.TryParse(name.AsSpan(Prefix.Length, name.AsSpan(Prefix.Length).IndexOf('+') is >= 0 and int end ? end : name.Length - Prefix.Length), CultureInfo.InvariantCulture, out int cell) ? cell : null;
    }

    /// <summary>The calls of cells, without those of the script engine around them and without the paths of this machine.</summary>
    private static string[] Trace(Exception thrown)
    {
        IEnumerable<string> calls = (thrown.StackTrace ?? "").Split('\n').Select(line => line.TrimEnd('\r'))
            .TakeWhile(line => !line.Contains("Microsoft.CodeAnalysis.Scripting", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal))
            .Select(line => line.IndexOf(" in ", StringComparison.Ordinal) is >= 0 and int at && !line.Contains(" in :line", StringComparison.Ordinal) ? line[..at] : line.Replace(" in :line", " line", StringComparison.Ordinal));
        return [$"{thrown.GetType().FullName}: {thrown.Message}", .. calls];
    }

    private void Write(object reply)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(reply, reply.GetType(), layout), (byte)'\n'];
        lock (stream)
        {
            stream.Write(line);
            stream.Flush();
        }
    }
}
