using System.Text;

namespace TransferLearning.Charting.Drawing;

/// <summary>
/// Writes SVG elements. Every colour stands as an attribute, which survives where style sheets are stripped, and, where it is one
/// of <see cref="Colors"/>, as a class besides, which a style sheet turns into its dark partner.
/// </summary>
internal sealed class SvgWriter
{
    /// <summary>The fill of an element that looks like its group.</summary>
    public const string Inherit = "";

    private static readonly string[] Known = [.. Colors.Dark.Keys];
    private readonly StringBuilder _text = new();
    private readonly SortedSet<string> _rules = new(StringComparer.Ordinal);

    public void Rectangle(
        double x, double y, double width, double height, string fill, double opacity = 1, double radius = 0, string? hover = null)
    {
        _text.Append($"<rect x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" width=\"{SvgText.Number(width)}\" height=\"{SvgText.Number(height)}\"");
        if (radius > 0)
        {
            _text.Append($" rx=\"{SvgText.Number(radius)}\"");
        }

        Paint(fill, opacity, null, 0, "solid");
        Close("rect", hover);
    }

    public void Line(double x1, double y1, double x2, double y2, LineStyle style)
    {
        _text.Append($"<line x1=\"{SvgText.Number(x1)}\" y1=\"{SvgText.Number(y1)}\" x2=\"{SvgText.Number(x2)}\" y2=\"{SvgText.Number(y2)}\"");
        Paint(null, 1, style.Color, style.Width, style.Dash, style.Opacity);
        Close("line", null);
    }

    /// <summary>A path with the data <paramref name="d"/>, filled or stroked.</summary>
    public void Path(string d, string? fill, double opacity, LineStyle? stroke, string? hover = null)
    {
        _text.Append($"<path d=\"{d}\"");
        Paint(fill, opacity, stroke?.Color, stroke?.Width ?? 0, stroke?.Dash ?? "solid", stroke?.Opacity ?? 1);
        Close("path", hover);
    }

    public void Circle(
        double x, double y, double radius, string fill, double opacity, string? stroke = null, double strokeWidth = 0, string? hover = null)
    {
        _text.Append($"<circle cx=\"{SvgText.Number(x)}\" cy=\"{SvgText.Number(y)}\" r=\"{SvgText.Number(radius)}\"");
        Paint(fill, opacity, stroke, strokeWidth, "solid");
        Close("circle", hover);
    }

    /// <summary>One line of text. <paramref name="anchor"/> is "start", "middle" or "end"; y is the middle of the letters' height.</summary>
    public void Text(
        string content, double x, double y, double size, string color, string anchor = "start", bool bold = false, double angle = 0, bool halo = false)
    {
        if (halo)
        {
            // The ground shines around the letters, so that they read across a line. As a text of its own: pages that let only plain drawing
            // through know no order of painting.
            Text(content, x, y, size, Colors.Background, anchor, bold, angle, new LineStyle(Colors.Background, 3.5));
        }

        Text(content, x, y, size, color, anchor, bold, angle, stroke: null);
    }

    private void Text(string content, double x, double y, double size, string color, string anchor, bool bold, double angle, LineStyle? stroke)
    {
        _text.Append($"<text x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y + (size * 0.35))}\" font-size=\"{SvgText.Number(size)}\"");
        if (anchor != "start")
        {
            _text.Append($" text-anchor=\"{anchor}\"");
        }

        if (bold)
        {
            _text.Append(" font-weight=\"600\"");
        }

        if (angle != 0)
        {
            _text.Append($" transform=\"rotate({SvgText.Number(angle)} {SvgText.Number(x)} {SvgText.Number(y)})\"");
        }

        Paint(color, 1, stroke?.Color, stroke?.Width ?? 0, "solid");
        _text.Append(stroke is null ? "" : " stroke-linejoin=\"round\" aria-hidden=\"true\"");
        _text.Append('>').Append(SvgText.Escape(content)).Append("</text>");
    }

    /// <summary>Short texts about their middles, all of one size and colour.</summary>
    public void TextsInOneLook(IEnumerable<(double X, double Y, string Content)> texts, double size, string color, bool bold)
    {
        _text.Append($"<g font-size=\"{SvgText.Number(size)}\" text-anchor=\"middle\"{(bold ? " font-weight=\"600\"" : "")}");
        Paint(color, 1, null, 0, "solid");
        _text.Append('>');
        foreach ((double x, double y, string content) in texts)
        {
            _text.Append($"<text x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y + (size * 0.35))}\">{SvgText.Escape(content)}</text>");
        }

        _text.Append("</g>");
    }

    public void Image(double x, double y, double width, double height, string uri, string description)
    {
        _text.Append(
            $"<image x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" width=\"{SvgText.Number(width)}\" height=\"{SvgText.Number(height)}\" href=\"{SvgText.Escape(uri)}\">");
        _text.Append($"<title>{SvgText.Escape(description)}</title></image>");
    }

    /// <summary>What is written until the matching <see cref="EndClip"/> shows only inside the rectangle.</summary>
    public void BeginClip(double x, double y, double width, double height)
    {
        string box = $"{SvgText.Number(x)} {SvgText.Number(y)} {SvgText.Number(width)} {SvgText.Number(height)}";
        _text.Append($"<svg x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" width=\"{SvgText.Number(width)}\" height=\"{SvgText.Number(height)}\" viewBox=\"{box}\">");
    }

    public void EndClip() => _text.Append("</svg>");

    /// <summary>The whole document. No identifiers, so that many of them can stand in one page.</summary>
    public string Document(double width, double height, string title, string description)
    {
        string style = _rules.Count == 0 ? "" : $"<style>@media screen and (prefers-color-scheme:dark){{{string.Concat(_rules)}}}</style>";
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SvgText.Number(width)}\" height=\"{SvgText.Number(height)}\" "
            + $"viewBox=\"0 0 {SvgText.Number(width)} {SvgText.Number(height)}\" role=\"img\" aria-label=\"{SvgText.Escape(title)}\" "
            + "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\" style=\"font-variant-numeric:tabular-nums\">"
            + $"<title>{SvgText.Escape(title)}</title><desc>{SvgText.Escape(description)}</desc>{style}{_text}</svg>";
    }

    /// <summary>What is written until the matching <see cref="EndGroup"/> with the fill <see cref="Inherit"/> looks like this.</summary>
    public void BeginGroup(string? fill, double opacity, LineStyle? stroke)
    {
        _text.Append("<g");
        Paint(fill, opacity, stroke?.Color, stroke?.Width ?? 0, "solid", stroke?.Opacity ?? 1);
        _text.Append('>');
    }

    public void EndGroup() => _text.Append("</g>");

    private void Paint(string? fill, double fillOpacity, string? stroke, double strokeWidth, string dash, double strokeOpacity = 1)
    {
        if (fill == Inherit)
        {
            return;
        }

        string classes = "";
        _text.Append($" fill=\"{SvgText.Escape(fill ?? "none")}\"");
        classes += Class(fill, "fill");
        if (fill is not null && fillOpacity < 1)
        {
            _text.Append($" fill-opacity=\"{SvgText.Number(fillOpacity)}\"");
        }

        if (stroke is not null)
        {
            _text.Append($" stroke=\"{SvgText.Escape(stroke)}\" stroke-width=\"{SvgText.Number(strokeWidth)}\"");
            classes += Class(stroke, "stroke");
            if (strokeOpacity < 1)
            {
                _text.Append($" stroke-opacity=\"{SvgText.Number(strokeOpacity)}\"");
            }

            _text.Append(dash switch
            {
                "dash" => " stroke-dasharray=\"6 4\"",
                "dot" => " stroke-dasharray=\"1.5 3.5\"",
                "round" => " stroke-linecap=\"round\"",
                _ => "",
            });
        }

        if (classes.Length > 0)
        {
            _text.Append($" class=\"{classes.TrimEnd()}\"");
        }
    }

    /// <summary>The class of a known colour, and its rule for dark screens.</summary>
    private string Class(string? color, string property)
    {
        int index = color is null ? -1 : Array.IndexOf(Known, color);
        if (index < 0)
        {
            return "";
        }

        string name = $"tl-{property[0]}{index}";
        _rules.Add($".{name}{{{property}:{Colors.Dark[color!]}}}");
        return name + " ";
    }

    private void Close(string element, string? hover) =>
        _text.Append(hover is null ? "/>" : $"><title>{SvgText.Escape(hover)}</title></{element}>");
}
