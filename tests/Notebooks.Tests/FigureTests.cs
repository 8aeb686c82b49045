using System.Text.Json.Nodes;
using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary>Texts and outputs agree: see <see cref="QuotedFigures"/>.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly TinyNotebooks _notebooks = new();

    public static TheoryData<string> Notebooks => [.. Checkout.Committed];

    public void Dispose() => _notebooks.Dispose();

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Figures_in_texts_are_those_of_the_outputs(string notebook) => Assert.Empty(QuotedFigures.NotFound(Checkout.Read(notebook)));

    [Theory]
    [InlineData("It reaches 95.1 %.")]
    [InlineData("It reaches .951, that is 95 %, with 1,862,592 parameters in 11.4 s.")]
    [InlineData("A learning rate of 0.001 is small, and 0.3 is in the cell.")]
    [InlineData("The article reached .966 ([its table](https://example.org)). Here it is .951.")]
    [InlineData("The article reached .966. <!-- figure: the article --> Here it is .951.")]
    [InlineData("`mul(0.77)` is code.\n\n## 9.9 is a heading")]
    [InlineData("| strategy | accuracy |\n|---|--:|\n| frozen | .951 |")]
    public void A_text_that_agrees_passes(string text) => Assert.Empty(NotFound(text));

    [Theory]
    [InlineData("It reaches 95.2 %.", "95.2 %")]
    [InlineData("It reaches 96%.", "96%")]
    [InlineData("It has 1,862,593 parameters.", "1,862,593")]
    [InlineData("It takes 11.5 s; 0.9511 would be too exact.", "11.5", "0.9511")]
    [InlineData("The article reached .966 ([its table](https://example.org)). Here it is .966.", ".966")]
    [InlineData("The article reached .966. <!-- figure: the article --> Here it is .967.", ".967")]
    [InlineData("## Another section\n\nIt was .951 there, which is 95 %.", "95 %")]
    [InlineData("| strategy | accuracy |\n|---|--:|\n| frozen | .952 |", ".952")]
    public void A_text_that_disagrees_is_told_with_the_figure(string text, params string[] figures) =>
        Assert.Equal(figures, NotFound(text).Select(complaint => complaint.Split(" in \"")[0]));

    private IReadOnlyList<string> NotFound(string text)
    {
        const string Before = "# One\n\n77.7 % stands before the first output.", Code = "var rate = 1e-3; // 0.3";
        string path = _notebooks.Write("a.ipynb", Before, Code, "### Said\n\n" + text);
        NotebookFile notebook = NotebookFile.Read(path);
        NotebookFile.Outputs(notebook.CodeCells[0]).Add(new JsonObject
        {
            ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "accuracy 0.9512, 1,862,592 parameters, 20 epochs in 11.4 s\n",
        });
        return QuotedFigures.NotFound(notebook);
    }
}
