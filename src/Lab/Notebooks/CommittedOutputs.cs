using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>The author's step before a commit: outputs that GitHub shows and that say nothing of the machine they are from.</summary>
internal static partial class CommittedOutputs
{
    private static readonly (string Folder, string Instead)[] Folders =
    [
        (Repository.Root, ""),
        (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~/"),
        (Path.GetTempPath(), "TEMP/"),
    ];

    /// <summary>Charts become pictures with their words beside them; scripts, the kernel's styles and this machine's folders go.</summary>
    public static void Make(NotebookFile notebook)
    {
        List<(JsonObject Output, string Words, string Figure)> charts = [];
        foreach (JsonObject cell in notebook.CodeCells)
        {
            JsonObject[] before = [.. NotebookFile.Outputs(cell).OfType<JsonObject>()];
            JsonArray outputs = [];
            cell["outputs"] = outputs;
            foreach (JsonObject output in before)
            {
                Match[] figures = [.. Chart().Matches(NotebookFile.Text(output["data"]?["text/html"])).AsEnumerable()];
                if (figures.Length == 0)
                {
                    Clean(output, "text");
                    Clean(output["data"], "text/html");
                    Clean(output["data"], "text/plain");
                    outputs.Add(output.DeepClone());
                }

                foreach (Match figure in figures)
                {
                    JsonObject picture = new() { ["output_type"] = "display_data" };
                    outputs.Add(picture);
                    charts.Add((picture, Cleaned(WebUtility.HtmlDecode(figure.Groups["words"].Value)), figure.Groups["figure"].Value));
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

    private static void Clean(JsonNode? texts, string name)
    {
        if (texts?[name] is { } text)
        {
            texts[name] = Cleaned(NotebookFile.Text(text));
        }
    }

    private static string Cleaned(string text) => Folders.Where(folder => folder.Folder.Length > 2).Aggregate(
        Surplus().Replace(text, ""),
        (rest, folder) => rest.Replace(Path.TrimEndingDirectorySeparator(folder.Folder) + Path.DirectorySeparatorChar, folder.Instead));

    [GeneratedRegex(
        """<div class="plotly-chart"><p>(?<words>.*?)</p><script type="application/vnd\.plotly\.v1\+json">(?<figure>.*?)</script></div>""",
        RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex("<script>.*?</script>|<style>[^<]*\\.dni-.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Surplus();
}
