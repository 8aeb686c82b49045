using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>HTML out of strings.</summary>
public static class Html
{
    /// <summary>A string that is HTML already.</summary>
    public static IHtmlContent ToHtmlContent(this string value) => new HtmlString(value);

    /// <summary>A string with what HTML would read as markup written so that it reads as text.</summary>
    public static IHtmlContent HtmlEncode(this string content) => new HtmlString(Encode(content));

    /// <summary>Only what must be: names and figures of any script stay as they are.</summary>
    internal static string Encode(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
