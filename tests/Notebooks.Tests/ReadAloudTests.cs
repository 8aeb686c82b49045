using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using Lab.Notebooks.Pages;

namespace Notebooks.Tests;

/// <summary>Lessons for people who do not see them: words for every picture, headings in order, a page that a keyboard walks from top to bottom.</summary>
public sealed partial class ReadAloudTests
{
    public static TheoryData<string> Notebooks => [.. Checkout.All];

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
        Assert.DoesNotContain(outputs.SelectMany(output => Image().Matches(NotebookFile.Text(output["data"]?["text/html"]))), HasNoWords);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_page_has_one_title_headings_in_order_and_nothing_that_changes_the_order_of_the_keyboard(string notebook)
    {
        NotebookPlace place = Assert.Single(NotebookPlace.For([Checkout.PathOf(notebook)], Path.GetTempPath()));
        string page = NotebookPage.Write(Checkout.Read(notebook), place, [place]);
        int[] levels = [.. Heading().Matches(page).Select(heading => int.Parse(heading.Groups[1].Value))];

        Assert.Equal(1, Assert.Single(levels, level => level == 1));
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.Second} after h{pair.First}"));
        Assert.DoesNotContain(Image().Matches(page), HasNoWords);
        Assert.DoesNotMatch("tabindex|accesskey|outline:(0|none)|<a(?![^>]*href)", page);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
    }

    private static bool HasNoWords(Match image) => !image.Value.Contains("alt=\"", StringComparison.Ordinal);

    [GeneratedRegex("<img[^>]*>")]
    private static partial Regex Image();

    [GeneratedRegex("<h([1-6])[ >]")]
    private static partial Regex Heading();
}
