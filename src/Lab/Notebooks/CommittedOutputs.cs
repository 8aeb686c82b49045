using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>The author's step before a commit: outputs that GitHub shows and that say nothing of the machine they are from.</summary>
internal static partial class CommittedOutputs
{
    private static readonly (string Folder, string Instead)[] s_folders =
    [
        (Repository.Root, ""),
        (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~/"),
        (Path.GetTempPath(), "TEMP/"),
    ];

    /// <summary>
    /// Charts become pictures with their words beside them; plotly.js, the kernel's style sheets, times and this machine's folders go.
    /// </summary>
    public static void Make(NotebookFile notebook)
    {
        List<(JsonObject Output, string Words, string Figure)> charts = [];
        foreach (JsonObject cell in notebook.CodeCells)
        {
            (cell["metadata"] as JsonObject)?.Remove("execution");
            JsonNode?[] before = [.. NotebookFile.Outputs(cell)];
            JsonArray outputs = [];
            cell["outputs"] = outputs;
            foreach (JsonNode output in before.OfType<JsonNode>())
            {
                Match[] figures = [.. Chart().Matches(NotebookFile.Text(output["data"]?["text/html"])).AsEnumerable()];
                if (figures.Length == 0)
                {
                    outputs.Add(Cleaned(output));
                }

                foreach (Match figure in figures)
                {
                    JsonObject picture = new() { ["output_type"] = "display_data" };
                    outputs.Add(picture);
                    charts.Add((picture, Clean(WebUtility.HtmlDecode(figure.Groups["words"].Value)), figure.Groups["figure"].Value));
                }
            }
        }

        IReadOnlyList<Drawing> drawings = StaticCharts.Draw([.. charts.Select(chart => chart.Figure)]);
        foreach (((JsonObject output, string words, _), Drawing drawing) in charts.Zip(drawings))
        {
            JsonObject size = new() { ["alt"] = words, ["height"] = drawing.Height, ["width"] = drawing.Width };
            output["data"] = new JsonObject { ["image/png"] = Convert.ToBase64String(drawing.Png), ["text/plain"] = words };
            output["metadata"] = new JsonObject { ["image/png"] = size };
        }
    }

    private static JsonNode? Cleaned(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(entry => KeyValuePair.Create(entry.Key, Cleaned(entry.Value)))),
        // Text is kept as a list of lines, and what goes may be longer than a line.
        JsonArray { Count: > 0 } list when list.All(item => item is JsonValue value && value.TryGetValue(out string? _)) =>
            new JsonArray([.. Lines().Matches(Clean(string.Concat(list.Select(item => (string)item!))))
                .Select(line => JsonValue.Create(line.Value))]),
        JsonArray list => new JsonArray([.. list.Select(Cleaned)]),
        JsonValue value when value.TryGetValue(out string? text) => Clean(text),
        _ => node?.DeepClone(),
    };

    private static string Clean(string text)
    {
        foreach ((string folder, string instead) in s_folders.Where(folder => folder.Folder.Length > 2))
        {
            text = text.Replace(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, instead, StringComparison.Ordinal);
        }

        return Surplus().Replace(text, "");
    }

    [GeneratedRegex(
        """<div class="plotly-chart"><p>(?<words>.*?)</p><script type="application/vnd\.plotly\.v1\+json">(?<figure>.*?)</script></div>""",
        RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex(".*\n|.+$")]
    private static partial Regex Lines();

    [GeneratedRegex("<script>.*?</script>|<style>[^<]*\\.dni-.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Surplus();
}
