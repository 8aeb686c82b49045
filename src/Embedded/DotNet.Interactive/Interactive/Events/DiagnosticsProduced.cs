using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>The compiler's errors and warnings about a cell, of which there may be none.</summary>
public class DiagnosticsProduced(IReadOnlyCollection<Diagnostic> diagnostics, IReadOnlyCollection<FormattedValue> formattedDiagnostics, KernelCommand command) : KernelEvent(command)
{
    /// <summary>The errors and warnings.</summary>
    public IReadOnlyCollection<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The same as text, in the same order.</summary>
    public IReadOnlyCollection<FormattedValue> FormattedDiagnostics { get; } = formattedDiagnostics;
}
