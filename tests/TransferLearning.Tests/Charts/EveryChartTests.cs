using System.Text;
using System.Xml.Linq;

namespace TransferLearning.Tests.Charting;

/// <summary>What holds for every chart, of whatever data.</summary>
public class EveryChartTests
{
    public static TheoryData<string> Names => Gallery.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_a_well_formed_svg_with_no_number_that_is_none(string name)
    {
        var picture = new SvgPicture(Gallery.Make(name));
        Assert.Equal("svg", picture.Root.Name.LocalName);
        Assert.Equal(
            $"0 0 {picture.Root.Attribute("width")!.Value} {picture.Root.Attribute("height")!.Value}",
            picture.Root.Attribute("viewBox")!.Value);
        Assert.DoesNotContain("NaN", picture.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", picture.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", picture.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("−0\u00A0%", picture.Texts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Says_what_it_shows_to_those_who_cannot_see_it(string name)
    {
        Chart chart = Gallery.Make(name);
        var picture = new SvgPicture(chart);
        Assert.Equal("img", picture.Root.Attribute("role")!.Value);
        Assert.Equal(chart.Title, picture.All("title").First().Value);
        Assert.Equal(chart.Description, Assert.Single(picture.All("desc")).Value);
        Assert.EndsWith(".", chart.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loads_nothing_and_runs_nothing(string name)
    {
        var picture = new SvgPicture(Gallery.Make(name));
        Assert.Empty(picture.All("script"));
        Assert.Empty(picture.All("foreignObject"));
        Assert.DoesNotContain(
            picture.Root.DescendantsAndSelf().SelectMany(e => e.Attributes()),
            a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", picture.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http", picture.Text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_where_only_plain_drawing_is_let_through(string name)
    {
        // What sites that show notebooks leave of a drawing: these elements with these attributes.
        string[] elements = ["svg", "title", "desc", "g", "rect", "line", "path", "circle", "text"];
        string[] attributes =
        [
            "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "width", "height", "viewBox", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
            "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "text-anchor", "transform", "class", "aria-hidden",
        ];
        XElement root = new SvgPicture(Gallery.Make(name)).Root;
        Assert.All(root.Descendants().Where(e => e.Name.LocalName != "style"), e =>
        {
            Assert.Contains(e.Name.LocalName, elements);
            Assert.All(e.Attributes(), a => Assert.Contains(a.Name.LocalName, attributes));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_smaller_than_forty_kilobytes(string name) =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Gallery.Make(name).ToSvg()), 100, 40 * 1024);

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_no_label_over_another_and_none_beyond_its_edge(string name)
    {
        var picture = new SvgPicture(Gallery.Make(name));
        var boxes = picture.TextBoxes().ToList();
        foreach (var box in boxes)
        {
            Assert.True(
                box.Left >= -1 && box.Right <= picture.Width + 1 && box.Top >= -1 && box.Bottom <= picture.Height + 1,
                $"\"{box.Text}\" leaves the picture: {box}");
        }

        for (int i = 0; i < boxes.Count; i++)
        {
            for (int j = i + 1; j < boxes.Count; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                bool apart = a.Right <= b.Left || b.Right <= a.Left || a.Bottom <= b.Top || b.Bottom <= a.Top;
                Assert.True(apart, $"\"{a.Text}\" and \"{b.Text}\" cover each other.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_the_same_each_time(string name) => Assert.Equal(Gallery.Make(name).ToSvg(), Gallery.Make(name).ToSvg());
}
