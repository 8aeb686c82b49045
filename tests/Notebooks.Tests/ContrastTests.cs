using System.Globalization;
using System.Text.RegularExpressions;
using Lab.Notebooks.Pages;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>Contrast as WCAG 2 reckons it: at least 4.5 for text (AA), at least 3 for lines that mean something.</summary>
public sealed partial class ContrastTests
{
    private const double Text = 4.5, Graphic = 3;

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]   // https://webaim.org/resources/contrastchecker
    [InlineData("#ff0000", "#ffffff", 4.00)]
    public void It_is_reckoned_as_elsewhere(string color, string ground, double ratio) => Assert.Equal(ratio, Ratio(color, ground), 0.005);

    [Theory]
    [InlineData("light", 0)]
    [InlineData("dark", 1)]
    public void Words_and_code_of_a_page_stand_out(string scheme, int index)
    {
        Dictionary<string, string> colors = Colors(PageStyle.Css, index);

        Assert.Equal(scheme == "light", Luminance(colors["ground"]) > 0.5);
        Assert.All(
            from color in new[] { "ink", "muted", "accent", "key", "text", "number", "note", "type", "call" }
            from ground in new[] { "ground", "soft" }
            select (color, ground),
            pair => AssertStandsOut(colors[pair.color], colors[pair.ground], Text));
        AssertStandsOut(colors["bad"], colors["bad-ground"], Text);
        AssertStandsOut(colors["ground"], colors["ink"], Text);   // the button when it is pressed
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void So_do_those_of_the_application_s_page(int scheme)
    {
        Dictionary<string, string> colors = Colors(File.ReadAllText(Checkout.PathOf("notebooks/pet-server.html")), scheme);

        Assert.All(
            from color in new[] { "ink", "muted", "accent" } from ground in new[] { "ground", "soft" } select (color, ground),
            pair => AssertStandsOut(colors[pair.color], colors[pair.ground], Text));
        AssertStandsOut(colors["bad"], colors["ground"], Text);
        AssertStandsOut(colors["line"], colors["ground"], Graphic);
    }

    [Fact]
    public void Names_and_lines_of_charts_stand_out_on_white()
    {
        string[] texts = [Palette.Ink, Palette.Muted, .. Enumerable.Range(0, 6).Select(Palette.OfSeries)];

        Assert.All(texts, color => AssertStandsOut(color, "#ffffff", Text));
        AssertStandsOut(Palette.Line, "#ffffff", Graphic);
    }

    private static void AssertStandsOut(string color, string ground, double least) =>
        Assert.True(Ratio(color, ground) >= least, $"{color} on {ground} has a contrast of {Ratio(color, ground):0.00}");

    /// <summary>The variables of the light scheme (0) or the dark one (1).</summary>
    private static Dictionary<string, string> Colors(string css, int scheme) =>
        Variable().Matches(Scheme().Matches(css)[scheme].Value)
            .ToDictionary(variable => variable.Groups[1].Value, variable => variable.Groups[2].Value);

    private static double Ratio(string one, string other)
    {
        double[] both = [.. new[] { Luminance(one), Luminance(other) }.Order()];
        return (both[1] + 0.05) / (both[0] + 0.05);
    }

    private static double Luminance(string color)
    {
        string digits = color.Length == 4 ? string.Concat(color[1..].Select(digit => $"{digit}{digit}")) : color[1..];
        double[] linear = [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(share => share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex(@":root *\{[^}]*\}")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"--([\w-]+): *(#[0-9a-f]{3,6})\b")]
    private static partial Regex Variable();
}
