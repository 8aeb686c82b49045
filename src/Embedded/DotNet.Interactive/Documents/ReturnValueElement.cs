namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>The value of a cell's last expression.</summary>
public class ReturnValueElement : InteractiveDocumentOutputElement
{
    /// <summary>The value by MIME type.</summary>
    public IDictionary<string, object> Data { get; } = new Dictionary<string, object>();

    /// <summary>When its cell was run.</summary>
    public int ExecutionOrder { get; set; }

    /// <summary>Whatever programs have noted about it.</summary>
    public IDictionary<string, object> Metadata { get; } = new Dictionary<string, object>();
}
