using System.Collections;
using System.Reflection;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The default plain text of values: what they say of themselves; sequences in brackets; of other things the type and its properties.</summary>
internal static class PlainTextValues
{
    public static void Write(object? value, FormatContext context)
    {
        switch (value)
        {
            case null:
                context.Writer.Write(Formatter.NullString);
                break;
            case string text:
                context.Writer.Write(text);
                break;
            case IEnumerable items when SaysNothing(value.GetType()):
                context.Writer.Write(Sequence(items, context));
                break;
            default:
                if (SaysNothing(value.GetType()) && context.Depth < Formatter.RecursionLimit)
                {
                    WriteProperties(value, context);
                }
                else
                {
                    context.Writer.Write(value.ToString());
                }

                break;
        }
    }

    /// <summary>One line: for the head of a tree, and for a sequence of plain values.</summary>
    public static string Summary(object? value) => value switch
    {
        null => Formatter.NullString,
        string text => text,
        IEnumerable items when SaysNothing(value.GetType()) => Sequence(items, new FormatContext(TextWriter.Null)),
        _ => value.ToString() ?? "",
    };

    private static string Sequence(IEnumerable items, FormatContext context)
    {
        var shown = new List<string>();
        bool more = false;
        foreach (object? item in items)
        {
            if (shown.Count == Formatter.ListExpansionLimit)
            {
                more = true;
                break;
            }

            using var writer = new StringWriter();
            context.Nest(() => writer.Write(Summary(item)));
            shown.Add(writer.ToString());
        }

        string rest = !more ? "" : items is ICollection all ? $" ... ({all.Count - shown.Count} more)" : " ... (more)";
        return shown.Count == 0 ? "[  ]" : $"[ {string.Join(", ", shown)}{rest} ]";
    }

    private static void WriteProperties(object value, FormatContext context)
    {
        context.Writer.Write(TypeNames.Of(value.GetType()));
        context.Nest(() =>
        {
            foreach ((string name, Func<object?> read) in Members.Of(value))
            {
                context.Writer.Write($"{context.Writer.NewLine}{new string(' ', 6 * context.Depth)}{name}: {Summary(read())}");
            }
        });
    }

    /// <summary>True where <c>ToString()</c> would give no more than the type's name.</summary>
    private static bool SaysNothing(Type type) =>
        type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes)?.DeclaringType is { } declaring
        && (declaring == typeof(object) || declaring == typeof(ValueType));
}
