namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>Text written to the console.</summary>
public class TextElement(string? text, string? name = "stdout") : InteractiveDocumentOutputElement
{
    /// <summary>The text.</summary>
    public string Text { get; } = text ?? "";

    /// <summary>stdout or stderr.</summary>
    public string Name { get; } = name ?? "stdout";
}
