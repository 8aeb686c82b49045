using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace TransferLearning;

/// <summary>A chart in words, for people and places that do not see it.</summary>
internal static partial class ChartText
{
    /// <summary>
    /// The title, then the chart's own description (<c>layout.meta.description</c>) or else its traces, with their first and last or least
    /// and greatest values.
    /// </summary>
    /// <param name="figureJson">data and layout, as <c>GenericChart.toJson</c> writes them.</param>
    public static string Describe(string figureJson)
    {
        JsonNode figure = JsonNode.Parse(figureJson)!;
        JsonNode? layout = figure["layout"];
        string[] title = Lines(layout?["title"]), x = Lines(layout?["xaxis"]?["title"]), y = Lines(layout?["yaxis"]?["title"]);
        string? description = (layout?["meta"] as JsonObject)?["description"]?.GetValue<string>();
        IEnumerable<string> words = description is not null ? [description]
            : [
                string.Join("; ", figure["data"]!.AsArray().Where(trace => trace!["fill"] is null).Select(Trace!)),
                x.Length + y.Length == 0 ? "" : $"{y.FirstOrDefault("values")} against {x.FirstOrDefault("position")}",
            ];
        return string.Join(" ", (title.Length == 0 ? ["Chart"] : title).Concat(words).Where(words => words != "").Select(Sentence));
    }

    /// <summary>The words of a piece of HTML.</summary>
    public static string WithoutMarkup(string html) =>
        WebUtility.HtmlDecode(string.Join(' ', Tag().Replace(html, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Replace(" ,", ",", StringComparison.Ordinal);

    private static string Sentence(string words) =>
        char.ToUpperInvariant(words[0]) + words[1..] + (words[^1] is '.' or '!' or '?' ? "" : ".");

    private static string Trace(JsonNode trace)
    {
        string kind = trace["type"]?.GetValue<string>() ?? "scatter";
        kind = kind != "scatter" ? kind : trace["mode"]?.GetValue<string>().Contains("lines") == true ? "line" : "points";
        bool isAlongX = trace["orientation"]?.GetValue<string>() == "h" || (kind == "histogram" && trace["x"] is not null);
        double[] values = [.. Numbers(trace[kind == "heatmap" ? "z" : isAlongX ? "x" : "y"])];
        string name = Lines(trace["name"]) is [var first, ..] ? $"{kind} “{first}”" : kind;
        return values.Length switch
        {
            0 => name,
            1 => Invariant($"{name}: {values[0]:G4}"),
            _ when kind == "line" => Invariant($"{name}: {values.Length} points, from {values[0]:G4} to {values[^1]:G4}"),
            _ => Invariant($"{name}: {values.Length} values, {values.Min():G4} to {values.Max():G4}"),
        };
    }

    private static IEnumerable<double> Numbers(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Numbers),
        JsonValue value when value.TryGetValue(out double number) => [number],
        _ => [],
    };

    /// <summary>The lines of a title or name, without its markup.</summary>
    private static string[] Lines(JsonNode? node) => node switch
    {
        JsonObject title => Lines(title["text"]),
        JsonValue value => [.. LineBreak().Split(value.GetValue<string>()).Select(WithoutMarkup).Where(line => line != "")],
        _ => [],
    };

    // After a comma, a semicolon or a space the sentence goes on.
    [GeneratedRegex("(?<![,; ])<br ?/?>")]
    private static partial Regex LineBreak();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
