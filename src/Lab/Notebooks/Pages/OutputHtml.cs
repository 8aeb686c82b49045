using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Notebooks.Pages;

/// <summary>A cell's outputs as HTML: the richest form of each that needs neither a script nor the network.</summary>
internal static partial class OutputHtml
{
    /// <summary>All outputs of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its number, by which the names inside its drawings are kept apart from those of others.</param>
    public static string Write(InteractiveDocumentElement cell, int number)
    {
        var html = new StringBuilder();
        int part = 0;
        foreach (InteractiveDocumentOutputElement output in cell.Outputs)
        {
            html.Append(output switch
            {
                TextElement text => $"<pre class=\"out {text.Name}\">{WebUtility.HtmlEncode(text.Text.TrimEnd('\n'))}</pre>",
                ErrorElement error => Error(error),
                DisplayElement display => Data(display.Data, $"c{number}-{++part}-"),
                ReturnValueElement result => Data(result.Data, $"c{number}-{++part}-"),
                _ => "",
            });
        }

        return html.ToString();
    }

    private static string Error(ErrorElement error)
    {
        string trace = error.StackTrace.Length > 1 ? "\n" + WebUtility.HtmlEncode(string.Join('\n', error.StackTrace.Skip(1))) : "";
        return $"<pre class=\"out error\"><b>{WebUtility.HtmlEncode(error.ErrorName)}</b>: {WebUtility.HtmlEncode(error.ErrorValue)}{trace}</pre>";
    }

    private static string Data(IDictionary<string, object> data, string prefix)
    {
        string? Text(string mimeType) => data.TryGetValue(mimeType, out object? value) ? OutputText.Of(value) : null;

        if (Text("image/svg+xml") is { } svg)
        {
            return $"<div class=\"out figure\">{WithOwnNames(WithoutScripts(svg), prefix)}</div>";
        }

        foreach (string kind in (string[])["image/png", "image/jpeg"])
        {
            if (Text(kind) is { } picture)
            {
                return $"<div class=\"out figure\"><img alt=\"\" src=\"data:{kind};base64,{picture.ReplaceLineEndings("")}\"></div>";
            }
        }

        if (Text("text/html") is { } html)
        {
            return $"<div class=\"out html\">{WithOwnNames(WithoutScripts(html), prefix)}</div>";
        }

        if (Text("text/markdown") is { } markdown)
        {
            return $"<div class=\"out html\">{Markdown.ToHtml(markdown, MarkdownHtml.Pipeline)}</div>";
        }

        return Text("text/plain") is { } plain ? $"<pre class=\"out\">{WebUtility.HtmlEncode(plain)}</pre>" : "";
    }

    private static string WithoutScripts(string html) => Script().Replace(html, "");

    /// <summary>Two drawings on one page must not name two things alike.</summary>
    private static string WithOwnNames(string markup, string prefix) =>
        Reference().Replace(Name().Replace(markup, $"$1{prefix}$2"), $"$1{prefix}$2");

    [GeneratedRegex("<script\\b.*?</script\\s*>|<script\\b[^>]*/>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Script();

    [GeneratedRegex("(\\sid=[\"'])([^\"']+)")]
    private static partial Regex Name();

    [GeneratedRegex("(url\\(#|href=[\"']#|aria-labelledby=[\"']|aria-describedby=[\"'])([^\"')]+)")]
    private static partial Regex Reference();
}
