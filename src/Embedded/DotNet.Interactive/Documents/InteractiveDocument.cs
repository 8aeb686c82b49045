using System.Collections;
using Microsoft.DotNet.Interactive.Documents.Jupyter;

namespace Microsoft.DotNet.Interactive.Documents;

/// <summary>A notebook: cells and what stands about them all.</summary>
public class InteractiveDocument(IList<InteractiveDocumentElement>? elements = null) : IEnumerable
{
    /// <summary>The cells from top to bottom.</summary>
    public IList<InteractiveDocumentElement> Elements { get; } = elements ?? [];

    /// <summary>Kernel, language and whatever else programs have noted.</summary>
    public IDictionary<string, object> Metadata { get; } = new Dictionary<string, object>();

    /// <summary>Reads an .ipynb file.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file.</exception>
    public static async Task<InteractiveDocument> LoadAsync(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string extension = file.Extension.ToLowerInvariant();
        return extension == ".ipynb"
            ? Notebook.Parse(await File.ReadAllTextAsync(file.FullName).ConfigureAwait(false))
            : throw new InvalidOperationException($"Unrecognized extension for a notebook: {file.Extension}");
    }

    /// <summary>The kernel that cells without one of their own are for, as far as the metadata tell.</summary>
    public string? GetDefaultKernelName() =>
        (Metadata.TryGetValue("polyglot_notebook", out object? polyglot) && polyglot is IDictionary<string, object> known
            && known.TryGetValue("defaultKernelName", out object? name) && name is string kernel ? kernel : null)
        ?? (Metadata.TryGetValue("kernelspec", out object? spec) && spec is IDictionary<string, object> entries
            && entries.TryGetValue("language", out object? language) ? language as string : null);

    /// <summary>Appends a cell.</summary>
    public void Add(InteractiveDocumentElement element) => Elements.Add(element);

    IEnumerator IEnumerable.GetEnumerator() => Elements.GetEnumerator();
}
