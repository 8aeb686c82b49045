using System.Text.Json;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Documents.Jupyter;

namespace Embedded.DotNet.Interactive.Tests;

public sealed class NotebookTests
{
    private const string Small =
        """
        {"cells": [
          {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# T\n", "text"]},
          {"cell_type": "code", "id": "b", "execution_count": 2, "metadata": {"tags": ["x"], "depth": {"n": 1.5, "yes": true, "none": null}}, "source": "1+1",
           "outputs": [
             {"output_type": "stream", "name": "stderr", "text": ["one\n", "two"]},
             {"output_type": "display_data", "data": {"image/svg+xml": ["<svg>\n", "</svg>"], "application/json": {"a": [1]}}, "metadata": {"k": "v"}},
             {"output_type": "execute_result", "execution_count": 2, "data": {"text/plain": "é 2 😀"}, "metadata": {}},
             {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["l1", "l2"]}]}],
         "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}, "mine": [1, "two"]},
         "nbformat": 4, "nbformat_minor": 5}
        """;

    [Fact]
    public void Cells_and_outputs_are_read()
    {
        InteractiveDocument document = Notebook.Parse(Small);

        Assert.Equal(["markdown", null], document.Elements.Select(cell => cell.KernelName));
        Assert.Equal(["# T\ntext", "1+1"], document.Elements.Select(cell => cell.Contents));
        Assert.Equal("C#", document.GetDefaultKernelName());
        InteractiveDocumentElement code = document.Elements[1];
        Assert.Equal((2, "b"), (code.ExecutionOrder, code.Id));
        Assert.Equal(("stderr", "one\ntwo"), (Assert.IsType<TextElement>(code.Outputs[0]).Name, ((TextElement)code.Outputs[0]).Text));
        Assert.Equal(["<svg>\n", "</svg>"], Assert.IsType<object[]>(Assert.IsType<DisplayElement>(code.Outputs[1]).Data["image/svg+xml"]));
        Assert.Equal("é 2 😀", Assert.IsType<ReturnValueElement>(code.Outputs[2]).Data["text/plain"]);
        Assert.Equal(["l1", "l2"], Assert.IsType<ErrorElement>(code.Outputs[3]).StackTrace);
    }

    [Fact]
    public void Writing_and_reading_again_changes_nothing()
    {
        string once = Notebook.Parse(Small).ToJupyterJson(), twice = Notebook.Parse(once).ToJupyterJson();

        Assert.Equal(once, twice);
        using JsonDocument before = JsonDocument.Parse(Small), after = JsonDocument.Parse(once);
        Assert.True(JsonElement.DeepEquals(Joined(before), Joined(after)), once);
    }

    [Fact]
    public void Text_is_written_line_by_line_and_indented_by_one_space()
    {
        string[] lines = new InteractiveDocument([new InteractiveDocumentElement("a\nb\n", "markdown") { Id = "x" }]).ToJupyterJson().Split('\n');

        Assert.Contains("   \"source\": [", lines);
        Assert.Contains("    \"a\\n\",", lines);
        Assert.Contains("    \"b\\n\"", lines);
    }

    [Fact]
    public void A_cell_of_another_language_keeps_its_kernel()
    {
        var document = new InteractiveDocument { new InteractiveDocumentElement("SELECT 1", "sql") };

        Assert.Equal("sql", Notebook.Parse(document.ToJupyterJson()).Elements.Single().KernelName);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"cells\": 3}")]
    [InlineData("not JSON")]
    [InlineData("{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"dance\"}]}]}")]
    public void What_is_no_notebook_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Notebook.Parse(json));

    /// <summary>Text may stand as one string or as lines.</summary>
    private static JsonElement Joined(JsonDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(document.RootElement, writer, name: "");
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;

        static void Write(JsonElement value, Utf8JsonWriter writer, string name)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    writer.WriteStartObject();
                    foreach (JsonProperty entry in value.EnumerateObject())
                    {
                        writer.WritePropertyName(entry.Name);
                        Write(entry.Value, writer, entry.Name);
                    }

                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array when name is "source" or "text" || name.Contains('/', StringComparison.Ordinal):
                    writer.WriteStringValue(string.Concat(value.EnumerateArray().Select(line => line.GetString())));
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Write(item, writer, "");
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    value.WriteTo(writer);
                    break;
            }
        }
    }
}
