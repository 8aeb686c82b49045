using System.Globalization;
using System.Text.RegularExpressions;

namespace TransferLearning.Charting.Drawing;

/// <summary>A colour as SVG takes it ("#0072b2", or a name), and how much of it covers the ground.</summary>
internal readonly partial record struct CssColor(string Color, double Opacity)
{
    /// <summary>Reads "#rgb", "#rrggbb", "rgb(…)", "rgba(…)" or a name.</summary>
    public static CssColor Read(string text)
    {
        text = text.Trim();
        if (text is ['#', var r, var g, var b])
        {
            return new($"#{r}{r}{g}{g}{b}{b}", 1);
        }

        Match match = Function().Match(text);
        if (!match.Success)
        {
            return new(text, 1);
        }

        double[] parts = [.. match.Groups[1].Value.Split(',').Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
        return new(Hex(parts[0], parts[1], parts[2]), parts.Length > 3 ? Math.Clamp(parts[3], 0, 1) : 1);
    }

    /// <summary>Part of the way from one colour to another.</summary>
    public static CssColor Between(CssColor first, CssColor second, double part)
    {
        double opacity = first.Opacity + ((second.Opacity - first.Opacity) * part);
        if (first.Color == second.Color || first.Opacity == 0 || second.Opacity == 0)
        {
            return new(first.Opacity == 0 ? second.Color : first.Color, opacity);
        }

        return first.Channels is [var r1, var g1, var b1] && second.Channels is [var r2, var g2, var b2]
            ? new(Hex(r1 + ((r2 - r1) * part), g1 + ((g2 - g1) * part), b1 + ((b2 - b1) * part)), opacity)
            : new(part < 0.5 ? first.Color : second.Color, opacity);
    }

    private double[]? Channels => Color is ['#', _, _, _, _, _, _]
        && int.TryParse(Color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int rgb)
        ? [rgb >> 16, (rgb >> 8) & 255, rgb & 255] : null;

    private static string Hex(double r, double g, double b) =>
        $"#{(int)Math.Round(Math.Clamp(r, 0, 255)):x2}{(int)Math.Round(Math.Clamp(g, 0, 255)):x2}{(int)Math.Round(Math.Clamp(b, 0, 255)):x2}";

    [GeneratedRegex(@"^rgba?\(\s*([\d.]+\s*,\s*[\d.]+\s*,\s*[\d.]+\s*(?:,\s*[\d.]+\s*)?)\)$")]
    private static partial Regex Function();
}
