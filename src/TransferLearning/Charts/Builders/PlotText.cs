using System.Net;
using System.Text.RegularExpressions;

namespace TransferLearning.Charting;

/// <summary>
/// Plotly's texts are a little HTML (&lt;b&gt;, &lt;br&gt;, &lt;span&gt;): names of files and classes must be escaped on their way in, and the
/// static renderer needs them plain again.
/// </summary>
internal static partial class PlotText
{
    public static string Escape(string plain) => plain
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Bold(string markup) => $"<b>{markup}</b>";

    /// <summary>Without tags; a line break becomes a line feed.</summary>
    public static string Plain(string markup) => WebUtility.HtmlDecode(Tag().Replace(LineBreak().Replace(markup, "\n"), ""));

    public static bool IsBold(string markup) =>
        markup.StartsWith("<b>", StringComparison.OrdinalIgnoreCase) && markup.EndsWith("</b>", StringComparison.OrdinalIgnoreCase);

    /// <summary>The lines of a text, still with their tags.</summary>
    public static string[] Lines(string markup) => LineBreak().Split(markup);

    [GeneratedRegex(@"<br\s*/?>|\n", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"</?[a-z][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
