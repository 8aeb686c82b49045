using System.Text.RegularExpressions;
using Lab.Notebooks.Pages;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notebooks.Tests;

/// <summary>Links between notebooks, texts and files of the repository.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md", "CONTRIBUTING.md", "data/README.md", "notebooks/README.md", "notebooks/setup.md", "notebooks/words.md",
            .. Checkout.Committed,
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_into_the_repository_leads_to_something(string page)
    {
        string folder = Path.GetDirectoryName(Checkout.PathOf(page))!;
        List<string> broken = [];
        foreach (string link in Links(page))
        {
            string[] parts = link.Split('#', 2);
            string file = parts[0].Length == 0 ? Path.GetFileName(page) : Uri.UnescapeDataString(parts[0]);
            string target = Path.GetFullPath(Path.Combine(folder, file));
            if (!File.Exists(target) && !Directory.Exists(target))
            {
                broken.Add(link);
            }
            else if (parts.Length > 1 && Path.GetExtension(target) is ".md" or ".ipynb" && !Anchors(target).Contains(parts[1]))
            {
                broken.Add($"{link} (no such heading)");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void A_lesson_leads_to_the_ones_beside_it_and_to_its_solutions()
    {
        string[] lessons = [.. Checkout.Lessons.Select(lesson => Path.GetFileName(lesson))];
        for (int index = 0; index < lessons.Length; index++)
        {
            string[] links = [.. Links("notebooks/" + lessons[index]).Select(link => link.Split('#')[0])];

            Assert.Contains("solutions/" + lessons[index], links);
            Assert.All(lessons[Math.Max(0, index - 1)..index], before => Assert.Contains(before, links));
            Assert.All(lessons[(index + 1)..Math.Min(lessons.Length, index + 2)], after => Assert.Contains(after, links));
        }
    }

    private static IEnumerable<MarkdownDocument> Texts(string page) =>
        (page.EndsWith(".ipynb", StringComparison.Ordinal) ? Checkout.Read(page).Texts : [File.ReadAllText(Checkout.PathOf(page))])
            .Select(text => Markdown.Parse(text));

    private static IEnumerable<string> Links(string page) => Texts(page)
        .SelectMany(text => text.Descendants<LinkInline>()).Select(link => link.Url ?? "")
        .Where(url => url.Length > 0 && !Uri.TryCreate(url, UriKind.Absolute, out _));

    /// <summary>As GitHub names headings: small letters, no punctuation, hyphens for blanks. Jupyter keeps capitals.</summary>
    private static HashSet<string> Anchors(string page)
    {
        IEnumerable<HeadingBlock> blocks = Texts(page).SelectMany(text => text.Descendants<HeadingBlock>());
        string[] headings = [.. blocks.Select(heading => MarkdownHtml.Text(heading.Inline)!)];
        IEnumerable<string> github = headings.Select(heading => Punctuation().Replace(heading.ToLowerInvariant(), ""));
        return [.. github.Concat(headings).Select(heading => heading.Replace(' ', '-'))];
    }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
