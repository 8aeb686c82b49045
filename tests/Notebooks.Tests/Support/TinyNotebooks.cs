using System.Text.Json.Nodes;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>Small notebooks made for a test, in a folder that goes away.</summary>
internal sealed class TinyNotebooks : IDisposable, IProgress<StepProgress>
{
    /// <summary>What runs said of their progress.</summary>
    public List<StepProgress> Progress { get; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("notebooks-test-").FullName;

    public string Output => Path.Combine(Folder, "out");

    public void Report(StepProgress value) => Progress.Add(value);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a notebook; a text that begins with a heading is Markdown.</summary>
    public string Write(string name, params string[] cells)
    {
        JsonArray json = [.. cells.Select((text, index) => text.Split(' ')[0].Trim('#').Length == 0
            ? new JsonObject { ["cell_type"] = "markdown", ["id"] = $"t{index}", ["metadata"] = new JsonObject(), ["source"] = text }
            : new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"t{index}", ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(), ["source"] = text,
            })];
        JsonObject kernel = new() { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        JsonObject metadata = new() { ["kernelspec"] = kernel };
        JsonObject document = new() { ["cells"] = json, ["metadata"] = metadata, ["nbformat"] = 4, ["nbformat_minor"] = 5 };
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, document.ToJsonString());
        return path;
    }

    /// <summary>Runs a notebook in a kernel of its own.</summary>
    public async Task<(NotebookFile Notebook, string? Failure)> RunAsync(string path, RunSettings? settings = null)
    {
        NotebookPlace place = Assert.Single(NotebookPlace.For([path], Output));
        string? failure = await NotebookRun.RunAsync(place, settings ?? new RunSettings(), progress: this);
        return (NotebookFile.Read(place.Notebook), failure);
    }
}

/// <summary>What a test asks of a cell.</summary>
internal static class CellExtensions
{
    /// <summary>The cell's outputs as text: what it printed, the words of what it showed, its HTML without tags.</summary>
    public static string[] Shown(this JsonObject cell) => [.. NotebookFile.Outputs(cell).Select(output => Type(output) switch
    {
        "stream" => NotebookFile.Text(output!["text"]),
        "error" => NotebookFile.Text(output!["evalue"]),
        _ => QuotedFigures.Words(output!["data"]!.AsObject()),
    })];

    /// <summary>The kinds of a cell's outputs; of text the stream.</summary>
    public static string[] Kinds(this JsonObject cell) =>
        [.. NotebookFile.Outputs(cell).Select(output => output!["name"]?.GetValue<string>() ?? Type(output))];

    private static string Type(JsonNode? output) => output!["output_type"]!.GetValue<string>();
}
