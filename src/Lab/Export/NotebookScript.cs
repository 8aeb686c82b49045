using System.Text;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Export;

/// <summary>Turns a notebook into a C# program of one file, which <c>dotnet run</c> takes as it is.</summary>
internal static class NotebookScript
{
    private const int PageWidth = 120;

    // What the project files of this repository ask for is meant for its own code, not for a reader's cells.
    private static readonly (string Name, string Value)[] Properties =
    [
        ("PublishAot", "false"), ("ImplicitUsings", "disable"), ("Nullable", "disable"), ("TreatWarningsAsErrors", "false"),
        ("RunAnalyzers", "false"), ("RestorePackagesWithLockFile", "false"),
    ];

    /// <summary>Writes the program's text.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="name">Its name, for the heading.</param>
    /// <param name="project">The library's project file, as seen from the program.</param>
    public static string Write(InteractiveDocument document, string name, string project)
    {
        IReadOnlyList<InteractiveDocumentElement> shown = [.. document.Elements.Where(cell => cell.Contents.Trim().Length > 0)];
        IReadOnlyList<ScriptCell> cells = ScriptCell.ReadAll(shown.Where(IsCode).Select(cell => cell.Contents));
        var renaming = new Renaming(cells);
        var text = new StringBuilder();
        text.Append($"// {name}, made of the notebook by \"Lab export\". Run it with: dotnet run -c Release {name}.cs\n");
        text.Append($"#:project {project.Replace('\\', '/')}\n");
        foreach ((string property, string value) in Properties)
        {
            text.Append($"#:property {property}={value}\n");
        }

        text.Append('\n');
        foreach (string directive in cells.SelectMany(ScriptText.Usings).Concat(KernelUsings.Namespaces.Select(space => $"using {space};")).Distinct().OrderBy(directive => directive.Contains(" static ", StringComparison.Ordinal)).ThenBy(directive => directive.TrimEnd(';'), StringComparer.Ordinal))
        {
            text.Append(directive).Append('\n');
        }

        int code = 0;
        foreach (InteractiveDocumentElement cell in shown)
        {
            text.Append('\n').Append(IsCode(cell) ? ScriptText.Statements(cells[code++], renaming) : Comment(cell.Contents)).Append('\n');
        }

        foreach (string type in cells.SelectMany(cell => ScriptText.Types(cell, renaming)))
        {
            text.Append('\n').Append(type.Trim()).Append('\n');
        }

        return Squeezed(text.ToString());
    }

    private static bool IsCode(InteractiveDocumentElement cell) => cell.KernelName != "markdown";

    /// <summary>Words become comments; a heading is written to the terminal too, so that its output can be followed.</summary>
    private static string Comment(string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Trim().Split('\n');
        string comment = string.Join('\n', lines.SelectMany(Wrapped).Select(line => $"// {line}".TrimEnd()));
        string? heading = lines.FirstOrDefault(line => line.StartsWith('#') && line.TrimStart('#') is [' ', ..])?.TrimStart('#').Trim();
        return heading is null ? comment : $"{comment}\nheading(\"{heading.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\");";
    }

    /// <summary>Lines of a page's width; tables stay as they are.</summary>
    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > PageWidth && !line.StartsWith('|') && line.LastIndexOf(' ', PageWidth) is > 0 and int space)
        {
            yield return line[..space];
            line = line[(space + 1)..];
        }

        yield return line;
    }

    /// <summary>No two empty lines after each other: where usings were taken out, some are left.</summary>
    private static string Squeezed(string text)
    {
        string shorter = text.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        return shorter.Length == text.Length ? text : Squeezed(shorter);
    }
}
