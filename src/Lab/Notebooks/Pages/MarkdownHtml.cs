using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Lab.Notebooks.Pages;

/// <summary>A notebook's text as HTML. Pictures become part of the page; links to notebooks lead to their pages.</summary>
internal static class MarkdownHtml
{
    public static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().UseEmphasisExtras().UseTaskLists().UseGenericAttributes().Build();

    /// <summary>The text of a cell.</summary>
    public static string Write(string markdown, OutputPlace place, IReadOnlyCollection<OutputPlace> all)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().ToArray())
        {
            Rewrite(link, place, all);
        }

        foreach (FencedCodeBlock block in document.Descendants<FencedCodeBlock>().Where(block => block.Info is "csharp" or "cs" or "c#").ToArray())
        {
            string code = block.Lines.ToString();
            int at = block.Parent!.IndexOf(block);
            block.Parent[at] = new HtmlBlock(null!) { Lines = new Markdig.Helpers.StringLineGroup($"<pre class=\"code\"><code>{CodeColors.Write(code)}</code></pre>") };
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The text of the first heading.</summary>
    public static string? Title(string markdown) => Text(Markdown.Parse(markdown, Pipeline).Descendants<HeadingBlock>().FirstOrDefault()?.Inline);

    /// <summary>The first sentence of the first paragraph without links: what leads to other lessons is no description.</summary>
    public static string? FirstSentence(string markdown)
    {
        ParagraphBlock? paragraph = Markdown.Parse(markdown, Pipeline).OfType<ParagraphBlock>().FirstOrDefault(block => block.Inline?.Descendants<LinkInline>().Any() == false);
        return Text(paragraph?.Inline) is { } text ? text.IndexOf(". ", StringComparison.Ordinal) is > 0 and int end ? text[..(end + 1)] : text : null;
    }

    private static string? Text(ContainerInline? inline) => inline is null ? null : string.Concat(inline.Descendants().Select(piece => piece switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }));

    private static void Rewrite(LinkInline link, OutputPlace place, IReadOnlyCollection<OutputPlace> all)
    {
        if (link.Url is not { Length: > 0 } url || url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return;
        }

        string[] parts = url.Split('#', 2);
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place.Source)!, Uri.UnescapeDataString(parts[0])));
        string anchor = parts.Length > 1 ? "#" + parts[1] : "";
        if (link.IsImage && File.Exists(target))
        {
            link.Url = DataUri(target);
            return;
        }

        string folder = Path.GetDirectoryName(place.Page)!;
        string page = all.FirstOrDefault(other => other.Source == target)?.Page
            ?? (target.EndsWith(".ipynb", StringComparison.Ordinal) ? WouldBe(target, place) : target);
        link.Url = Path.GetRelativePath(folder, page).Replace(Path.DirectorySeparatorChar, '/') + anchor;
    }

    /// <summary>Where the page of a notebook that is not run now lies, or will lie.</summary>
    private static string WouldBe(string notebook, OutputPlace place) =>
        Path.ChangeExtension(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(place.Page)!, Path.GetRelativePath(Path.GetDirectoryName(place.Source)!, notebook))), ".html");

    private static string DataUri(string path)
    {
        string kind = Path.GetExtension(path).ToLowerInvariant() switch { ".svg" => "image/svg+xml", ".png" => "image/png", ".gif" => "image/gif", ".webp" => "image/webp", _ => "image/jpeg" };
        return $"data:{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}";
    }
}
