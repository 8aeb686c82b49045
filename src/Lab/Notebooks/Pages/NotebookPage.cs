using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook as one page that needs nothing else: no network, light and dark, its charts alive.</summary>
internal static partial class NotebookPage
{
    /// <summary>The page of an executed notebook, one of those of a run.</summary>
    public static string Write(NotebookFile notebook, NotebookPlace place, IReadOnlyCollection<NotebookPlace> run)
    {
        StringBuilder body = new();
        int number = 0;
        foreach (JsonObject cell in notebook.Cells)
        {
            string text = NotebookFile.Text(cell["source"]);
            if (!NotebookFile.IsCode(cell))
            {
                body.Append($"<section class=\"text\">{MarkdownHtml.Write(text, place, run)}</section>\n");
            }
            else if (text.Trim().Length > 0)
            {
                string outputs = string.Concat(NotebookFile.Outputs(cell).Select(output => Output(output!)));
                body.Append($"<section id=\"cell-{++number}\">{CodeColors.Block(text)}{outputs}</section>\n");
            }
        }

        return Document(Title(notebook, place), body.ToString());
    }

    /// <summary>The page that leads to the others.</summary>
    public static string WriteIndex(IEnumerable<NotebookPlace> places)
    {
        const string Heading = "Transfer learning in C#", Sentence = "The notebooks as they ran, each on one page.";
        IEnumerable<string> entries = places.Select(place =>
            $"<li><a href=\"{Uri.EscapeDataString(place.Name).Replace("%2F", "/")}.html\">"
            + $"{WebUtility.HtmlEncode(Title(NotebookFile.Read(place.Notebook), place))}</a></li>\n");
        return Document(
            Heading, $"<h1>{Heading}</h1>\n<p>{Sentence}</p>\n<ul class=\"lessons\">\n{string.Concat(entries)}</ul>\n");
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
        string words = WebUtility.HtmlEncode(NotebookFile.Text(data["text/plain"]));
        if (data["text/html"] is { } html)
        {
            // Scripts of outputs bring plotly.js and draw charts in a notebook; here the page does both, once.
            return $"<div class=\"out html\">{Surplus().Replace(NotebookFile.Text(html), "")}</div>";
        }

        string picture = NotebookFile.Text(data["image/png"]).ReplaceLineEndings("");
        return picture.Length > 0 ? $"<div class=\"out\"><img alt=\"{words}\" src=\"data:image/png;base64,{picture}\"></div>"
            : words.Length > 0 ? $"<pre class=\"out\">{words}</pre>" : "";
    }

    /// <summary>
    /// A page around a body. Its content policy lets nothing be loaded, and run nothing but <see cref="LargeType"/> and
    /// <see cref="PageCharts"/>.
    /// </summary>
    internal static string Document(string title, string body)
    {
        bool hasCharts = body.Contains(PageCharts.Mark, StringComparison.Ordinal);
        string policy = $"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
            + $"script-src {LargeType.Allowed}{(hasCharts ? " " + PageCharts.Allowed : "")}";
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
            <header><a href="#{LargeType.Text}">Skip to the text</a>{LargeType.Button}</header>
            <main id="{LargeType.Text}">
            {body}</main>
            {LargeType.Script}
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
