using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>A notebook as JSON, with everything in it that this program does not know of, written as Jupyter writes it.</summary>
internal sealed partial class NotebookFile
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _document;

    private NotebookFile(JsonObject document)
    {
        _document = document;
        Cells = [.. document["cells"]!.AsArray().OfType<JsonObject>()];
        CodeCells = [.. Cells.Where(cell => IsCode(cell) && Text(cell["source"]).Trim().Length > 0)];
    }

    /// <summary>All cells in their order.</summary>
    public IReadOnlyList<JsonObject> Cells { get; }

    /// <summary>The cells that hold code. Their numbers, from 1, stand beside them after a run from top to bottom.</summary>
    public IReadOnlyList<JsonObject> CodeCells { get; }

    /// <summary>The texts of the Markdown cells.</summary>
    public IEnumerable<string> Texts => Cells.Where(cell => !IsCode(cell)).Select(cell => Text(cell["source"]));

    /// <exception cref="UserMistakeException">No such file, or not a notebook.</exception>
    public static NotebookFile Read(string path)
    {
        UserMistakeException.ThrowIf(!File.Exists(path), $"There is no notebook {path}.");
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject json && json["cells"] is JsonArray ? new NotebookFile(json)
                : throw new UserMistakeException($"{path} is not a notebook: it holds no cells.");
        }
        catch (JsonException failure)
        {
            throw new UserMistakeException($"{path} is not a notebook: {failure.Message}", failure);
        }
    }

    /// <summary>Writes it as Jupyter would; a half-written one is never seen.</summary>
    public void Write(string path)
    {
        string json = AsJupyterKeepsIt(_document, "")!.ToJsonString(Layout);
        WholeFile.Write(path, part => File.WriteAllText(part, Escape().Replace(json, found => AsPythonEscapes(found.Value)) + "\n"));
    }

    /// <summary>Takes all outputs out.</summary>
    public void Strip()
    {
        foreach (JsonObject cell in Cells.Where(IsCode))
        {
            cell["execution_count"] = null;
            cell["outputs"] = new JsonArray();
            (cell["metadata"] as JsonObject)?.Remove("execution");   // when it was run, where Jupyter is told to note that
        }
    }

    public static bool IsCode(JsonObject cell) => cell["cell_type"]?.GetValue<string>() == "code";

    /// <summary>The outputs of a code cell.</summary>
    public static JsonArray Outputs(JsonObject cell) => cell["outputs"]!.AsArray();

    /// <summary>A text, which notebooks keep whole or in lines.</summary>
    public static string Text(JsonNode? text) => text switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line!.GetValue<string>())),
        JsonValue value when value.TryGetValue(out string? whole) => whole,
        _ => text.ToJsonString(),
    };

    /// <summary>Keys in their order, texts in lines.</summary>
    private static JsonNode? AsJupyterKeepsIt(JsonNode? node, string name) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, AsJupyterKeepsIt(entry.Value, entry.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => AsJupyterKeepsIt(item, ""))]),
        JsonValue value when IsKeptInLines(name) && value.TryGetValue(out string? text) =>
            new JsonArray([.. Line().Matches(text).Select(line => JsonValue.Create(line.Value))]),
        _ => node?.DeepClone(),
    };

    private static bool IsKeptInLines(string name) =>
        name is "source" or "text" or "image/svg+xml" || name.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>Only control characters are escaped, in small letters.</summary>
    private static string AsPythonEscapes(string escape) =>
        escape == @"\\" ? escape
        : (char)int.Parse(escape.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var code && code < ' '
            ? $"\\u{(int)code:x4}" : $"{code}";

    [GeneratedRegex(@"\\\\|\\u[0-9A-F]{4}")]
    private static partial Regex Escape();

    [GeneratedRegex(".*\n|.+$")]
    private static partial Regex Line();
}
