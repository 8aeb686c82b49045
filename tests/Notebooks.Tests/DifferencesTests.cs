using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

/// <summary>The comparison that holds committed outputs against fresh ones must let the right things pass and no others.</summary>
public sealed class DifferencesTests
{
    [Theory]
    [InlineData("accuracy 0.951, 12 epochs", "accuracy 0.934, 13 epochs", true)]
    [InlineData("accuracy 0.951", "accuracy 0.70", false)]
    [InlineData("1,862,592 numbers", "1,862,592 numbers", true)]
    [InlineData("1,862,592 numbers", "2,223,872 numbers", false)]
    [InlineData("1,862,592 numbers", "1,862,593 numbers", false)]
    [InlineData("right 44.3 % (guessing 50 %)", "right 53.4 % (guessing 50 %)", true)]
    [InlineData("right 44.3 %", "right 73.4 %", false)]
    [InlineData("of 248 cats 124 are told right", "of 248 cats 90 are told right", true)]
    [InlineData("of 248 cats 124 are told right", "of 248 cats 24 are told right", false)]
    [InlineData("44.3 seconds", "53.4 seconds", false)]
    [InlineData("statistics 0b6dbe", "statistics c0b4fec1", true)]
    [InlineData("frozen is better", "scratch is better", false)]
    [InlineData("step 1: loss 0.70  ████", "step 1: loss 0.71  █████", true)]
    [InlineData("a  b\n", "a b\n", true)]
    [InlineData("loss 1e-3", "loss 1.02e-3", true)]
    public void Words_must_be_the_same_and_numbers_near(string before, string now, bool alike) => Assert.Equal(alike, Differences.OfText(before, now) is null);

    [Theory]
    [InlineData("<circle r=\"3\"/>", 20, 22, true)]
    [InlineData("<circle r=\"3\"/>", 20, 40, false)]
    [InlineData("<circle r=\"3\"/>", 1, 0, false)]
    public void A_figure_must_be_built_alike(string element, int before, int now, bool alike)
    {
        static string Figure(string inside) => $"<svg viewBox=\"0 0 720 300\"><rect/>{inside}</svg>";

        Assert.Equal(alike, Differences.OfFigure(Figure(string.Concat(Enumerable.Repeat(element, before))), Figure(string.Concat(Enumerable.Repeat(element, now)))) is null);
    }

    [Fact]
    public void Another_number_or_kind_of_outputs_is_told_with_its_cell()
    {
        static InteractiveDocument Document(params InteractiveDocumentOutputElement[] outputs) => new([new InteractiveDocumentElement("1", null, outputs)]);

        Assert.Equal(["code cell 1: 1 outputs are now 0"], Differences.Between(Document(new TextElement("a")), Document()));
        Assert.Equal(["code cell 1: stdout of text/plain is now stderr of text/plain"], Differences.Between(Document(new TextElement("a")), Document(new TextElement("a", "stderr"))));
        Assert.Equal(["code cell 1: text/plain: \"a\" is now \"b\""], Differences.Between(Document(new TextElement("a")), Document(new TextElement("b"))));
    }
}
