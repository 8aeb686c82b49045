using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TransferLearning.Tests.Charting;

namespace TransferLearning.Tests.Reporting;

public class ComparisonReportTests
{
    private static readonly string[] Sections = ["findings", "table", "accuracy", "pictures", "curves", "confusion", "roc", "mistakes", "made"];

    [Fact]
    public void Has_every_section_with_a_heading()
    {
        IHtmlDocument page = Page(MadeUp.Comparison(MadeUp.ThreeStrategies()));
        Assert.Equal(Sections, page.QuerySelectorAll("section").Select(s => s.Id));
        Assert.All(page.QuerySelectorAll("section"), s => Assert.Equal(s.QuerySelector("h2")!.Id, s.GetAttribute("aria-labelledby")));
    }

    [Fact]
    public void Loads_nothing_and_runs_nothing()
    {
        IHtmlDocument page = Page(MadeUp.Comparison(MadeUp.ThreeStrategies()));
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, base, form, foreignObject"));
        foreach (IElement element in page.All)
        {
            foreach (IAttr attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.Ordinal), $"{element.LocalName} has {attribute.Name}");
                if (attribute.Name is "src" or "href" or "xlink:href" or "srcset" or "data" or "poster" or "action" or "background")
                {
                    Assert.StartsWith("data:", attribute.Value, StringComparison.Ordinal);
                }
            }
        }

        foreach (IElement style in page.QuerySelectorAll("style"))
        {
            Assert.DoesNotContain("url(", style.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("@import", style.TextContent, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("https:", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http:",
            page.DocumentElement.OuterHtml.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_drawing_in_it_is_a_valid_svg_with_a_name()
    {
        string html = Reports.Comparison(MadeUp.Comparison(MadeUp.ThreeStrategies())).ToHtml();
        int drawings = 0;
        for (int start = html.IndexOf("<div class=\"chart\">", StringComparison.Ordinal); start >= 0; start = html.IndexOf("<div class=\"chart\">", start + 1, StringComparison.Ordinal))
        {
            int from = html.IndexOf("<svg", start, StringComparison.Ordinal), to = html.IndexOf("</div></figure>", from, StringComparison.Ordinal);
            XElement svg = XDocument.Parse(html[from..to]).Root!;
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.NotEmpty(svg.Attribute("aria-label")!.Value);
            drawings++;
        }

        // Bars, curves over each other, three curves, three confusion matrices, ROC.
        Assert.Equal(9, drawings);
    }

    [Fact]
    public void Is_closed_tag_by_tag_as_it_was_opened()
    {
        string html = Reports.Comparison(MadeUp.Comparison(MadeUp.ThreeStrategies())).ToHtml();
        var errors = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = false });
        parser.Error += (_, error) => errors.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)error).Message);
        parser.ParseDocument(html);
        Assert.Empty(errors);
    }

    [Fact]
    public void The_table_says_the_figures_of_the_results()
    {
        StrategyResult[] results = MadeUp.ThreeStrategies();
        IHtmlDocument page = Page(MadeUp.Comparison(results));
        IElement[] rows = [.. page.QuerySelectorAll("#table tbody tr")];
        Assert.Equal(3, rows.Length);
        for (int i = 0; i < 3; i++)
        {
            string text = rows[i].TextContent;
            Assert.Contains(results[i].TrainableParameters.ToString("#,0"), text, StringComparison.Ordinal);
            Assert.Contains($"{results[i].TestAccuracy * 100:0.0}\u00A0%", text, StringComparison.Ordinal);
            Assert.Contains(
                $"{results[i].TestAccuracyInterval.Low * 100:0.0}–{results[i].TestAccuracyInterval.High * 100:0.0}",
                text,
                StringComparison.Ordinal);
            Assert.Contains($"{results[i].TestLoss:0.000}", text, StringComparison.Ordinal);
            Assert.Contains($"{results[i].Runs.Average(r => r.Test.Auc!.Value):0.000}", text, StringComparison.Ordinal);
            Assert.Contains(
                $"{results[i].Runs.Average(r => r.History.Kept.ValidationAccuracy) * 100:0.0}\u00A0%", text, StringComparison.Ordinal);
            Assert.Contains($"{results[i].Seconds:#,0.0}", text, StringComparison.Ordinal);
        }

        Assert.Equal(9, page.QuerySelectorAll("#made tbody tr").Length);
    }

    [Fact]
    public void What_people_typed_is_text_and_never_markup()
    {
        const string Nasty = "<script>alert('x')</script><b>\"&";
        Evaluation evaluation = MadeUp.Evaluation(0.9, 40, [Nasty, "dog"]);
        StrategyResult result = MadeUp.Result(Strategy.Frozen, 0.9);
        Comparison comparison = MadeUp.Comparison(result with { Runs = [result.Runs[0] with { Test = evaluation }] }) with
        {
            Title = Nasty,
            Classes = [Nasty, "dog"],
            Facts = [new(Nasty, Nasty)],
            Samples = [new Picture(Nasty, 0)],
        };
        IHtmlDocument page = Page(comparison);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Equal(Nasty, page.QuerySelector("#made dd")!.TextContent);
        Assert.Contains(Nasty, page.Title, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("b"), b => b.TextContent.StartsWith("\"&", StringComparison.Ordinal));
    }

    [Fact]
    public void Mistakes_are_shown_with_what_the_model_said_and_what_is_true()
    {
        StrategyResult result = MadeUp.Result(Strategy.Frozen, 0.97);
        PictureScore worst = result.Runs[0].Test.Mistakes[0];
        IHtmlDocument page = Page(MadeUp.Comparison(result));
        IElement[] figures = [.. page.QuerySelectorAll("#mistakes .pictures figure")];
        Assert.Equal(12, figures.Length);
        Assert.Equal(
            $"{MadeUp.CatAndDog[worst.Predicted]} {worst.Confidence * 100:0.0}\u00A0%", figures[0].QuerySelector("b")!.TextContent);
        Assert.Contains($"truth: {MadeUp.CatAndDog[worst.Picture.Label]}", figures[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_two_classes_have_no_roc_curve_and_no_area()
    {
        string[] classes = ["daisy", "rose", "tulip"];
        StrategyResult result = MadeUp.Result(Strategy.Frozen, 0.9);
        IHtmlDocument page = Page(MadeUp.Comparison(result with { Runs = [result.Runs[0] with { Test = MadeUp.Evaluation(0.9, 90, classes) }] }) with { Classes = classes });
        Assert.Equal(Sections.Where(s => s != "roc"), page.QuerySelectorAll("section").Select(s => s.Id));
        Assert.DoesNotContain("AUC", page.QuerySelector("#table table")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_without_an_epoch_and_a_test_without_a_mistake_still_make_a_page()
    {
        StrategyResult result = MadeUp.Result(Strategy.Frozen, 1);
        IHtmlDocument page = Page(
            MadeUp.Comparison(result with { Runs = [result.Runs[0] with { History = new History("frozen", [], 0) }] }));
        Assert.Contains(
            "Not one of 466 test pictures is told wrong", page.QuerySelector("#mistakes")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_part_without_a_picture_gives_dashes_and_no_claim()
    {
        Comparison comparison = MadeUp.Comparison(MadeUp.Untested(Strategy.Frozen), MadeUp.Untested(Strategy.FineTuned)) with { TestPictures = 0 };
        Assert.DoesNotContain("NaN", Reports.Comparison(comparison).ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("is best", Reports.Comparison(comparison).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_compare_is_said_in_a_sentence() =>
        Assert.Contains(
            "at least once",
            Assert.Throws<ArgumentException>(() => Reports.Comparison(MadeUp.Comparison())).Message,
            StringComparison.Ordinal);

    private static IHtmlDocument Page(Comparison comparison) => new HtmlParser().ParseDocument(Reports.Comparison(comparison).ToHtml());
}
