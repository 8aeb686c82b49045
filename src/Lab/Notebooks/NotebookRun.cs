using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Lab.Notebooks;

/// <summary>How notebooks are run.</summary>
/// <param name="CellTimeout">How long one cell may take; null: as long as it likes.</param>
/// <param name="KeepGoing">Whether the next cell is run after one that failed.</param>
/// <param name="Environment">Variables of the kernel's process besides those of this one.</param>
internal sealed record RunSettings(
    TimeSpan? CellTimeout = null, bool KeepGoing = false, IReadOnlyDictionary<string, string>? Environment = null);

/// <summary>Where a run stands.</summary>
/// <param name="Cell">Number of the running cell, from 1.</param>
/// <param name="Cells">How many there are.</param>
/// <param name="Shown">What the running cell has shown last, in words; null at its start.</param>
/// <param name="Seconds">What the cell took; null while it runs.</param>
internal sealed record RunProgress(int Cell, int Cells, string? Shown = null, double? Seconds = null);

/// <summary>Runs a notebook from top to bottom in a kernel of its own.</summary>
internal static class NotebookRun
{
    private const string Begun = "iopub.execute_input", Ended = "shell.execute_reply";   // Jupyter's names

    /// <summary>Runs it, and writes it with its outputs after every cell.</summary>
    /// <returns>A sentence for every cell that failed. The run stops at the first, unless it is to keep going and can.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        NotebookPlace place, RunSettings settings, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        NotebookFile notebook = NotebookFile.Read(place.Source);
        notebook.Strip();
        notebook.Write(place.Notebook);
        List<string> failures = [];
        int cells = notebook.CodeCells.Count;
        await using KernelProcess kernel = new(Path.GetDirectoryName(place.Source)!, settings.Environment);
        for (int number = 1; number <= cells; number++)
        {
            JsonObject cell = notebook.CodeCells[number - 1];
            cell["execution_count"] = number;
            progress?.Report(new(number, cells));
            CellOutputs outputs = new(cell);
            DateTime began = DateTime.UtcNow;
            Stopwatch clock = Stopwatch.StartNew();
            await foreach (JsonObject output in kernel.RunAsync(NotebookFile.Text(cell["source"]), settings.CellTimeout, cancellation))
            {
                outputs.Add(output);
                progress?.Report(new(number, cells, Words(output)));
            }

            NoteTime(cell, began, clock.Elapsed);
            notebook.Write(place.Notebook);
            progress?.Report(new(number, cells, null, clock.Elapsed.TotalSeconds));
            if (outputs.Error is { } error)
            {
                failures.Add(Sentence($"{place.Name}.ipynb: cell {number} of {cells}", error));
                if (!settings.KeepGoing || IsEnd(error))
                {
                    break;
                }
            }
        }

        return failures;
    }

    /// <summary>What the cells took in an earlier run; null where that cannot be known or there are now others.</summary>
    public static double[]? KnownSeconds(string executed, int cells)
    {
        if (!File.Exists(executed))
        {
            return null;
        }

        double?[] seconds = [.. NotebookFile.Read(executed).CodeCells.Select(cell => cell["metadata"]?["execution"]).Select(times =>
            DateTime.TryParse(times?[Begun]?.GetValue<string>(), CultureInfo.InvariantCulture, out DateTime from)
            && DateTime.TryParse(times?[Ended]?.GetValue<string>(), CultureInfo.InvariantCulture, out DateTime to)
                ? (to - from).TotalSeconds : (double?)null)];
        return seconds.Length == cells && seconds.All(second => second is not null) ? [.. seconds.Select(second => second!.Value)] : null;
    }

    /// <summary>As Jupyter notes it, where it is told to record timing.</summary>
    private static void NoteTime(JsonObject cell, DateTime began, TimeSpan took)
    {
        JsonObject metadata = cell["metadata"] as JsonObject ?? [];
        metadata["execution"] = new JsonObject { [Begun] = began.ToString("O"), [Ended] = (began + took).ToString("O") };
        cell["metadata"] = metadata;
    }

    private static bool IsEnd(JsonObject error) => error["ename"]!.GetValue<string>() == KernelProcess.NoEnd;

    private static string Sentence(string place, JsonObject error)
    {
        string message = error["evalue"]!.GetValue<string>().Split('\n')[0].TrimEnd();
        return IsEnd(error) ? $"{place} {message}." : $"{place} failed: {error["ename"]}: {message}";
    }

    private static string? Words(JsonObject output) =>
        NotebookFile.Text(output["text"] ?? output["data"]?["text/plain"]).Trim().Split('\n')[^1] is { Length: > 0 } last ? last : null;
}

/// <summary>Puts what a kernel sends into a cell as Jupyter does: a stream's text in one piece, an updated display in its place.</summary>
internal sealed class CellOutputs(JsonObject cell)
{
    private readonly JsonArray _outputs = NotebookFile.Outputs(cell);
    private readonly Dictionary<string, JsonObject> _displays = [];

    /// <summary>The error that ended the cell, if one did.</summary>
    public JsonObject? Error { get; private set; }

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
            case "error":
                Error = output;
                break;
        }

        _outputs.Add(output);
        if (id is not null)
        {
            _displays[id] = output;
        }
    }
}
