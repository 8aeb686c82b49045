using System.Text.RegularExpressions;
using Lab.Notebooks;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => ["README.md", "data/README.md", .. Checkout.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_relative_link_leads_to_something(string page)
    {
        string folder = Path.GetDirectoryName(Checkout.PathOf(page))!;
        var broken = new List<string>();
        foreach (string link in Links(await MarkdownOf(page)))
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? Checkout.PathOf(page) : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
            if (!File.Exists(target) && !Directory.Exists(target))
            {
                broken.Add(link);
            }
            else if (parts.Length > 1 && Path.GetExtension(target) is ".md" or ".ipynb" && !Anchors(await MarkdownOf(Path.GetRelativePath(Checkout.Root, target))).Contains(parts[1]))
            {
                broken.Add($"{link} (no such heading)");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public async Task Lessons_lead_to_the_one_before_and_the_one_after_and_to_their_solutions()
    {
        string[] lessons = [.. Checkout.All.Where(notebook => !Checkout.IsSolution(notebook)).Select(notebook => Path.GetFileName(notebook))];
        for (int index = 0; index < lessons.Length; index++)
        {
            string[] links = [.. Links(await MarkdownOf("notebooks/" + lessons[index]))];
            Assert.All(lessons[Math.Max(0, index - 1)..Math.Min(lessons.Length, index + 2)].Where(other => other != lessons[index]), other => Assert.Contains(other, links));
            Assert.Contains(links, link => link.StartsWith("solutions/" + lessons[index], StringComparison.Ordinal));
        }
    }

    private static async Task<string[]> MarkdownOf(string page)
    {
        if (!page.EndsWith(".ipynb", StringComparison.Ordinal))
        {
            return [await File.ReadAllTextAsync(Checkout.PathOf(page))];
        }

        InteractiveDocument document = await NotebookFile.ReadAsync(Checkout.PathOf(page));
        return [.. document.Elements.Where(cell => cell.KernelName == "markdown").Select(cell => cell.Contents)];
    }

    private static IEnumerable<string> Links(string[] markdown) => markdown
        .SelectMany(text => Markdown.Parse(text).Descendants<LinkInline>())
        .Select(link => link.Url ?? "")
        .Where(url => url.Length > 0 && !url.Contains("://", StringComparison.Ordinal) && !url.StartsWith("mailto:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal));

    /// <summary>As GitHub names headings: small letters, no punctuation, hyphens for blanks. Jupyter keeps capitals.</summary>
    private static HashSet<string> Anchors(string[] markdown)
    {
        string[] headings = [.. markdown.SelectMany(text => Markdown.Parse(text).Descendants<HeadingBlock>()).Select(heading => string.Concat(heading.Inline!.Descendants().Select(piece => piece switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        })))];
        return [.. headings.Select(heading => Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-')), .. headings.Select(heading => heading.Replace(' ', '-'))];
    }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
