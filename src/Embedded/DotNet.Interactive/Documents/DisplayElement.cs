namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>A displayed value.</summary>
public class DisplayElement(IDictionary<string, object> data) : InteractiveDocumentOutputElement
{
    /// <summary>The value by MIME type.</summary>
    public IDictionary<string, object> Data { get; } = data;

    /// <summary>Whatever programs have noted about it.</summary>
    public IDictionary<string, object> Metadata { get; } = new Dictionary<string, object>();
}
