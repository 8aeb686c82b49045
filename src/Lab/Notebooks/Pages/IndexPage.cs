using System.Net;
using Microsoft.DotNet.Interactive.Documents;

namespace Lab.Notebooks.Pages;

/// <summary>The page that leads to the pages of the notebooks.</summary>
internal static class IndexPage
{
    /// <summary>A list of the notebooks with their titles and first sentences.</summary>
    public static async Task<string> WriteAsync(IReadOnlyList<OutputPlace> places, string folder)
    {
        var entries = new List<string>();
        foreach (OutputPlace place in places)
        {
            InteractiveDocument document = await NotebookFile.ReadAsync(place.Notebook);
            string address = string.Join('/', Path.GetRelativePath(folder, place.Page).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
            string sentence = document.Elements.Where(cell => cell.KernelName == "markdown").Select(cell => MarkdownHtml.FirstSentence(cell.Contents)).FirstOrDefault(text => text is not null) ?? "";
            entries.Add($"<li><a href=\"{address}\">{WebUtility.HtmlEncode(NotebookPage.Title(document, place))}<span>{WebUtility.HtmlEncode(sentence)}</span></a></li>\n");
        }

        return NotebookPage.Document("Transfer learning in C#", $"<h1>Transfer learning in C#</h1>\n<p>The notebooks as they ran, each on one page that needs nothing else.</p>\n<ul class=\"lessons\">\n{string.Concat(entries)}</ul>\n");
    }
}
