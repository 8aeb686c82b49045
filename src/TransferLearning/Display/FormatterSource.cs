namespace TransferLearning.Display;

/// <summary>
/// How values of <typeparamref name="T"/> are shown as the last expression of a cell: one form for each MIME type. A type names its source with
/// <see cref="TypeFormatterSourceAttribute"/>:
/// <code>
/// [TypeFormatterSource(typeof(SplitDisplay))]
/// public sealed class Split …
/// internal sealed class SplitDisplay() : FormatterSource&lt;Split&gt;(
///     (MimeTypes.Html, split => …),
///     (MimeTypes.Text, split => split.ToString()));
/// </code>
/// </summary>
/// <param name="forms">MIME type and what writes it.</param>
internal abstract class FormatterSource<T>(params (string MimeType, Func<T, string> Write)[] forms) : IFormatterSource
{
    /// <summary>One formatter a form; the kernel finds this method by its name.</summary>
    public IEnumerable<TypeFormatter> CreateTypeFormatters() =>
        forms.Select(form => new TypeFormatter(form.MimeType, value => form.Write((T)value)));
}
