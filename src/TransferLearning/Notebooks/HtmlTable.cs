using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TransferLearning;

/// <summary>A small table, as HTML without colours of its own (it suits light and dark pages, and GitHub) or as plain text.</summary>
/// <param name="Title">Above the table; null for none.</param>
/// <param name="Header">Names of the columns; empty for names and values below each other.</param>
/// <param name="Rows">The cells; a line break in one begins a second line. Columns after the first are aligned to the right if there is a
/// header.</param>
/// <param name="Foot">A line under the table; null for none.</param>
internal sealed record HtmlTable(string? Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows,
    string? Foot = null)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Names and values.</summary>
    public static HtmlTable OfFacts(string? title, IEnumerable<(string Name, string Value)> facts, string? foot = null) =>
        new(title, [], [.. facts.Select(fact => (string[])[fact.Name, fact.Value])], foot);

    /// <summary>Makes a text harmless in HTML; line breaks stay.</summary>
    public static string Encode(string text) => string.Join("<br>", text.Split('\n').Select(Encoder.Encode));

    public string ToHtml() => (Title is null ? "" : $"<p><strong>{Encode(Title)}</strong></p>") + "<table>"
        + (Header.Count == 0 ? "" : $"<thead>{Row("th", Header)}</thead>")
        + $"<tbody>{string.Concat(Rows.Select(row => Row("td", row)))}</tbody></table>"
        + (Foot is null ? "" : $"<p>{Encode(Foot)}</p>");

    public string ToText()
    {
        IReadOnlyList<string>[] rows = [.. new[] { Header }.Concat(Rows).Where(row => row.Count > 0)];
        int[] widths = [.. rows.FirstOrDefault([]).Select((_, column) => rows.Max(row => row[column].Length))];
        IEnumerable<string> lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => IsRight(column)
            ? OnOneLine(cell).PadLeft(widths[column]) : OnOneLine(cell).PadRight(widths[column]))).TrimEnd());
        return string.Join("\n", new[] { Title }.Concat(lines).Append(Foot).OfType<string>());
    }

    private bool IsRight(int column) => Header.Count > 0 && column > 0;

    private static string OnOneLine(string cell) => cell.Replace('\n', ' ');

    private string Row(string kind, IReadOnlyList<string> cells) => "<tr>"
        + string.Concat(cells.Select((cell, column) =>
            $"<{kind} style=\"text-align:{(IsRight(column) ? "right" : "left")}\">{Encode(cell)}</{kind}>")) + "</tr>";
}
