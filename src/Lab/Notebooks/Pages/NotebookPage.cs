using System.Net;
using System.Text;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook as one page that needs nothing else: no script, no network, light and dark.</summary>
internal static class NotebookPage
{
    /// <summary>The page.</summary>
    /// <param name="document">The executed notebook.</param>
    /// <param name="place">Where it comes from and goes to.</param>
    /// <param name="all">All notebooks that are run together, for the links between them.</param>
    public static string Write(InteractiveDocument document, OutputPlace place, IReadOnlyCollection<OutputPlace> all)
    {
        var body = new StringBuilder();
        int number = 0;
        foreach (InteractiveDocumentElement cell in document.Elements)
        {
            if (cell.KernelName == "markdown")
            {
                body.Append($"<section class=\"text\">{MarkdownHtml.Write(cell.Contents, place, all)}</section>\n");
            }
            else if (cell.Contents.Trim().Length > 0)
            {
                number++;
                string outputs = OutputHtml.Write(cell, number);
                body.Append($"<section class=\"cell\" id=\"cell-{number}\"><pre class=\"code\"><code>{CodeColors.Write(cell.Contents.TrimEnd())}</code></pre>{outputs}</section>\n");
            }
        }

        return Document(Title(document, place), body.ToString());
    }

    /// <summary>The first heading, or else the file's name.</summary>
    public static string Title(InteractiveDocument document, OutputPlace place) =>
        document.Elements.Where(cell => cell.KernelName == "markdown").Select(cell => MarkdownHtml.Title(cell.Contents)).FirstOrDefault(title => title is not null)
        ?? Path.GetFileNameWithoutExtension(place.Source);

    /// <summary>A page around a body.</summary>
    public static string Document(string title, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
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
        </body>
        </html>

        """;
}
