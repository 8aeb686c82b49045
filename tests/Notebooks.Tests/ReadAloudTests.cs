using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using Lab.Notebooks.Pages;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notebooks.Tests;

/// <summary>
/// Lessons for people who do not see them: words for every picture, headings in order, pages that the keyboard goes through.
/// </summary>
public sealed partial class ReadAloudTests
{
    public static TheoryData<string> Notebooks => [.. Checkout.Committed];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Every_picture_has_words(string notebook)
    {
        NotebookFile file = Checkout.Read(notebook);
        JsonNode[] outputs = [.. file.CodeCells.SelectMany(cell => NotebookFile.Outputs(cell)).Select(output => output!)];

        Assert.All(outputs.Where(output => output["data"]?["image/png"] is not null), output =>
        {
            Assert.InRange(output["metadata"]!["image/png"]!["alt"]!.GetValue<string>().Length, 20, 2000);
            Assert.NotEqual("", NotebookFile.Text(output["data"]!["text/plain"]));
        });
        Assert.All(
            outputs.SelectMany(output => Image().Matches(NotebookFile.Text(output["data"]?["text/html"]))),
            image => Assert.Contains("alt=\"", image.Value, StringComparison.Ordinal));
        Assert.All(
            Texts(file).SelectMany(text => text.Descendants<LinkInline>()).Where(link => link.IsImage),
            image => Assert.NotEqual("", MarkdownHtml.Text(image)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("notebooks/README.md")]
    [InlineData("notebooks/setup.md")]
    [InlineData("notebooks/words.md")]
    public void So_has_every_picture_of_a_page_of_text(string page) => Assert.All(
        Markdown.Parse(File.ReadAllText(Checkout.PathOf(page))).Descendants<LinkInline>().Where(link => link.IsImage),
        image => Assert.InRange(MarkdownHtml.Text(image)!.Length, 20, 2000));

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void It_has_one_title_and_headings_in_order(string notebook)
    {
        IEnumerable<HeadingBlock> headings = Texts(Checkout.Read(notebook)).SelectMany(text => text.Descendants<HeadingBlock>());
        int[] levels = [.. headings.Select(heading => heading.Level)];

        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
    }

    [Fact]
    public void A_page_leaves_the_keyboards_order_and_its_mark_alone()
    {
        string page = NotebookPage.Document("A title", "<p>A text</p>");

        Assert.DoesNotMatch("tabindex|accesskey|outline: *(0|none)", page);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#page-text\">Skip to the text</a>", page, StringComparison.Ordinal);
        Assert.Contains("<main id=\"page-text\">", page, StringComparison.Ordinal);
    }

    private static IEnumerable<MarkdownDocument> Texts(NotebookFile file) => file.Texts.Select(text => Markdown.Parse(text));

    [GeneratedRegex("<img[^>]*>")]
    private static partial Regex Image();
}
