using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary>
/// Holds the figures that a notebook's texts quote against its outputs. The rule: after the first output, every number in a text that has a
/// decimal point, a thousands separator or a % must occur in the notebook's outputs or code, rounded to the digits that the text gives
/// (95.1 % is .951 is 0.951). With three digits or more it may occur anywhere in the notebook; with one or two, which chance finds too
/// easily, in the text's own section: between the two headings of level 1 or 2 around it. Free of the rule are headings, `code`, and
/// sentences that say where their figures come from: by a link, or by a comment &lt;!-- figure: the article --&gt; in or behind the
/// sentence.
/// </summary>
internal static partial class QuotedFigures
{
    /// <summary>The figures that are nowhere to be found, each with its sentence.</summary>
    public static IReadOnlyList<string> NotFound(NotebookFile notebook)
    {
        int section = 0;
        bool anyOutput = false;
        List<(int Section, string Sentence, Figure Figure)> quoted = [];
        List<(int Section, Figure Figure)> found = [];
        foreach (JsonObject cell in notebook.Cells)
        {
            string source = NotebookFile.Text(cell["source"]);
            if (NotebookFile.IsCode(cell))
            {
                string[] shown = cell.Shown();
                anyOutput |= shown.Length > 0;
                found.AddRange(shown.Append(source).SelectMany(Figures).Select(figure => (section, figure)));
                continue;
            }

            foreach (string block in Block().Split(HeadingLine().Replace(Fence().Replace(source, ""), "$0\n")))
            {
                if (Heading().IsMatch(block))
                {
                    section++;
                }

                if (anyOutput && !block.TrimStart().StartsWith('#'))
                {
                    quoted.AddRange(
                        from sentence in Sentence().Split(block)
                        where !Source().IsMatch(sentence)
                        from figure in Figures(Code().Replace(sentence, " "))
                        where figure.IsQuotation
                        select (section, sentence.Trim(), figure));
                }
            }
        }

        return [.. from quote in quoted
                   where !found.Exists(shown =>
                       quote.Figure.Is(shown.Figure) && (quote.Figure.Digits >= 3 || shown.Section == quote.Section))
                   select $"{quote.Figure.Text} in \"{quote.Sentence}\""];
    }

    /// <summary>What an output says: its words, or else its HTML without tags.</summary>
    public static string Words(JsonObject data)
    {
        string html = WebUtility.HtmlDecode(Tag().Replace(Style().Replace(NotebookFile.Text(data["text/html"]), " "), " "));
        return $"{NotebookFile.Text(data["text/plain"])} {html} {NotebookFile.Text(data["text/markdown"])}".Trim();
    }

    private static IEnumerable<Figure> Figures(string text) => Number().Matches(text).Select(found => new Figure(
        found.Value.Trim(), found.Groups["digits"].Value.Replace(",", "", StringComparison.Ordinal), found.Groups["percent"].Success));

    /// <param name="Text">As it is written.</param>
    /// <param name="Number">The number in it.</param>
    /// <param name="IsPercent">Whether that counts hundredths.</param>
    private sealed record Figure(string Text, string Number, bool IsPercent)
    {
        private double Value { get; } = double.Parse(Number, NumberStyles.Float, CultureInfo.InvariantCulture);

        /// <summary>How many digits it has, without zeros in front.</summary>
        public int Digits => Number.TrimStart('0', '.').Count(char.IsAsciiDigit);

        /// <summary>Whether a text that says it must be right.</summary>
        public bool IsQuotation => IsPercent || Text.AsSpan().ContainsAny('.', ',');

        /// <summary>Whether the other, rounded to the digits of this, is this.</summary>
        public bool Is(Figure other)
        {
            int point = Number.IndexOf('.', StringComparison.Ordinal);
            double half = 0.5 * Math.Pow(10, point < 0 ? 0 : point + 1 - Number.Length);
            double[] said = (IsPercent, other.IsPercent) switch
            {
                (true, false) => [100 * other.Value],
                (false, true) => [other.Value, other.Value / 100],
                _ => [other.Value],
            };
            return Array.Exists(said, value => Math.Abs(Value - value) <= half + 1e-9);
        }
    }

    [GeneratedRegex(
        @"(?<![\w.,])" +
        @"(?<digits>\d{1,3}(,\d{3})+(\.\d+)?|\d*\.\d+([eE][-+]?\d+)?|\d+([eE][-+]?\d+)?)(?<percent>[ \u00a0\u202f]?%)?(?!\w|\.\d)")]
    private static partial Regex Number();

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^\s*#{1,2} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\n\s*\n|\n(?=\s*([-*|]|\d+\.|#+) )")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<=[.!?:;][""”)*_]*|-->)\s+(?!<!--)(?=[^a-z\d])")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\]\([^)]+\)|<!-- *figure:|https?://")]
    private static partial Regex Source();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`]+`|<[^>]+>")]
    private static partial Regex Code();

    [GeneratedRegex("<(style|script).*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
