namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>Something that running a cell has shown.</summary>
public abstract class InteractiveDocumentOutputElement
{
    private protected InteractiveDocumentOutputElement()
    {
    }
}
