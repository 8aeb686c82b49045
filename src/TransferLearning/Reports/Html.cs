using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace TransferLearning.Reporting;

/// <summary>
/// A piece of a page. Made from an interpolated string, whose text is markup and whose values are escaped, except those that are
/// pieces themselves: a file name cannot become markup by forgetting a call.
/// </summary>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty { get; } = new("");

    public static Html Of(Builder builder) => new(builder.Take());

    /// <summary>Text that is part of the program, such as its style sheet, as it stands.</summary>
    public static Html Trusted(string constant) => new(constant);

    /// <summary>Markup that our own renderer has made.</summary>
    public static Html Svg(Chart chart) => new(chart.ToSvg());

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece._markup)));

    public override string ToString() => _markup;

    /// <summary>What the compiler turns an interpolated string into.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Builder
    {
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html piece) => _text.Append(piece._markup);

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (Html piece in pieces)
            {
                _text.Append(piece._markup);
            }
        }

        public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => _text.Append(value);

        internal string Take() => _text.ToString();
    }
}
