using System.Text;
using System.Text.RegularExpressions;

namespace TransferLearning.Display;

/// <summary>A drawing as a picture of a page, everything inside its address: it passes where a page's drawings are taken out.</summary>
internal static partial class DrawingHtml
{
    public static string Of(Chart chart)
    {
        string svg = chart.ToSvg();
        string size = Size().Match(svg) is { Success: true } match ? $" width=\"{match.Groups[1].Value}\" height=\"{match.Groups[2].Value}\"" : "";
        return $"<img alt=\"{HtmlTable.Encode(chart.ToString())}\"{size} src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\">";
    }

    [GeneratedRegex("^<svg [^>]*?width=\"([\\d.]+)\" height=\"([\\d.]+)\"")]
    private static partial Regex Size();
}
