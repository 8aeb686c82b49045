namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>A cell.</summary>
public sealed class InteractiveDocumentElement
{
    /// <summary>A cell with its text, the kernel it is for ("markdown" for text), and outputs.</summary>
    public InteractiveDocumentElement(string? contents = null, string? kernelName = null, IEnumerable<InteractiveDocumentOutputElement>? outputs = null)
    {
        Contents = contents ?? "";
        KernelName = kernelName;
        Outputs = [.. outputs ?? []];
    }

    /// <summary>Names the cell in its notebook.</summary>
    public string? Id { get; set; }

    /// <summary>The kernel that it is for; null: the notebook's.</summary>
    public string? KernelName { get; set; }

    /// <summary>Code or Markdown.</summary>
    public string Contents { get; set; }

    /// <summary>What running it has shown.</summary>
    public List<InteractiveDocumentOutputElement> Outputs { get; }

    /// <summary>When it was run: 1 for the first; 0 for never.</summary>
    public int ExecutionOrder { get; set; }

    /// <summary>Whatever programs have noted about the cell.</summary>
    public IDictionary<string, object>? Metadata { get; set; }
}
