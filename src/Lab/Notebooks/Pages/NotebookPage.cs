using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook as one page that needs nothing else: no network, light and dark, its charts alive.</summary>
internal static partial class NotebookPage
{
    /// <summary>The page.</summary>
    /// <param name="notebook">The executed notebook.</param>
    /// <param name="place">Where it comes from and goes to.</param>
    /// <param name="all">All notebooks that are run together, for the links between them.</param>
    public static string Write(NotebookFile notebook, NotebookPlace place, IReadOnlyCollection<NotebookPlace> all)
    {
        StringBuilder body = new();
        int number = 0;
        foreach (JsonObject cell in notebook.Cells)
        {
            string text = NotebookFile.Text(cell["source"]);
            if (!NotebookFile.IsCode(cell))
            {
                body.Append($"<section class=\"text\">{MarkdownHtml.Write(text, place, all)}</section>\n");
            }
            else if (text.Trim().Length > 0)
            {
                string outputs = string.Concat(NotebookFile.Outputs(cell).Select(output => Output(output!)));
                body.Append($"<section id=\"cell-{++number}\">{CodeColors.Block(text)}{outputs}</section>\n");
            }
        }

        return Document(Title(notebook, place), body.ToString());
    }

    /// <summary>The page that leads to the others, with their titles and first sentences.</summary>
    public static string WriteIndex(IEnumerable<NotebookPlace> places, string folder)
    {
        StringBuilder entries = new();
        foreach (NotebookPlace place in places)
        {
            NotebookFile notebook = NotebookFile.Read(place.Notebook);
            string[] parts = Path.GetRelativePath(folder, place.Page).Split(Path.DirectorySeparatorChar);
            string address = string.Join('/', parts.Select(Uri.EscapeDataString));
            string sentence = notebook.Texts.Select(MarkdownHtml.FirstSentence).FirstOrDefault(text => text is not null) ?? "";
            string title = WebUtility.HtmlEncode(Title(notebook, place));
            entries.Append($"<li><a href=\"{address}\">{title}<span>{WebUtility.HtmlEncode(sentence)}</span></a></li>\n");
        }

        const string Heading = "Transfer learning in C#", Sentence = "The notebooks as they ran, each on one page.";
        return Document(Heading, $"<h1>{Heading}</h1>\n<p>{Sentence}</p>\n<ul class=\"lessons\">\n{entries}</ul>\n");
    }

    private static string Title(NotebookFile notebook, NotebookPlace place) =>
        notebook.Texts.Select(MarkdownHtml.Title).FirstOrDefault(title => title is not null) ?? place.Name;

    private static string Output(JsonNode output)
    {
        string Encoded(string name) => WebUtility.HtmlEncode(NotebookFile.Text(output[name]).TrimEnd('\n'));

        switch (output["output_type"]!.GetValue<string>())
        {
            case "stream":
                return $"<pre class=\"out {Encoded("name")}\">{Encoded("text")}</pre>";
            case "error":
                string calls = string.Join('\n', output["traceback"]!.AsArray().Skip(1));
                return $"<pre class=\"out error\"><b>{Encoded("ename")}</b>: {Encoded("evalue")}\n{WebUtility.HtmlEncode(calls)}</pre>";
            default:
                return Data(output["data"]!.AsObject());
        }
    }

    /// <summary>The richest form of an output that needs neither a script of its own nor the network.</summary>
    private static string Data(JsonObject data)
    {
        string? Text(string kind) => data.TryGetPropertyValue(kind, out JsonNode? value) ? NotebookFile.Text(value) : null;

        string words = WebUtility.HtmlEncode(Text("text/plain") ?? "");
        if (Text("text/html") is { } html)
        {
            // Scripts of outputs bring plotly.js and draw charts in a notebook; here the page does both, once.
            return $"<div class=\"out html\">{Surplus().Replace(html, "")}</div>";
        }

        if (Text("image/svg+xml") is { } svg)
        {
            string packed = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
            return $"<div class=\"out\"><img alt=\"{words}\" src=\"data:image/svg+xml;base64,{packed}\"></div>";
        }

        if (((string[])["image/png", "image/jpeg"]).FirstOrDefault(data.ContainsKey) is { } kind)
        {
            return $"<div class=\"out\"><img alt=\"{words}\" src=\"data:{kind};base64,{Text(kind)!.ReplaceLineEndings("")}\"></div>";
        }

        return Text("text/markdown") is { } markdown ? $"<div class=\"out html\">{Markdown.ToHtml(markdown, MarkdownHtml.Pipeline)}</div>"
            : words.Length > 0 ? $"<pre class=\"out\">{words}</pre>" : "";
    }

    /// <summary>A page around a body. Its content policy lets nothing be loaded, and run nothing but <see cref="PageCharts"/>.</summary>
    internal static string Document(string title, string body)
    {
        bool hasCharts = body.Contains(PageCharts.Mark, StringComparison.Ordinal);
        string policy = $"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
            + $"script-src {(hasCharts ? PageCharts.Allowed : "'none'")}";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {PageStyle.Css}
            </style>
            </head>
            <body>
            <main>
            {body}</main>
            {(hasCharts ? PageCharts.Scripts : "")}
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(
        """<script\b(?![^>]*application/vnd\.plotly).*?</script\s*>|<style>[^<]*\.dni-.*?</style>""",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Surplus();
}
