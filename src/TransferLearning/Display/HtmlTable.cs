using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TransferLearning.Display;

/// <summary>A small table in HTML without colours of its own, so that it suits light and dark pages, and GitHub.</summary>
internal static class HtmlTable
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes a table.</summary>
    /// <param name="title">Above the table; null for none.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rows">The cells. Columns after the first are aligned to the right.</param>
    /// <param name="foot">A line under the table; null for none.</param>
    public static string Of(string? title, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, string? foot = null)
    {
        var html = new StringBuilder();
        html.Append(title is null ? "" : $"<p><strong>{Encode(title)}</strong></p>");
        html.Append("<table><thead>").Append(Row("th", header)).Append("</thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append(Row("td", row));
        }

        html.Append("</tbody></table>");
        return html.Append(foot is null ? "" : $"<p>{Encode(foot)}</p>").ToString();
    }

    /// <summary>Names and values below each other.</summary>
    public static string OfFacts(params IEnumerable<(string Name, string Value)> facts)
    {
        var html = new StringBuilder("<table><tbody>");
        foreach ((string name, string value) in facts)
        {
            html.Append($"<tr><th style=\"text-align:left\">{Encode(name)}</th><td style=\"text-align:left\">{Encode(value)}</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Makes a text harmless in HTML.</summary>
    public static string Encode(string text) => Encoder.Encode(text);

    private static string Row(string cell, IReadOnlyList<string> texts) =>
        $"<tr>{string.Concat(texts.Select((text, column) => $"<{cell} style=\"text-align:{(column == 0 ? "left" : "right")}\">{Encode(text)}</{cell}>"))}</tr>";
}
