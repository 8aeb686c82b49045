namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>What a cell failed of.</summary>
public class ErrorElement(string? errorValue = null, string? errorName = "Error", string[]? stackTrace = null) : InteractiveDocumentOutputElement
{
    /// <summary>The kind of failure.</summary>
    public string ErrorName { get; } = errorName ?? "Error";

    /// <summary>The message.</summary>
    public string ErrorValue { get; } = errorValue ?? "";

    /// <summary>The calls that led to it.</summary>
    public string[] StackTrace { get; } = stackTrace ?? [];
}
