namespace Microsoft.DotNet.Interactive.Documents.Jupyter;

/// <summary>Notebooks as Jupyter's JSON (nbformat 4.5).</summary>
public static class Notebook
{
    /// <summary>Reads a notebook.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not a notebook.</exception>
    public static InteractiveDocument Parse(string json) => NotebookReader.Read(json);

    /// <summary>Writes a notebook, indented by one space as Jupyter does it.</summary>
    public static string ToJupyterJson(this InteractiveDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return NotebookWriter.Write(document);
    }
}
