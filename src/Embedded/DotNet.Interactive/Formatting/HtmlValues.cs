using System.Collections;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The default HTML of values: HTML as it is, plain values as text, sequences as tables, other things as a tree of their members.</summary>
internal static class HtmlValues
{
    private const int OpenLevels = 2;

    public static void Write(object? value, FormatContext context)
    {
        switch (value)
        {
            case IHtmlContent html:
                html.WriteTo(context.Writer, HtmlEncoder.Default);
                break;
            case null or string or decimal:
                WriteText(PlainTextValues.Summary(value), context);
                break;
            case DateTime or DateTimeOffset:
                context.Writer.Write($"<span>{((IFormattable)value).ToString("u", null)}</span>");
                break;
            case TimeSpan or Enum:
                context.Writer.Write($"<span>{Html.Encode(value.ToString()!)}</span>");
                break;
            case Type type:
                context.Writer.Write(Html.Encode(TypeNames.Of(type)));
                break;
            case not null when IsPlain(value.GetType()) || context.Depth >= Formatter.RecursionLimit:
                WriteText(PlainTextValues.Summary(value), context);
                break;
            case IDictionary dictionary:
                WriteTable("key", [.. Entries(dictionary)], dictionary.Count, context);
                break;
            case IEnumerable items when ItemType(items.GetType()) is { } itemType && IsPlain(itemType):
                WriteText(PlainTextValues.Summary(items), context);
                break;
            case IEnumerable items:
                WriteTable("index", [.. items.Cast<object?>().Take(Formatter.ListExpansionLimit + 1).Select((item, index) => ((object?)new HtmlString(index.ToString()), item))], (items as ICollection)?.Count, context);
                break;
            default:
                WriteTree(value, context);
                break;
        }
    }

    private static void WriteText(string text, FormatContext context)
    {
        context.RequireStyles();
        context.Writer.Write($"<div class=\"dni-plaintext\"><pre>{Html.Encode(text)}</pre></div>");
    }

    private static void WriteTree(object value, FormatContext context)
    {
        context.RequireStyles();
        string open = context.Depth < OpenLevels ? " open=\"open\"" : "";
        context.Writer.Write($"<details{open} class=\"dni-treeview\"><summary><span class=\"dni-code-hint\"><code>{Html.Encode(PlainTextValues.Summary(value))}</code></span></summary><div><table><thead><tr></tr></thead><tbody>");
        foreach ((string name, Func<object?> read) in Members.Of(value))
        {
            context.Writer.Write($"<tr><td>{Html.Encode(name)}</td><td>");
            context.Nest(() => Formatter.Write(read(), context, HtmlFormatter.MimeType));
            context.Writer.Write("</td></tr>");
        }

        context.Writer.Write("</tbody></table></div></details>");
    }

    private static void WriteTable(string head, List<(object? Head, object? Value)> rows, int? count, FormatContext context)
    {
        context.RequireStyles();
        if (rows.Count == 0)
        {
            context.Writer.Write("<i>(empty)</i>");
            return;
        }

        context.Writer.Write($"<table><thead><tr><th><i>{head}</i></th><th>value</th></tr></thead><tbody>");
        foreach ((object? label, object? value) in rows.Take(Formatter.ListExpansionLimit))
        {
            context.Writer.Write("<tr><td>");
            context.Nest(() => Formatter.Write(label, context, HtmlFormatter.MimeType));
            context.Writer.Write("</td><td>");
            context.Nest(() => Formatter.Write(value, context, HtmlFormatter.MimeType));
            context.Writer.Write("</td></tr>");
        }

        if (rows.Count > Formatter.ListExpansionLimit)
        {
            context.Writer.Write($"<tr><td colspan=\"2\"><i>{(count is { } all ? $"({all - Formatter.ListExpansionLimit} more)" : "... (more)")}</i></td></tr>");
        }

        context.Writer.Write("</tbody></table>");
    }

    private static IEnumerable<(object? Head, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (entry.Key, entry.Value);
        }
    }

    private static Type? ItemType(Type type) =>
        type.GetElementType() ?? type.GetInterfaces().Append(type)
            .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>Numbers, characters, truth values and the like, which are their text.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type == typeof(string) || type == typeof(decimal) || type == typeof(Half) || type == typeof(Guid) || type == typeof(Uri)
        || type.IsEnum || type == typeof(System.Numerics.BigInteger) || (Nullable.GetUnderlyingType(type) is { } inner && IsPlain(inner));
}
