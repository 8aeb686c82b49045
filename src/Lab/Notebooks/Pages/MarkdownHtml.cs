using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook's text as HTML. Pictures become part of the page; links to notebooks lead to their pages.</summary>
internal static class MarkdownHtml
{
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UseEmphasisExtras().UseTaskLists().Build();

    /// <summary>The text of a cell.</summary>
    public static string Write(string markdown, NotebookPlace place, IReadOnlyCollection<NotebookPlace> all)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().ToArray())
        {
            link.Url = Rewrite(link, place, all);
        }

        foreach (FencedCodeBlock block in document.Descendants<FencedCodeBlock>().Where(block => block.Info == "csharp").ToArray())
        {
            string code = CodeColors.Block(block.Lines.ToString());
            block.Parent![block.Parent.IndexOf(block)] = new HtmlBlock(null!) { Lines = new StringLineGroup(code) };
        }

        using StringWriter writer = new() { NewLine = "\n" };
        HtmlRenderer renderer = new(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The text of the first heading.</summary>
    public static string? Title(string markdown) =>
        Text(Markdown.Parse(markdown, Pipeline).Descendants<HeadingBlock>().FirstOrDefault()?.Inline);

    /// <summary>The first sentence of the first paragraph without links: what leads to other lessons is no description.</summary>
    public static string? FirstSentence(string markdown)
    {
        ParagraphBlock? paragraph = Markdown.Parse(markdown, Pipeline).OfType<ParagraphBlock>()
            .FirstOrDefault(block => block.Inline?.Descendants<LinkInline>().Any() == false);
        return Text(paragraph?.Inline)?.Split(". ") is [string first, .. string[] more] ? first + (more.Length > 0 ? "." : "") : null;
    }

    /// <summary>Text without its markup.</summary>
    public static string? Text(ContainerInline? inline) => inline is null ? null
        : string.Concat(inline.Descendants().Select(piece => piece switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            LineBreakInline => " ",
            _ => "",
        }));

    private static string? Rewrite(LinkInline link, NotebookPlace place, IReadOnlyCollection<NotebookPlace> all)
    {
        if (link.Url is not { Length: > 0 } url || url[0] == '#' || Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return link.Url;
        }

        string[] parts = url.Split('#', 2);
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place.Source)!, Uri.UnescapeDataString(parts[0])));
        if (link.IsImage && File.Exists(target))
        {
            return DataUri(target);
        }

        string folder = Path.GetDirectoryName(place.Page)!;
        string fromHere = Path.GetRelativePath(Path.GetDirectoryName(place.Source)!, target);
        string wouldBe = Path.ChangeExtension(Path.Combine(folder, fromHere), ".html");
        string page = Path.GetExtension(target) != ".ipynb" ? target : all.FirstOrDefault(other => other.Source == target)?.Page ?? wouldBe;
        return Path.GetRelativePath(folder, page).Replace(Path.DirectorySeparatorChar, '/') + (parts.Length > 1 ? "#" + parts[1] : "");
    }

    private static string DataUri(string path)
    {
        string kind = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        kind = kind switch { "svg" => "svg+xml", "jpg" => "jpeg", _ => kind };
        return $"data:image/{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}";
    }
}
