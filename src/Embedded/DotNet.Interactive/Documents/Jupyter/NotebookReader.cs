using System.Text.Json;

namespace Microsoft.DotNet.Interactive.Documents.Jupyter;

/// <summary>JSON to cells and outputs.</summary>
internal static class NotebookReader
{
    public static InteractiveDocument Read(string json)
    {
        using JsonDocument parsed = JsonDocument.Parse(json);
        JsonElement root = parsed.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("cells", out JsonElement cells) || cells.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("A notebook is a JSON object with a list of cells.");
        }

        var document = new InteractiveDocument([.. cells.EnumerateArray().Select(Cell)]);
        foreach ((string key, object value) in Dictionary(root, "metadata"))
        {
            document.Metadata[key] = value;
        }

        return document;
    }

    private static InteractiveDocumentElement Cell(JsonElement cell)
    {
        IDictionary<string, object> metadata = Dictionary(cell, "metadata");
        bool isMarkdown = Text(cell, "cell_type") == "markdown";
        var element = new InteractiveDocumentElement(
            Text(cell, "source"),
            isMarkdown ? "markdown" : Named(metadata, "polyglot_notebook", "kernelName") ?? Named(metadata, "dotnet_interactive", "language"),
            cell.TryGetProperty("outputs", out JsonElement outputs) ? outputs.EnumerateArray().Select(Output) : [])
        {
            Id = Text(cell, "id"),
            Metadata = metadata,
            ExecutionOrder = Count(cell),
        };
        return element;
    }

    private static InteractiveDocumentOutputElement Output(JsonElement output)
    {
        string? kind = Text(output, "output_type");
        switch (kind)
        {
            case "stream":
                return new TextElement(Text(output, "text"), Text(output, "name"));
            case "error":
                string[] trace = output.TryGetProperty("traceback", out JsonElement lines) ? [.. lines.EnumerateArray().Select(line => line.GetString() ?? "")] : [];
                return new ErrorElement(Text(output, "evalue"), Text(output, "ename"), trace);
            case "display_data":
                var display = new DisplayElement(Data(output));
                Copy(Dictionary(output, "metadata"), display.Metadata);
                return display;
            case "execute_result":
                var result = new ReturnValueElement { ExecutionOrder = Count(output) };
                Copy(Data(output), result.Data);
                Copy(Dictionary(output, "metadata"), result.Metadata);
                return result;
            default:
                throw new JsonException($"Unrecognized output_type: '{kind}'");
        }
    }

    /// <summary>A list of lines stays a list, as in the package.</summary>
    private static Dictionary<string, object> Data(JsonElement output) =>
        output.TryGetProperty("data", out JsonElement data) ? data.EnumerateObject().ToDictionary(entry => entry.Name, entry => Value(entry.Value)) : [];

    private static string? Named(IDictionary<string, object> metadata, string group, string name) =>
        metadata.TryGetValue(group, out object? entries) && entries is IDictionary<string, object> known && known.TryGetValue(name, out object? value) ? value as string : null;

    private static int Count(JsonElement of) => of.TryGetProperty("execution_count", out JsonElement count) && count.ValueKind == JsonValueKind.Number ? count.GetInt32() : 0;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.Array or JsonValueKind.String ? Joined(value) : null;

    private static string Joined(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Select(line => line.GetString())) : value.GetString() ?? "";

    private static IDictionary<string, object> Dictionary(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && Value(value) is IDictionary<string, object> entries ? entries : new Dictionary<string, object>();

    private static void Copy(IDictionary<string, object> from, IDictionary<string, object> to)
    {
        foreach ((string key, object value) in from)
        {
            to[key] = value;
        }
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(entry => entry.Name, entry => Value(entry.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null!,   // as the published package reads it
    };
}
