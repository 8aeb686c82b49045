using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.DotNet.Interactive.Documents.Jupyter;

/// <summary>Cells and outputs to JSON; keys in the order of the alphabet, text as lists of lines, so that versions compare well.</summary>
internal static class NotebookWriter
{
    private static readonly JsonWriterOptions layout = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions values = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(InteractiveDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, layout))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("cells");
            foreach (InteractiveDocumentElement element in document.Elements)
            {
                WriteCell(writer, element);
            }

            writer.WriteEndArray();
            WriteDictionary(writer, "metadata", document.Metadata);
            writer.WriteNumber("nbformat", 4);
            writer.WriteNumber("nbformat_minor", 5);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteCell(Utf8JsonWriter writer, InteractiveDocumentElement element)
    {
        bool isMarkdown = element.KernelName == "markdown";
        IDictionary<string, object> metadata = element.Metadata ??= new Dictionary<string, object>();
        writer.WriteStartObject();
        writer.WriteString("cell_type", isMarkdown ? "markdown" : "code");
        if (!isMarkdown)
        {
            writer.WritePropertyName("execution_count");
            WriteCount(writer, element.ExecutionOrder);
            if (element.KernelName is { } kernel)
            {
                Group(metadata, "dotnet_interactive")["language"] = kernel;
                Group(metadata, "polyglot_notebook")["kernelName"] = kernel;
            }
        }

        if (element.Id is { } id)
        {
            writer.WriteString("id", id);
        }

        WriteDictionary(writer, "metadata", metadata);
        if (!isMarkdown)
        {
            writer.WriteStartArray("outputs");
            element.Outputs.ForEach(output => WriteOutput(writer, output));
            writer.WriteEndArray();
        }

        WriteLines(writer, "source", element.Contents);
        writer.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter writer, InteractiveDocumentOutputElement output)
    {
        writer.WriteStartObject();
        switch (output)
        {
            case TextElement text:
                writer.WriteString("name", text.Name);
                writer.WriteString("output_type", "stream");
                WriteLines(writer, "text", text.Text);
                break;
            case ErrorElement error:
                writer.WriteString("ename", error.ErrorName);
                writer.WriteString("evalue", error.ErrorValue);
                writer.WriteString("output_type", "error");
                writer.WriteStartArray("traceback");
                Array.ForEach(error.StackTrace, writer.WriteStringValue);
                writer.WriteEndArray();
                break;
            case DisplayElement display:
                WriteData(writer, display.Data);
                WriteDictionary(writer, "metadata", display.Metadata);
                writer.WriteString("output_type", "display_data");
                break;
            case ReturnValueElement result:
                WriteData(writer, result.Data);
                writer.WritePropertyName("execution_count");
                WriteCount(writer, result.ExecutionOrder);
                WriteDictionary(writer, "metadata", result.Metadata);
                writer.WriteString("output_type", "execute_result");
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, IDictionary<string, object> data)
    {
        writer.WriteStartObject("data");
        foreach ((string mimeType, object value) in data)
        {
            if (value is string text)
            {
                WriteLines(writer, mimeType, text);
            }
            else
            {
                writer.WritePropertyName(mimeType);
                JsonSerializer.Serialize(writer, value, values);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartArray(name);
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int at ? at + 1 : text.Length;
            writer.WriteStringValue(text.AsSpan(start, end - start));
            start = end;
        }

        writer.WriteEndArray();
    }

    private static void WriteCount(Utf8JsonWriter writer, int count)
    {
        if (count > 0)
        {
            writer.WriteNumberValue(count);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteDictionary(Utf8JsonWriter writer, string name, IDictionary<string, object> entries)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, entries, values);
    }

    private static IDictionary<string, object> Group(IDictionary<string, object> metadata, string name)
    {
        if (!metadata.TryGetValue(name, out object? group) || group is not IDictionary<string, object> entries)
        {
            metadata[name] = entries = new Dictionary<string, object>();
        }

        return entries;
    }
}
