using System.Globalization;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;

namespace TransferLearning.Tests.Charting;

/// <summary>Colours read on light and dark ground and to those who see colours otherwise.</summary>
public class ColorTests
{
    // How protans and deutans see linear red, green and blue (Viénot, Brettel and Mollon 1999).
    private static readonly double[][] Protan = [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]];
    private static readonly double[][] Deutan = [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]];

    public static TheoryData<string> Inks => [Colors.Ink, Colors.Muted, .. Colors.Series];

    [Theory]
    [MemberData(nameof(Inks))]
    public void Text_in_every_colour_stands_out_from_the_ground(string color)
    {
        Assert.InRange(Contrast(color, Colors.Background), 4.5, 21);
        Assert.InRange(Contrast(Colors.Dark[color], Colors.Dark[Colors.Background]), 4.5, 21);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.49)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.75)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    public void The_number_in_a_shaded_cell_stands_out_from_the_shade(double part)
    {
        string ink = ConfusionFigure.InkOn(part);
        foreach (string shade in new[] { Colors.Blue, Colors.Vermilion })
        {
            Assert.InRange(Contrast(ink, Blend(shade, Colors.Background, 0.05 + (0.95 * part))), 3, 21);
            Assert.InRange(
                Contrast(Colors.Dark[ink], Blend(Colors.Dark[shade], Colors.Dark[Colors.Background], 0.05 + (0.95 * part))), 3, 21);
        }
    }

    [Fact]
    public void The_three_strategies_look_different_to_every_eye()
    {
        string[] colors = SeriesColors.Of(["from scratch", "frozen", "fine-tuned"]);
        Assert.Equal(3, colors.Distinct().Count());
        foreach (double[][] eye in new[] { Protan, Deutan })
        {
            foreach (string[] scheme in new[] { colors, [.. colors.Select(c => Colors.Dark[c])] })
            {
                for (int i = 0; i < 3; i++)
                {
                    Assert.InRange(Distance(Seen(scheme[i], eye), Seen(scheme[(i + 1) % 3], eye)), 15, 200);
                }
            }
        }
    }

    private static double[] Linear(string color) =>
        [.. Enumerable.Range(0, 3).Select(i => int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double Contrast(string a, string b)
    {
        double La = Luminance(a), Lb = Luminance(b);
        return (Math.Max(La, Lb) + 0.05) / (Math.Min(La, Lb) + 0.05);
    }

    private static double Luminance(string color) =>
        Linear(color) is [var r, var g, var b] ? (0.2126 * r) + (0.7152 * g) + (0.0722 * b) : 0;

    private static string Blend(string over, string under, double opacity)
    {
        int Channel(string color, int i) => int.Parse(color.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return "#" + string.Concat(Enumerable.Range(0, 3).Select(i => ((int)Math.Round((Channel(over, i) * opacity) + (Channel(under, i) * (1 - opacity)))).ToString("x2")));
    }

    /// <summary>CIELAB of a colour as an eye sees it.</summary>
    private static double[] Seen(string color, double[][] eye)
    {
        double[] rgb = Linear(color);
        double[] seen = [.. eye.Select(row => Math.Clamp(row.Zip(rgb, (m, v) => m * v).Sum(), 0, 1))];
        double x = ((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.9505;
        double y = (0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2]);
        double z = ((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.089;
        double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
        return [(116 * F(y)) - 16, 500 * (F(x) - F(y)), 200 * (F(y) - F(z))];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());
}
