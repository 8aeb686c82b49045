using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning.Tests.Charting;

/// <summary>An SVG read back: what the tests ask of a chart.</summary>
internal sealed class SvgPicture
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public SvgPicture(string text)
    {
        Text = text;
        Root = XDocument.Parse(text).Root!;
    }

    public SvgPicture(Chart chart)
        : this(chart.ToSvg())
    {
    }

    public string Text { get; }
    public XElement Root { get; }
    public double Width => Number(Root, "width");
    public double Height => Number(Root, "height");

    /// <summary>The elements of that name, without the shine around texts.</summary>
    public IEnumerable<XElement> All(string element) => Root.Descendants(Svg + element).Where(e => e.Attribute("aria-hidden") is null);

    public IEnumerable<XElement> Filled(string element, string color) => All(element).Where(e => e.Attribute("fill")?.Value == color);

    public IEnumerable<string> Texts => All("text").Select(t => t.Value);

    public XElement TextElement(string content) => All("text").First(t => t.Value == content);

    public static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>The points of every path stroked in <paramref name="color"/>.</summary>
    public IEnumerable<(double X, double Y)[]> Lines(string color) => All("path")
        .Where(p => p.Attribute("stroke")?.Value == color)
        .Select(p => Regex.Matches(p.Attribute("d")!.Value, @"[ML](-?[\d.]+) (-?[\d.]+)")
            .Select(m => (double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)))
            .ToArray());

    /// <summary>The value at a pixel of an axis, by two of its tick labels.</summary>
    public double ValueAtX(double x, (string Label, double Value) a, (string Label, double Value) b)
    {
        double xa = Number(TextElement(a.Label), "x"), xb = Number(TextElement(b.Label), "x");
        return a.Value + ((x - xa) / (xb - xa) * (b.Value - a.Value));
    }

    /// <summary>The box of each line of text, somewhat narrower than the widest font would have it; slanted texts are left out.</summary>
    public IEnumerable<(string Text, double Left, double Top, double Right, double Bottom)> TextBoxes()
    {
        foreach (XElement text in All("text").Where(t => t.Attribute("transform") is null))
        {
            double size = Number(text.AncestorsAndSelf().First(e => e.Attribute("font-size") is not null), "font-size"), width = TextMetrics.Width(text.Value, size) * 0.97;
            double x = Number(text, "x"), baseline = Number(text, "y");
            double left = text.AncestorsAndSelf().Select(e => e.Attribute("text-anchor")?.Value).FirstOrDefault(a => a is not null) switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
            yield return (text.Value, left, baseline - (size * 0.75), left + width, baseline + (size * 0.1));
        }
    }
}
