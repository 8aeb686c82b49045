using System.Text.Json;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Documents.Jupyter;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>Reads and writes notebooks, in the form that Jupyter, VS Code and GitHub take.</summary>
internal static class NotebookFile
{
    /// <summary>Reads a notebook.</summary>
    /// <exception cref="UserMistakeException">No such file, or not a notebook.</exception>
    public static async Task<InteractiveDocument> ReadAsync(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserMistakeException($"There is no notebook {path}.");
        }

        try
        {
            return await InteractiveDocument.LoadAsync(new FileInfo(path));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new UserMistakeException($"{path} is not a notebook: {failure.Message}");
        }
    }

    /// <summary>Writes a notebook beside and renames it, so that a half-written one is never seen.</summary>
    public static async Task WriteAsync(InteractiveDocument document, string path)
    {
        Complete(document);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        await File.WriteAllTextAsync(beside, document.ToJupyterJson().ReplaceLineEndings("\n").TrimEnd() + "\n");
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Takes the outputs out.</summary>
    public static void Strip(InteractiveDocument document)
    {
        foreach (InteractiveDocumentElement cell in document.Elements)
        {
            cell.Outputs.Clear();
            cell.ExecutionOrder = 0;
            cell.Metadata?.Remove("execution");
        }
    }

    /// <summary>The cells that hold code, with their number from 1.</summary>
    public static InteractiveDocumentElement[] CodeCells(InteractiveDocument document) =>
        [.. document.Elements.Where(cell => cell.KernelName != "markdown" && cell.Contents.Trim().Length > 0)];

    /// <summary>What nbformat 4.5 and the front ends ask for: a name for every cell, and the kernel in the words of Jupyter and of Polyglot Notebooks.</summary>
    private static void Complete(InteractiveDocument document)
    {
        var taken = document.Elements.Select(cell => cell.Id).OfType<string>().ToHashSet();
        for (int index = 0; index < document.Elements.Count; index++)
        {
            InteractiveDocumentElement cell = document.Elements[index];
            for (int number = index + 1; string.IsNullOrEmpty(cell.Id); number += document.Elements.Count)
            {
                cell.Id = taken.Add($"cell-{number}") ? $"cell-{number}" : null;
            }

            // Every cell is C#, which the notebook's own metadata say; noting it in each would only make files longer.
            foreach (string key in (string[])["dotnet_interactive", "polyglot_notebook", "execution", "vscode"])
            {
                cell.Metadata?.Remove(key);
            }

            cell.KernelName = cell.KernelName == "markdown" ? "markdown" : null;
        }

        document.Metadata.Clear();
        document.Metadata["kernelspec"] = new Dictionary<string, object> { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        document.Metadata["language_info"] = new Dictionary<string, object>
        {
            ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#", ["pygments_lexer"] = "csharp", ["version"] = "13.0",
        };
        document.Metadata["polyglot_notebook"] = new Dictionary<string, object>
        {
            ["kernelInfo"] = new Dictionary<string, object>
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new object[] { new Dictionary<string, object> { ["aliases"] = Array.Empty<object>(), ["languageName"] = "csharp", ["name"] = "csharp" } },
            },
        };
    }
}
