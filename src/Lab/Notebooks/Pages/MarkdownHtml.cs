using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook's text as HTML. Pictures become part of the page; links to notebooks lead to pages, where there are any.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UseEmphasisExtras().UseTaskLists().Build();

    /// <summary>The text of a cell.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="place">The notebook that it is of.</param>
    /// <param name="run">All notebooks that are run with it, and so get pages.</param>
    public static string Write(string markdown, NotebookPlace place, IReadOnlyCollection<NotebookPlace> run)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            link.Url = Rewrite(link, Path.GetDirectoryName(place.Source)!, Path.GetDirectoryName(place.Page)!, run);
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>The text of the first heading.</summary>
    public static string? Title(string markdown) =>
        Text(Markdown.Parse(markdown, Pipeline).Descendants<HeadingBlock>().FirstOrDefault()?.Inline);

    /// <summary>Text without its markup.</summary>
    public static string? Text(ContainerInline? inline) => inline is null ? null
        : new HtmlRenderer(new StringWriter()) { EnableHtmlForInline = false, EnableHtmlEscape = false }.Render(inline).ToString();

    private static string? Rewrite(LinkInline link, string sources, string pages, IReadOnlyCollection<NotebookPlace> run)
    {
        if (link.Url is not { Length: > 0 } url || url[0] == '#' || Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return link.Url;
        }

        string[] parts = url.Split('#', 2);
        string target = Path.GetFullPath(Path.Combine(sources, Uri.UnescapeDataString(parts[0])));
        if (link.IsImage && File.Exists(target))
        {
            string kind = Path.GetExtension(target) switch { ".svg" => "svg+xml", ".jpg" => "jpeg", var other => other.TrimStart('.') };
            return $"data:image/{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(target))}";
        }

        // A page of this run, or of an earlier one (pages lie to each other as the notebooks do), or else the file itself.
        string page = Path.GetFullPath(Path.ChangeExtension(Path.Combine(pages, Path.GetRelativePath(sources, target)), ".html"));
        bool hasPage = Path.GetExtension(target) == ".ipynb" && (run.Any(place => place.Source == target) || File.Exists(page));
        return Path.GetRelativePath(pages, hasPage ? page : target).Replace(Path.DirectorySeparatorChar, '/')
            + (parts.Length > 1 ? "#" + parts[1] : "");
    }
}
