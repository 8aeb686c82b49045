using System.Diagnostics;
using System.Text.Json.Nodes;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>How notebooks are run.</summary>
/// <param name="CellTimeout">How long one cell may take; null: as long as it likes.</param>
/// <param name="Environment">Variables of the kernel's process besides those of this one.</param>
internal sealed record RunSettings(TimeSpan? CellTimeout = null, IReadOnlyDictionary<string, string>? Environment = null)
{
    /// <summary>The same with one variable more.</summary>
    public RunSettings With(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment ?? new Dictionary<string, string>()) { [name] = value } };
}

/// <summary>Where a notebook comes from and goes to.</summary>
/// <param name="Source">The notebook.</param>
/// <param name="Name">What it is called where several are run: its path without what they have in common and without .ipynb.</param>
/// <param name="Notebook">The executed notebook.</param>
/// <param name="Page">The same as a page.</param>
internal sealed record NotebookPlace(string Source, string Name, string Notebook, string Page)
{
    /// <summary>Lets results lie to each other as the notebooks do, so that links between them go on leading to each other.</summary>
    public static NotebookPlace[] For(IEnumerable<string> notebooks, string output)
    {
        string[] sources = [.. notebooks.Select(Path.GetFullPath).Distinct()];
        string common = Path.GetDirectoryName(sources[0])!;
        while (!sources.All(source => source.StartsWith(Path.Combine(common, " ").TrimEnd(), StringComparison.Ordinal)))
        {
            common = Path.GetDirectoryName(common)!;
        }

        return [.. sources.Select(source =>
        {
            string name = Path.ChangeExtension(Path.GetRelativePath(common, source), null), target = Path.Combine(output, name);
            return new NotebookPlace(source, name.Replace(Path.DirectorySeparatorChar, '/'), target + ".ipynb", target + ".html");
        })];
    }
}

/// <summary>Runs a notebook from top to bottom in a kernel of its own.</summary>
internal static class NotebookRun
{
    /// <summary>Runs it, and writes it with its outputs after every cell.</summary>
    /// <returns>A sentence about the cell that failed, after which none was run; null where all came to their end.</returns>
    public static async Task<string?> RunAsync(
        NotebookPlace place, RunSettings settings, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        NotebookFile notebook = NotebookFile.Read(place.Source);
        notebook.Strip();
        notebook.Write(place.Notebook);
        int cells = notebook.CodeCells.Count;
        Stopwatch clock = Stopwatch.StartNew();
        await using KernelProcess kernel = new(Path.GetDirectoryName(place.Source)!, settings.Environment);
        for (int number = 1; number <= cells; number++)
        {
            JsonObject cell = notebook.CodeCells[number - 1];
            cell["execution_count"] = number;
            CellOutputs outputs = new(cell);
            string? stopped = await kernel.RunAsync(NotebookFile.Text(cell["source"]), Keep, settings.CellTimeout, cancellation);
            if (stopped is not null)
            {
                JsonArray calls = [];
                outputs.Add(new() { ["output_type"] = "error", ["ename"] = "Stopped", ["evalue"] = stopped, ["traceback"] = calls });
            }

            notebook.Write(place.Notebook);
            if (NotebookFile.Outputs(cell).LastOrDefault(output => (string?)output!["output_type"] == "error") is { } error)
            {
                string message = error["evalue"]!.GetValue<string>().Split('\n')[0].TrimEnd();
                return $"{place.Name}.ipynb: cell {number} of {cells} "
                    + (stopped is null ? $"failed: {error["ename"]}: {message}" : $"{stopped}.");
            }

            // What the cell's own progress says. How many cells are done says nothing about the time that is left.
            void Keep(JsonObject output)
            {
                bool isProgress = output["output_type"]!.GetValue<string>() == "update_display_data";
                string details = isProgress ? NotebookFile.Text(output["data"]?["text/plain"]).Split('\n')[^1] : "";
                outputs.Add(output);
                progress?.Report(new(place.Name, number - 1, cells, TimeSpan.Zero) { Unit = "cell", Details = details });
            }
        }

        progress?.Report(new(place.Name, cells, cells, clock.Elapsed) { Unit = "cell" });
        return null;
    }
}

/// <summary>Puts what a kernel sends into a cell as Jupyter does: a stream's text in one piece, an updated display in its place.</summary>
internal sealed class CellOutputs(JsonObject cell)
{
    private readonly JsonArray _outputs = NotebookFile.Outputs(cell);
    private readonly Dictionary<string, JsonObject> _displays = [];

    public void Add(JsonObject output)
    {
        string? id = output["id"]?.GetValue<string>();
        output.Remove("id");
        switch (output["output_type"]!.GetValue<string>())
        {
            case "stream" when _outputs.LastOrDefault() is JsonObject last && JsonNode.DeepEquals(last["name"], output["name"]):
                last["text"] = last["text"]!.GetValue<string>() + output["text"]!.GetValue<string>();
                return;
            case "update_display_data" when _displays.TryGetValue(id!, out JsonObject? shown):
                shown["data"] = output["data"]!.DeepClone();
                return;
            case "update_display_data":
                output["output_type"] = "display_data";
                break;
            case "execute_result":
                output["execution_count"] = cell["execution_count"]!.DeepClone();
                break;
        }

        _outputs.Add(output);
        if (id is not null)
        {
            _displays[id] = output;
        }
    }
}
