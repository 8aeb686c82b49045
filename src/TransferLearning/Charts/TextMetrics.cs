namespace TransferLearning.Charting;

/// <summary>How wide a text will be, without knowing the reader's font: the widths of a common sans serif, generously.</summary>
internal static class TextMetrics
{
    private const string Ellipsis = "…";

    /// <summary>Width in pixels at a font size of <paramref name="size"/> pixels.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        double units = 0;
        foreach (char c in text)
        {
            units += c switch
            {
                'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' => 0.29,
                'f' or 't' or 'r' or 'I' or ' ' or '\u00A0' or '(' or ')' or '[' or ']' or '-' or '/' or '·' => 0.37,
                'm' or 'w' or 'M' or 'W' or '%' or '@' or '—' or '…' => 0.92,
                >= 'A' and <= 'Z' => 0.7,
                < '\u2E80' => 0.58,
                _ => 1.02,
            };
        }

        return units * size * (bold ? 1.07 : 1.0);
    }

    /// <summary>The text, cut and ended with an ellipsis if it is wider than <paramref name="width"/> pixels.</summary>
    public static string Fit(string text, double width, double size, bool bold = false)
    {
        if (Width(text, size, bold) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 1 && Width(text[..length] + Ellipsis, size, bold) > width)
        {
            length--;
        }

        if (char.IsHighSurrogate(text[length - 1]) && length > 1)
        {
            length--;
        }

        return text[..length].TrimEnd() + Ellipsis;
    }

    /// <summary>The text in lines of at most <paramref name="width"/> pixels, broken between words; what is too long for the last line is cut.</summary>
    public static List<string> Wrap(string text, double width, double size, bool bold = false, int maximumLines = 3)
    {
        var lines = new List<string>();
        foreach (string paragraph in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string line = "";
            foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && Width(longer, size, bold) > width)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = longer;
                }
            }

            lines.Add(line);
        }

        if (lines.Count > maximumLines)
        {
            string rest = string.Join(' ', lines.Skip(maximumLines - 1));
            lines.RemoveRange(maximumLines - 1, lines.Count - maximumLines + 1);
            lines.Add(rest);
        }

        return [.. lines.Select(line => Fit(line, width, size, bold))];
    }
}
