using Microsoft.CodeAnalysis;

namespace Microsoft.DotNet.Interactive;

/// <summary>An error or a warning about a cell's code.</summary>
public class Diagnostic(LinePositionSpan linePositionSpan, DiagnosticSeverity severity, string code, string message)
{
    /// <summary>Where.</summary>
    public LinePositionSpan LinePositionSpan { get; } = linePositionSpan;

    /// <summary>How bad.</summary>
    public DiagnosticSeverity Severity { get; } = severity;

    /// <summary>Its name, such as CS0029.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong.</summary>
    public string Message { get; } = message;

    /// <summary>A compiler's diagnostic.</summary>
    public static Diagnostic FromCodeAnalysisDiagnostic(CodeAnalysis.Diagnostic diagnostic)
    {
        FileLinePositionSpan at = diagnostic.Location.GetLineSpan();
        var span = new LinePositionSpan(
            new LinePosition(at.StartLinePosition.Line, at.StartLinePosition.Character),
            new LinePosition(at.EndLinePosition.Line, at.EndLinePosition.Character));
        return new Diagnostic(span, diagnostic.Severity, diagnostic.Id, diagnostic.GetMessage());
    }

    /// <summary>As a compiler prints it.</summary>
    public override string ToString() =>
        $"({LinePositionSpan.Start.Line + 1},{LinePositionSpan.Start.Character + 1}): {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
